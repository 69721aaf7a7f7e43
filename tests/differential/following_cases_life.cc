#include "following_cases.h"

namespace pitel::differential {
namespace {

const std::string kNone = DocumentOf({});

CallRules WithGrace(std::chrono::seconds grace) {
  CallRules rules;
  rules.grace = grace;
  return rules;
}

const std::string kRings = DocumentOf({Ringing({"c", TimeAt(6)})});
const std::string kTalks = DocumentOf({Oncall({"c", TimeAt(6)})});

// Gone at 30 s, and remembered until 930 s.
std::vector<FollowingPoll> AfterAQuarterOfAnHour() {
  std::vector<FollowingPoll> polls = {{0, kNone}, {8, kRings, {Started()}}};
  for (int second = 10; second <= 940; second += 10) {
    polls.push_back({double(second), kNone});
    if (second == 30) polls.back().events = {Unanswered()};
  }
  polls.push_back({950, kRings, {Started()}});
  return polls;
}

std::vector<FollowingCase> AnsweredCases() {
  const auto outward = [](const std::string& direction) {
    const CallLeg leg{.call_time = TimeAt(6), .direction = direction};
    return std::vector<FollowingPoll>{
        {0, kNone},
        {10, DocumentOf({Ringing(leg)}), {Started(direction)}},
        {20, DocumentOf({Oncall(leg)}), {Answered(direction)}},
        {30, kNone},
        {40, kNone},
        {50, kNone, {Ended(direction), Duration(19, direction)}}};
  };
  return {
      {"RingsThenIsAnsweredThenEnds",
       {{0, kNone},
        {10, kRings, {Started()}},
        {20, kTalks, {Answered(), Wait(9)}},
        {30, kTalks},
        {40, kNone},
        {50, kNone},
        {60, kNone, {Ended(), Duration(29)}},
        {70, kNone}}},
      {"AnsweredBetweenPolls",
       {{0, kNone},
        {10, kTalks, {Started(), Answered(), Wait(2)}},
        {20, kNone},
        {30, kNone},
        {40, kNone, {Ended(), Duration(9)}}}},
      {"OutboundCallsGiveNoWait", outward("outbound")},
      {"LocalCallsGiveNoWait", outward("local")},
      {"OncallAnotherStateOncallAgainIsOneAnswer",
       {{0, kNone},
        {10, kRings, {Started()}},
        {20, kTalks, {Answered(), Wait(9)}},
        {30, kRings},
        {40, kTalks},
        {50, DocumentOf({Held({"c", TimeAt(6)})})},
        {60, kTalks},
        {70, kNone},
        {80, kNone},
        {90, kNone, {Ended(), Duration(59)}}}},
      {"DirectionStaysThatOfTheStart",
       {{0, kNone},
        {10, kRings, {Started()}},
        {20,
         DocumentOf({Oncall({.call_time = TimeAt(6), .direction = "local"})}),
         {Answered(), Wait(9)}},
        {30, kNone},
        {40, kNone},
        {50, kNone, {Ended(), Duration(19)}}}},
  };
}

std::vector<FollowingCase> GoneCases() {
  return {
      {"RingsAndVanishes",
       {{0, kNone},
        {10, kRings, {Started()}},
        {20, kNone},
        {30, kNone},
        {40, kNone, {Unanswered()}},
        {50, kNone}}},
      {"BackWithinGraceItNeverLeft",
       {{0, kNone},
        {10, kRings, {Started()}},
        {20, kNone},
        {30, kNone},
        {40, kRings},
        {50, kNone},
        {60, kNone},
        {70, kNone, {Unanswered()}}}},
      {"BackWithinGraceAnAnsweredCallNeverLeft",
       {{0, kNone},
        {10, kTalks, {Started(), Answered(), Wait(2)}},
        {20, kNone},
        {30, kNone},
        {40, kTalks},
        {50, kNone},
        {60, kNone},
        {70, kNone, {Ended(), Duration(39)}}}},
      {"ReturnedAfterGraceIsNotCountedAgain",
       {{0, kNone},
        {10, kRings, {Started()}},
        {20, kNone},
        {30, kNone},
        {40, kNone, {Unanswered()}},
        {50, kRings, {}, {{"pitel_tracked_calls", 1}}},
        {60, kTalks},
        {70, kNone},
        {80, kNone},
        {90, kNone, {}, {{"pitel_tracked_calls", 0}}},
        {100, kTalks}}},
      {"ParkedForLongerThanGraceIsOneCall",
       {{0, kNone},
        {10, kRings, {Started()}},
        {20, kTalks, {Answered(), Wait(9)}},
        {30, kNone},
        {40, kNone},
        {50, kNone, {Ended(), Duration(19)}},
        {60, kTalks},
        {70, kNone}}},
      {"ReturnedAfterAQuarterOfAnHourIsAnotherCall", AfterAQuarterOfAnHour()},
      {"GraceBelowTheIntervalIsOnePoll",
       {{0, kNone},
        {10, kRings, {Started()}},
        {20, kNone, {Unanswered()}},
        {30, kTalks},
        {40, kNone}},
       WithGrace(std::chrono::seconds(3))},
      {"GraceIsRoundedUpToPolls",
       {{0, kNone},
        {10, kRings, {Started()}},
        {20, kNone},
        {30, kNone, {Unanswered()}}},
       WithGrace(std::chrono::seconds(11))},
      {"FailedPollsAreNotPolls",
       {{0, kNone},
        {8, kRings, {Started()}},
        {14, kFailure},
        {20, kFailure},
        {26, kFailure},
        {32, kNone},
        {38, kFailure},
        {44, kNone},
        {54, kNone, {Unanswered()}}}},
      {"EmptyGlitch",
       {{0, kNone},
        {10,
         DocumentOf({Ringing({"a", TimeAt(6)}), Oncall({"b", TimeAt(6)})}),
         {Times(2, Started()), Answered(), Wait(2)}},
        {20, kNone},
        {30, DocumentOf({Ringing({"a", TimeAt(6)}), Oncall({"b", TimeAt(6)})})},
        {40, DocumentOf({Ringing({"a", TimeAt(6)})})},
        {50,
         DocumentOf({Oncall({"a", TimeAt(6)}), Oncall({"b", TimeAt(6)})}),
         {Answered(), Wait(39)}}}},
  };
}

std::vector<FollowingCase> UnknownStateCases() {
  const CallLeg leg{.call_time = TimeAt(6), .direction = "outbound"};
  const std::string held = DocumentOf({Held(leg)});
  return {
      {"AnUnknownStateStartsNothing",
       {{0, kNone},
        {10, held},
        {20, held},
        {30, kNone},
        {40, kNone},
        {50, kNone}}},
      {"ACallIsStartedOnceItsStateIsKnown",
       {{0, kNone},
        {10, held},
        {20, DocumentOf({Ringing(leg)}), {Started("outbound")}},
        {30, held},
        {40, DocumentOf({Oncall(leg)}), {Answered("outbound")}},
        {50, kNone},
        {60, kNone},
        {70, kNone, {Ended("outbound"), Duration(39, "outbound")}}}},
      {"ACallLearnsItsDirectionWhenItStarts",
       {{0, kNone},
        {10, DocumentOf({Held({.call_id = "c", .direction = ""})})},
        {20, DocumentOf({Ringing({"c", TimeAt(16)})}), {Started()}},
        {30, DocumentOf({Oncall({"c", TimeAt(16)})}), {Answered(), Wait(20)}}}},
      {"ACallKeepsTheDirectionThatItStartedWith",
       {{0, kNone},
        {10,
         DocumentOf({Ringing({.call_id = "c", .direction = "odd"})}),
         {Started("unknown")}},
        {20, DocumentOf({Oncall({"c", TimeAt(16)})}), {Answered("unknown")}}}},
      {"AnUnknownStateSaysNothingOfTheAnswer",
       {{0, kNone},
        {10, kRings, {Started()}},
        {20, DocumentOf({Held({"c", TimeAt(6)})})},
        {30, DocumentOf({Held({"c", TimeAt(6)})})},
        {40, kTalks, {Answered(), Wait(19)}}}},
      {"ACallEndsAfterItsLastSightInWhateverState",
       {{0, kNone},
        {10, kTalks, {Started(), Answered(), Wait(2)}},
        {20, DocumentOf({Held({"c", TimeAt(6)})})},
        {30, kNone},
        {40, kNone},
        {50, kNone, {Ended(), Duration(19)}}}},
      {"AnUnknownStateKeepsACall",
       {{0, kNone},
        {10, DocumentOf({Ringing(leg)}), {Started("outbound")}},
        {20, held},
        {30, held},
        {40, held},
        {50, held},
        {60, DocumentOf({Ringing(leg)})},
        {70, held},
        {80, kNone},
        {90, kNone},
        {100, kNone, {Unanswered("outbound")}}}},
  };
}

}  // namespace

std::vector<FollowingCase> LifeCases() {
  std::vector<FollowingCase> all;
  for (const auto& part : {AnsweredCases(), GoneCases(), UnknownStateCases()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace pitel::differential
