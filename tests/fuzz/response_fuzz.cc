// Polls any bytes as a response of /v3/monitor, between two successful
// responses. The exporter and the plain second implementation must give the
// same numbers or the same failure, and a second count of the same responses
// must give the same result.

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "plain_counter.h"
#include "real_counter.h"

namespace pitel::differential {
namespace {

const std::string kGood =
    R"({"data": [{"domain_name": "t", "extension": "101", "call_id": "c",)"
    R"( "call_time": "2023-11-15 05:13:00", "direction": "inbound",)"
    R"( "call_state": "RINGING", "cid_num": "0900000001",)"
    R"( "b_cid_num": "1900000001"}], "total": 1})";

void Expect(const std::string& differences, const char* what) {
  if (differences.empty()) return;
  std::fprintf(stderr, "%s:\n%s\n", what, differences.c_str());
  std::abort();
}

void Compare(const std::string& document) {
  CallRules rules;
  plain::PlainCounter plain(rules);
  RealCounter real(rules);
  RealCounter again(rules);
  Moment now{SteadyTime(std::chrono::seconds(1000)),
             WallTime(std::chrono::seconds(1'700'000'000))};
  for (const std::string& text : {kGood, document, kGood}) {
    const Outcome outcome = real.Poll(text, now);
    Expect(Differences(plain.Poll(text, now), outcome),
           "the plain implementation and the exporter differ");
    Expect(Differences(outcome, again.Poll(text, now)),
           "a second count of the same responses differs");
    Expect(plain.BrokenEquations(), "the equations of counters do not hold");
    now.steady += std::chrono::seconds(10);
    now.wall += std::chrono::seconds(10);
  }
}

}  // namespace
}  // namespace pitel::differential

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  pitel::differential::Compare(
      std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
