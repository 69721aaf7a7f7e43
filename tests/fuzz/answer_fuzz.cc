// Any bytes as an answer of /v3/monitor, after one that is good: they are read
// and counted, or refused, and nothing is over-read.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "calls/metrics.h"
#include "calls/monitor.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  using namespace pitel;
  CallMonitor monitor({});
  const std::string_view good =
      R"({"data": [{"domain_name": "t", "call_id": "c", "direction": "inbound",)"
      R"( "call_state": "RINGING", "cid_num": "0900000001"}], "total": 1})";
  Moment now{SteadyTime(std::chrono::seconds(1000)),
             WallTime(std::chrono::seconds(1'700'000'000))};
  for (const std::string_view text :
       {good, std::string_view(reinterpret_cast<const char*>(data), size)}) {
    TextSource body(text);
    auto answer = monitor.Read(body);
    if (!answer) continue;
    const CallSnapshot snapshot = monitor.Count(*std::move(answer), now);
    CallGauges(snapshot);
    now.steady += std::chrono::seconds(10);
    now.wall += std::chrono::seconds(10);
  }
  return 0;
}
