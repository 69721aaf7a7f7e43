#include "random_calls.h"

#include <algorithm>
#include <cstdio>

#include "following_cases.h"

namespace pitel::differential {
namespace {

using std::chrono::milliseconds;
using std::chrono::nanoseconds;
using std::chrono::seconds;

const char* const kExtensions[] = {"101", "102", "103", "104", "105"};

CallRules RandomRules(Dice& dice) {
  CallRules rules;
  rules.interval = seconds(dice.Pick({5, 10, 10, 20}));
  rules.grace = seconds(dice.Pick({1, 10, 25, 30, 30, 60}));
  rules.stale_ringing_after = seconds(dice.Pick({30, 60, 300, 300}));
  rules.stale_oncall_after = seconds(dice.Pick({60, 200, 14400, 14400}));
  rules.caller_key =
      dice.Pick({CallerKey::kPair, CallerKey::kPair, CallerKey::kPair,
                 CallerKey::kCidNum, CallerKey::kBCidNum, CallerKey::kCallId});
  rules.tracked_calls = dice.Pick<std::size_t>({3, 6, 1000, 1000, 1000});
  rules.limits.tenants = dice.Pick<std::size_t>({1, 2, 1000});
  // Never exactly at a limit, for which the rules say nothing.
  rules.series_ttl = seconds(dice.Pick({25, 100, 86400})) + nanoseconds(1);
  return rules;
}

}  // namespace

std::string CallsPoll::Document() const {
  if (fails) return kFailure;
  return incomplete ? Incomplete(rows) : DocumentOf(rows);
}

RandomCalls::RandomCalls(std::uint64_t seed)
    : dice_(seed), rules_(RandomRules(dice_)), now_(CasePoll{"", 0}.Sent()) {}

CallsPoll RandomCalls::Next() {
  PassTime();
  std::erase_if(calls_, [&](Call& call) { return !LiveOn(call); });
  while (calls_.size() < 9 && dice_.Chance(35)) calls_.push_back(NewCall());

  CallsPoll poll{.sent = now_};
  poll.fails = dice_.Chance(4);
  // The memory of legs has a limit too, which the rules do not mention.
  poll.incomplete = rules_.tracked_calls >= 1000 && dice_.Chance(8);
  const bool glitch = dice_.Chance(4);
  if (dice_.Chance(50)) poll.rows.push_back({.tenant = dice_.Pick({"t", "u"})});
  for (const Call& call : calls_) {
    for (const CaseRow& leg : call.legs) {
      if (!call.shows || glitch || (poll.incomplete && dice_.Chance(40))) {
        continue;
      }
      poll.rows.push_back(leg);
    }
  }
  for (std::size_t i = 1; i < poll.rows.size(); ++i) {
    if (dice_.Chance(30)) std::swap(poll.rows[i], poll.rows[dice_.Below(i)]);
  }
  return poll;
}

void RandomCalls::PassTime() {
  nanoseconds step = rules_.interval;
  if (dice_.Chance(30)) step += milliseconds(dice_.Below(1500));
  if (dice_.Chance(6)) step *= 1 + int(dice_.Below(8));
  now_.steady += step;
  now_.wall += step;
  if (dice_.Chance(2)) now_.wall += seconds(dice_.Pick({-3600, -45, 45, 3600}));
}

std::string RandomCalls::NewCallId() {
  if (dice_.Chance(8)) return "";
  if (dice_.Chance(20)) return "few" + std::to_string(dice_.Below(4));
  return "c" + std::to_string(next_call_id_++);
}

std::string RandomCalls::CallTime() {
  const Moment start = CasePoll{"", 0}.Sent();
  const auto elapsed =
      std::chrono::duration_cast<seconds>(now_.wall - start.wall).count();
  const int now = static_cast<int>(elapsed);
  const int i = static_cast<int>(rules_.interval / seconds(1));
  switch (dice_.Below(9)) {
    case 0:
      return "";
    case 1:
      return TimeAt(now - 3 * i - 2 + int(dice_.Below(4)));
    case 2:
      return TimeAt(now - int(dice_.Below(4000)));
    case 3:
      return TimeAt(now + dice_.Pick({1, 4, 30, 60, 61}));
    default:
      return TimeAt(now - int(dice_.Below(std::size_t(i))));
  }
}

// Another phone for the caller.
CaseRow RandomCalls::NewLeg(const Call& like) {
  CaseRow leg = like.legs[0];
  leg.extension = dice_.Pick(kExtensions);
  leg.call_state = "RINGING";
  if (dice_.Chance(50)) leg.call_id = NewCallId();
  if (dice_.Chance(60)) leg.call_time = CallTime();
  if (dice_.Chance(5)) leg.b_cid_num = "";
  if (dice_.Chance(5) && leg.cid_num.starts_with("09")) {
    leg.cid_num = "sip:+84" + leg.cid_num.substr(1) + "@192.0.2.1";
  }
  return leg;
}

// The first leg of a caller whose number may be withheld, or who is calling
// already.
CaseRow RandomCalls::FirstLeg() {
  CaseRow leg = Ringing(
      {.call_id = NewCallId(),
       .call_time = CallTime(),
       .extension = dice_.Pick(kExtensions),
       .cid_num = dice_.Pick({"", "0900000001", "0900000002", "0900000003"}),
       .b_cid_num = dice_.Pick({"", "19001000", "19001000", "102"}),
       .direction =
           dice_.Pick<std::string>({"inbound", "inbound", "inbound", "inbound",
                                    "outbound", "local", "odd"}),
       .tenant = dice_.Pick({"t", "t", "u", "v"}),
       .server = dice_.Pick({"s", "s2"})});
  if (dice_.Chance(25)) {
    leg.cid_num = dice_.Pick({"", "anonymous", "0000000000"});
    leg.b_cid_num = "19001000";
  } else if (dice_.Chance(20) && !calls_.empty()) {
    const CaseRow& other = dice_.Pick(calls_).legs[0];
    leg.cid_num = other.cid_num;
    leg.b_cid_num = other.b_cid_num;
    leg.tenant = other.tenant;
  }
  return leg;
}

RandomCalls::Call RandomCalls::NewCall() {
  Call call;
  call.legs.push_back(FirstLeg());
  while (dice_.Chance(30) && call.legs.size() < 5) {
    call.legs.push_back(NewLeg(call));
  }
  if (dice_.Chance(10)) {  // not bridged yet
    for (CaseRow& leg : call.legs) leg.call_state = leg.direction = "";
  }
  if (dice_.Chance(25)) WhileRinging(call);
  call.is_ghost = dice_.Chance(5);
  return call;
}

// Sometimes a ringing row of a phone stays after an answered call is over.
bool RandomCalls::LeavesARow(Call& call) {
  std::erase_if(call.legs,
                [](const CaseRow& leg) { return leg.call_state != "RINGING"; });
  call.is_ghost = true;
  return call.is_answered && !call.legs.empty() && dice_.Chance(60);
}

bool RandomCalls::LiveOn(Call& call) {
  call.shows = now_.steady >= call.parked_until;
  if (!call.shows) return true;
  if (dice_.Chance(call.is_ghost ? 3 : 10)) {
    return !call.is_ghost && LeavesARow(call);
  }
  if (dice_.Chance(8)) call.shows = false;
  if (call.is_ghost) return true;
  if (dice_.Chance(5)) {
    const seconds time(dice_.Pick({30, 60, 300, 880, 900, 950, 950}));
    call.parked_until = now_.steady + rules_.interval + time;
  }
  if (call.is_answered) {
    WhileAnswered(call);
  } else {
    WhileRinging(call);
  }
  AnyTime(call);
  return true;
}

void RandomCalls::WhileRinging(Call& call) {
  if (dice_.Chance(20)) {  // answered
    call.is_answered = true;
    if (dice_.Chance(20)) call.legs.push_back(NewLeg(call));
    CaseRow by = dice_.Pick(call.legs);
    if (dice_.Chance(15)) by.call_id = NewCallId();
    by.call_state = "ONCALL";
    if (dice_.Chance(70)) call.legs.clear();
    call.legs.push_back(by);
  } else if (dice_.Chance(15)) {  // offered to another phone
    call.legs = {NewLeg(call)};
  } else if (dice_.Chance(10)) {
    call.legs.push_back(NewLeg(call));
  } else if (dice_.Chance(10) && call.legs.size() > 1) {
    call.legs.pop_back();
  }
}

void RandomCalls::WhileAnswered(Call& call) {
  if (call.legs.size() > 1 && dice_.Chance(30)) {
    call.legs.erase(call.legs.begin());
    call.legs[0].call_state = "ONCALL";
  } else if (dice_.Chance(10)) {  // about to be transferred
    call.legs.push_back(NewLeg(call));
  } else if (dice_.Chance(4)) {  // listened in on
    call.legs.push_back(NewLeg(call));
    call.legs.back().call_state = "ONCALL";
    call.legs.back().direction = "local";
  }
}

void RandomCalls::AnyTime(Call& call) {
  CaseRow& leg = dice_.Pick(call.legs);
  if (leg.direction.empty() && dice_.Chance(50)) {  // bridged
    leg.direction = "inbound";
    if (leg.call_state.empty()) leg.call_state = "RINGING";
  }
  if (dice_.Chance(3)) leg.call_state = "DOWN";
  if (dice_.Chance(3)) leg.call_state = "RINGING";
  if (dice_.Chance(2)) leg.call_state = "ONCALL";
  if (dice_.Chance(2)) leg.call_time = CallTime();
  if (dice_.Chance(2)) leg.server = "s3";
  if (dice_.Chance(2)) leg.direction = "local";
  if (dice_.Chance(2)) leg.tenant = "u";
  if (dice_.Chance(3)) {
    for (CaseRow& each : call.legs) each.tenant = "v";
  }
  if (call.legs.size() > 6) call.legs.resize(1);
}

}  // namespace pitel::differential
