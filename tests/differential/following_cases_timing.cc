#include "following_cases.h"

namespace pitel::differential {
namespace {

const std::string kNone = DocumentOf({});

std::string Rings(const std::string& call_time) {
  return DocumentOf({Ringing({"c", call_time})});
}
std::string Talks(const std::string& call_time) {
  return DocumentOf({Oncall({"c", call_time})});
}

std::vector<FollowingCase> StartCases() {
  const CaseRow one = Ringing({"c", TimeAt(9), "101"});
  const CaseRow other = Ringing({"c", TimeAt(7), "102"});
  return {
      {"WithoutCallTimeTheStartIsInTheMiddle",
       {{0, kNone},
        {12, Rings(""), {Started()}},
        {22, Talks(""), {Answered(), Wait(11)}},
        {32, Talks("")},
        {42, kNone},
        {52, kNone},
        {62, kNone, {Ended(), Duration(31)}}}},
      {"ACallTimeOfUpToThreeIntervalsAgoIsTheStart",
       {{0, kNone},
        {10, kNone},
        {20, Rings(TimeAt(-8)), {Started()}},
        {30, Talks(TimeAt(-8)), {Answered(), Wait(33)}}}},
      {"AnEarlierCallTimeIsNot",
       {{0, kNone},
        {10, kNone},
        {22, Rings(TimeAt(-10)), {Started()}},
        {32, Talks(TimeAt(-10)), {Answered(), Wait(11)}}}},
      {"ACallTimeOfTheFutureIsNot",
       {{0, kNone},
        {12, Rings(TimeAt(80)), {Started()}},
        {22, Talks(TimeAt(80)), {Answered(), Wait(11)}}}},
      {"ACallTimeALittleAheadIsNow",
       {{0, kNone},
        {12, Rings(TimeAt(60)), {Started()}},
        {24, Talks(TimeAt(60)), {Answered(), Wait(6)}}}},
      {"ACallTimeInAWrongZoneIsNot",
       {{0, kNone},
        {12, Rings(TimeAt(9 - 3600)), {Started()}},
        {22, Talks(TimeAt(9 - 3600)), {Answered(), Wait(11)}}}},
      {"TheEarliestCallTimeOfTheLegsIsTheStart",
       {{0, kNone},
        {12, DocumentOf({one, other}), {Started()}},
        {24,
         DocumentOf({Oncall({"c", TimeAt(9), "101"})}),
         {Answered(), Wait(11)}}}},
      {"ACallTimeThatMovesMovesNoStart",
       {{0, kNone},
        {10, Rings(TimeAt(6)), {Started()}},
        {20, Talks(TimeAt(18)), {Answered(), Wait(9)}},
        {30, kNone},
        {40, kNone},
        {50, kNone, {Ended(), Duration(19)}}}},
      {"AFractionOfACallTimeIsLeftOut",
       {{0, kNone},
        {10, Rings(TimeAt(6) + ".900"), {Started()}},
        {20, Talks(TimeAt(6) + ".900"), {Answered(), Wait(9)}}}},
  };
}

std::vector<FollowingCase> AnswerTimeCases() {
  CallRules slow;
  slow.interval = std::chrono::seconds(100);
  return {
      {"AnsweredAtFirstSightAfterACallTime",
       {{0, kNone}, {10, Talks(TimeAt(2)), {Started(), Answered(), Wait(4)}}}},
      {"AnsweredAtFirstSightWithoutCallTime",
       {{0, kNone}, {12, Talks(""), {Started(), Answered(), Wait(3)}}}},
      {"AnsweredAtFirstSightWithACallTimeFromBeforeTheLastPoll",
       {{0, kNone},
        {10, Talks(TimeAt(-6)), {Started(), Answered(), Wait(11)}}}},
      {"AnsweredBehindAGlitch",
       {{0, kNone},
        {10, Rings(TimeAt(6)), {Started()}},
        {20, kNone},
        {30, Talks(TimeAt(6)), {Answered(), Wait(14)}}}},
      {"AWaitAndADurationOfManyPolls",
       {{0, kNone},
        {100, Rings(TimeAt(90)), {Started()}},
        {200, Rings(TimeAt(90))},
        {300, Rings(TimeAt(90))},
        {400, Talks(TimeAt(90)), {Answered(), Wait(260)}},
        {500, Talks(TimeAt(90))},
        {600, kNone, {Ended(), Duration(460)}}},
       slow},
      {"JumpsOfTheWallClockDoNotMatter",
       {{0, kNone},
        {10, Rings(TimeAt(6)), {Started()}},
        {20, Talks(TimeAt(6)), {Answered(), Wait(9)}, {}, {}, 3600},
        {30, Talks(TimeAt(6)), {}, {}, {}, -600},
        {40, kNone, {}, {}, {}, 86400},
        {50, kNone},
        {60, kNone, {Ended(), Duration(29)}}}},
  };
}

}  // namespace

std::vector<FollowingCase> TimingCases() {
  std::vector<FollowingCase> all;
  for (const auto& part : {StartCases(), AnswerTimeCases()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

std::vector<FollowingCase> ExactTimingCases() {
  const auto one_number = [](const char* id) {
    return DocumentOf({Ringing({.call_id = id, .cid_num = "0900000001"})});
  };
  return {
      {"ACallTimeOfExactlyThreeIntervalsAgo",
       {{0, kNone},
        {20, Talks(TimeAt(-10)), {Started(), Answered(), Wait(20)}}}},
      {"ACallTimeOfNow",
       {{0, kNone}, {20, Talks(TimeAt(20)), {Started(), Answered(), Wait(0)}}}},
      {"APauseOfExactlyTheGrace",
       {{0, kNone}, {30, Rings(TimeAt(6)), {Started()}}}},
      {"OneNumberAfterAPollWithoutIt",
       {{0, kNone},
        {10, one_number("c1"), {Started()}},
        {25, kNone},
        {40, one_number("c2"), {Started()}},
        {50, kNone, {Unanswered()}},
        {60, kNone},
        {70, kNone, {Unanswered()}}}},
      {"ADurationOfExactlyABound",
       {{0, kNone},
        {10, Talks(TimeAt(5)), {Started(), Answered(), Wait(2.5)}},
        {20, kNone},
        {30, kNone},
        {40, kNone, {Ended(), Duration(10)}}}},
  };
}

}  // namespace pitel::differential
