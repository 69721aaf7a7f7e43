// A small telephone world: few tenants, servers, phones, call ids and numbers,
// so that everything often meets everything. Values are well-behaved or odd;
// random_document.h adds what makes a response invalid.
#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "dice.h"

namespace pitel::differential {

// A row of a response: keys and texts.
using Fields = std::vector<std::pair<std::string, std::string>>;

class RandomWorld {
 public:
  // `zone` is that of call_times that state none.
  RandomWorld(Dice& dice, std::chrono::seconds zone);

  // Calls come, change and end, phones come and go, as of `now`.
  void Advance(WallTime now);
  std::vector<Fields> Rows();

 private:
  struct Phone {
    std::string domain_name;
    std::string domain_uuid;
    std::string extension_uuid;
    std::string extension;
    std::string server;
    std::string user_agent;
    bool online = true;
  };
  struct Leg {
    std::size_t phone;
    std::string call_id;
    std::string call_state;
    std::string call_time;
  };
  struct Call {
    std::vector<Leg> legs;
    std::string direction;
    std::string cid_num;
    std::string b_cid_num;
    bool shows = true;  // in this poll
  };

  Phone NewPhone();
  Call NewCall(WallTime now);
  Leg NewLeg(const std::string& call_id, WallTime now);
  void Change(Call& call, WallTime now);
  std::string NewCallId();
  std::string CallTime(WallTime start);
  std::string OtherCallTime(std::chrono::sys_seconds second);
  std::string OddCallTime(std::chrono::sys_seconds second);
  Fields RowOf(const Phone& phone);

  Dice& dice_;
  const std::chrono::seconds zone_;
  std::vector<Phone> phones_;
  std::vector<Call> calls_;
};

}  // namespace pitel::differential
