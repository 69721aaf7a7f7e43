#pragma once

#include <array>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "simulator/faults.h"
#include "simulator/quirky_response.h"
#include "simulator/replay.h"
#include "simulator/rows.h"
#include "simulator/world.h"

namespace pitel::simulation {

class Arguments;

struct Request {
  std::string method;
  std::string target;         // as sent: "/v3/monitor?=null"
  std::string authorization;  // the header's value
  std::string body;
};

struct Response {
  unsigned status = 200;
  std::string body;  // JSON
  // Instead of `body`, if set: writes it to the sink, in chunks built in
  // `buffer`. Needs no lock, and may outlive other calls of Handle.
  std::function<void(std::string& buffer, const Sink& sink)> stream;
  unsigned retry_after = 0;  // seconds; 0: no such header
  Elapsed delay{};           // to wait before sending it
  bool reset = false;        // reset the connection instead
};

struct ApiOptions {
  Time start;        // simulated time when the simulator began
  double speed = 1;  // simulated seconds per second
  std::string api_key;
  std::chrono::seconds token_lifetime = std::chrono::hours(24);  // real time
  RowOptions rows;
  bool quirky_values = false;  // see QuirkyResponse
  // Served instead of the world, unless it is empty.
  std::vector<RecordedPoll> recording;
  ReplayPace replay_pace = ReplayPace::kRecorded;
};

// The endpoints, without sockets: the documented ones, and further ones for
// tests (README.md lists all). Thread-safe.
class Api {
 public:
  // `world` outlives this, and nothing else uses it. `elapsed` tells the real
  // time since the simulator began.
  Api(World& world, ApiOptions options, std::function<Elapsed()> elapsed);

  Response Handle(const Request& request);

  // Lets the world catch up, so that the next response has less to do.
  void Advance();

 private:
  enum class Endpoint {
    kToken,
    kMonitor,
    kQueue,
    kTruth,
    kInject,
    kRequests,
    kOther,
  };
  static constexpr std::size_t kEndpoints = 7;

  struct Served {
    std::uint64_t requests = 0;
    std::uint64_t failures = 0;  // status 400 and above, and resets
  };

  // All but Handle and Advance: with the lock held.
  Response Dispatch(Endpoint endpoint, std::string_view path,
                    std::string_view query, const Request& request);
  Response ExchangeToken(const Request& request);
  Response Monitor(const Request& request);
  Response Queue(const Request& request);
  Response Rows();
  Response Replayed();
  QuirkyResponse NextQuirkyResponse();
  Response Inject(std::string_view condition, std::string_view query);
  bool IsAuthorized(const std::string& authorization) const;
  std::string RequestsJson() const;
  void AdvanceWorld();

  // (inject.cc) Each takes its arguments and acts if they are valid.
  using Injection = void (Api::*)(Arguments& arguments);
  static const std::map<std::string_view, Injection>& Injections();
  void InjectBacklog(Arguments& arguments);
  void InjectAdvance(Arguments& arguments);
  void InjectBusy(Arguments& arguments);
  void InjectCrash(Arguments& arguments);
  void InjectEmpty(Arguments& arguments);
  void InjectFail(Arguments& arguments);
  void InjectGarbage(Arguments& arguments);
  void InjectIncomplete(Arguments& arguments);
  void InjectStatus(Arguments& arguments);
  void InjectDelay(Arguments& arguments);
  void InjectDown(Arguments& arguments);
  void InjectRevoke(Arguments& arguments);
  void InjectClear(Arguments& arguments);
  Elapsed Until(Arguments& arguments) const;

  World& world_;
  const ApiOptions options_;
  const std::function<Elapsed()> elapsed_;

  std::mutex mutex_;  // guards the world and what follows
  std::optional<Replay> replay_;
  Faults faults_;
  Duration advanced_{};                    // beyond the speed
  std::map<std::string, Elapsed> tokens_;  // and when they expire
  std::uint64_t tokens_issued_ = 0;
  std::uint64_t quirky_responses_ = 0;  // begun so far
  std::array<Served, kEndpoints> served_;
};

}  // namespace pitel::simulation
