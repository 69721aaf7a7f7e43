#include "following_cases.h"

namespace pitel::differential {
namespace {

const std::string kNone = DocumentOf({});
const CallLeg kLeg{"c", TimeAt(6)};
const std::string kRings = DocumentOf({Ringing(kLeg)});
const std::string kTalks = DocumentOf({Oncall(kLeg)});

CallLeg Call(const std::string& id) {
  return {.call_id = id, .call_time = TimeAt(6), .extension = "1" + id};
}

CallRules StaleAfter(std::chrono::seconds ringing,
                     std::chrono::seconds oncall) {
  CallRules rules;
  rules.stale_ringing_after = ringing;
  rules.stale_oncall_after = oncall;
  return rules;
}

std::vector<FollowingCase> FirstPollCases() {
  return {
      {"ACallOfTheFirstPollIsKnownButNotStarted",
       {{0, kRings, {}, {{"pitel_tracked_calls", 1}}},
        {10, kTalks},
        {20, kNone},
        {30, kNone, {}, {{"pitel_tracked_calls", 1}}},
        {40, kNone, {}, {{"pitel_tracked_calls", 0}}},
        {50, kRings}}},
      {"TheFirstCompletePollIsTheFirst",
       {{0, Incomplete({Ringing(Call("a"))})},
        {10, DocumentOf({Ringing(Call("a")), Ringing(Call("b"))})},
        {20,
         DocumentOf(
             {Ringing(Call("a")), Ringing(Call("b")), Ringing(Call("d"))}),
         {Started()}},
        {30, DocumentOf({Oncall(Call("a")), Oncall(Call("b"))})}}},
      {"ACallOfUnknownStateInTheFirstPollIsNotStarted",
       {{0, DocumentOf({Held(kLeg)})}, {10, kRings}, {20, kTalks}}},
  };
}

std::vector<FollowingCase> OutageCases() {
  std::vector<FollowingPoll> outage_of_ten = {
      {0, kNone},
      {10,
       DocumentOf({Ringing(Call("a")), Oncall(Call("b")), Oncall(Call("d")),
                   Ringing(Call("e"))}),
       {Times(4, Started()), Times(2, Answered()), Times(2, Wait(2))}}};
  for (int failed = 20; failed <= 110; failed += 10) {
    outage_of_ten.push_back({double(failed), kFailure});
  }
  const std::vector<FollowingPoll> afterwards = {
      // b is gone, d and e are in another state, f came meanwhile.
      {120,
       DocumentOf({Ringing(Call("a")), Ringing(Call("d")), Oncall(Call("e")),
                   Ringing(Call("f"))}),
       {Times(2, LostOncall()), LostRinging()}},
      {130,
       DocumentOf({Oncall(Call("a")), Oncall(Call("d")), Oncall(Call("e")),
                   Oncall(Call("f"))}),
       {Answered(), Wait(119)}},
      {140, kNone},
      {150, kNone},
      {160, kNone, {Ended(), Duration(129)}},
      {170, DocumentOf({Ringing(Call("f"))})},
      {180, DocumentOf({Ringing(Call("g"))}), {Started()}}};
  outage_of_ten.insert(outage_of_ten.end(), afterwards.begin(),
                       afterwards.end());
  CallRules slow;
  slow.interval = std::chrono::seconds(20);
  return {
      {"AnOutageOfOneInterval",
       {{0, kNone},
        {10, kRings, {Started()}},
        {20, kFailure},
        {30, kTalks, {Answered(), Wait(14)}},
        {40, kFailure},
        {50, kNone},
        {60, kNone},
        {70, kNone, {Ended(), Duration(34)}}}},
      {"AnOutageOfTenIntervals", outage_of_ten},
      {"APauseOfTheGraceIsNoGap",
       {{0, kNone},
        {29, kRings, {Started()}},
        {58, kTalks, {Answered(), Wait(37.5)}}}},
      {"ALongerPauseIsAGap",
       {{0, kNone},
        {10, kRings, {Started()}},
        {41, DocumentOf({Oncall(kLeg), Ringing(Call("d"))}), {LostRinging()}},
        {51, DocumentOf({Oncall(kLeg), Oncall(Call("d"))})}}},
      {"AnUnknownStateAfterAGapIsNoOtherState",
       {{0, kNone},
        {10, kRings, {Started()}},
        {60, DocumentOf({Held(kLeg)})},
        {70, kRings},
        {80, kNone},
        {90, kNone},
        {100, kNone, {Unanswered()}}}},
      {"AnAnsweredCallThatRingsAfterAGapIsLost",
       {{0, kNone},
        {10, kTalks, {Started(), Answered(), Wait(2)}},
        {20, kRings},
        {60, kRings, {LostOncall()}},
        {70, kTalks}}},
      {"ARememberedCallIsNotStartedAcrossAGap",
       {{0, kNone},
        {10, Incomplete({Ringing(kLeg)})},
        {20, DocumentOf({Held(kLeg)})},
        {60, kNone},
        {70, kRings},
        {80, kTalks}}},
      {"APauseOfTwoAndAHalfIntervalsIsNoGap",
       {{0, kNone}, {49, kRings, {Started()}}, {100, kTalks, {LostRinging()}}},
       slow},
  };
}

std::vector<FollowingCase> IncompleteCases() {
  return {
      {"AnIncompleteResponseStartsNothing",
       {{0, kNone},
        {10, Incomplete({Ringing(kLeg)})},
        {20, kRings, {Started()}},
        {30, kTalks, {Answered(), Wait(19)}}}},
      {"AnIncompleteResponseShowsAnAnswerAndEndsNoCall",
       {{0, kNone},
        {10, kRings, {Started()}},
        {20, Incomplete({Oncall(kLeg)}), {Answered(), Wait(9)}},
        {28, Incomplete({})},
        {36, kNone},
        {46, Incomplete({})},
        {54, kNone},
        {64, kNone, {Ended(), Duration(22)}}}},
      {"AnIncompleteResponseSeesACall",
       {{0, kNone},
        {10, kRings, {Started()}},
        {20, kNone},
        {28, kNone},
        {36, Incomplete({Ringing(kLeg)})},
        {46, kNone},
        {56, kNone},
        {66, kNone, {Unanswered()}}}},
      {"ACallSeenOncallBeforeItsStartIsAnsweredAtIt",
       {{0, kNone},
        {10, Incomplete({Oncall(kLeg)})},
        {20, kTalks, {Started(), Answered(), Wait(2)}},
        {30, kNone},
        {40, kNone},
        {50, kNone, {Ended(), Duration(19)}}}},
      {"ACallThatOnlyIncompleteResponsesHadIsNeverStarted",
       {{0, kNone},
        {10, Incomplete({Ringing(kLeg)})},
        {20, Incomplete({Oncall(kLeg)})},
        {28, kNone},
        {38, kNone},
        {48, kNone, {}, {{"pitel_tracked_calls", 0}}}}},
      {"AnIncompleteResponseAfterAPauseTellsNoState",
       {{0, kNone},
        {10, kRings, {Started()}},
        {42, Incomplete({Oncall(kLeg)})},
        {50, kTalks, {LostRinging()}},
        {60, kTalks}}},
      {"MoreRowsThanTotalAreACompleteResponse",
       {{0, kNone},
        {10, DocumentOf({Ringing(kLeg)}, "0"), {Started()}},
        {20, DocumentOf({Ringing(kLeg)}, "-1")},
        {30, DocumentOf({}, "null")},
        {40, kNone},
        {50, kNone, {Unanswered()}}}},
  };
}

std::vector<FollowingCase> GhostCases() {
  using std::chrono::seconds;
  const CallLeg timeless{"c"};
  const std::string rings = DocumentOf({Ringing(timeless)});
  const std::string old_rings = DocumentOf({Ringing({"c", TimeAt(-7200)})});
  const std::string old_talks = DocumentOf({Oncall({"c", TimeAt(-7200)})});
  const auto called = [](const char* id, const char* extension,
                         const std::string& call_time) {
    return Ringing({.call_id = id,
                    .call_time = call_time,
                    .extension = extension,
                    .cid_num = "0900000001",
                    .b_cid_num = "19001000"});
  };
  const auto caller = [&](const char* id, const char* extension) {
    return called(id, extension, "");
  };
  return {
      {"AGhostOfTheFirstPollStartsAndEndsNothing",
       {{0, old_rings},
        {10, old_rings},
        {20, kNone},
        {30, kNone},
        {40, kNone},
        {50, kNone}}},
      {"AGhostThatAppearsAndVanishesHasNoLongWait",
       {{0, kNone},
        {12, old_rings, {Started()}},
        {22, kNone},
        {32, kNone},
        {42, kNone, {Unanswered()}}}},
      {"AGhostThatAppearsOncallHasNoLongDuration",
       {{0, kNone},
        {12, old_talks, {Started(), Answered(), Wait(3)}},
        {22, kNone},
        {32, kNone},
        {42, kNone, {Ended(), Duration(11)}}}},
      {"AGhostAtFirstSightIsNotStarted",
       {{0, kNone},
        {10, rings},
        {20, rings},
        {30, kNone},
        {40, kNone},
        {50, kNone}},
       StaleAfter(seconds(5), seconds(5))},
      {"ARingingCallThatBecomesAGhostIsLost",
       {{0, kNone},
        {10, rings, {Started()}},
        {20, rings},
        {30, rings, {LostRinging()}},
        {40, rings},
        {50, kNone},
        {60, kNone},
        {70, kNone}},
       StaleAfter(seconds(25), seconds(3600))},
      {"AnAnsweredCallThatBecomesAGhostIsLost",
       {{0, kNone},
        {10, kTalks, {Started(), Answered(), Wait(2)}},
        {20, kTalks},
        {30, kTalks},
        {40, kTalks, {LostOncall()}},
        {50, kTalks},
        {60, kNone},
        {70, kNone},
        {80, kNone}},
       StaleAfter(seconds(300), seconds(25))},
      {"ACallIsLostOnlyWhenAllItsLegsAreGhosts",
       {{0, kNone},
        {10, rings, {Started()}},
        {20, rings},
        {30, DocumentOf({Ringing(timeless), Ringing({.extension = "102"})})},
        {40, DocumentOf({Ringing(timeless), Ringing({.extension = "102"})})},
        {50,
         DocumentOf({Ringing(timeless), Ringing({.extension = "102"})}),
         {LostRinging()}}},
       StaleAfter(seconds(25), seconds(3600))},
      {"AGhostIsNotKnownByItsNumbers",
       {{0, kNone},
        {10, DocumentOf({caller("c1", "101")}), {Started()}},
        {20, DocumentOf({caller("c1", "101")})},
        {30, DocumentOf({caller("c1", "101")}), {LostRinging()}},
        {40,
         DocumentOf({caller("c1", "101"), caller("c2", "102")}),
         {Started()}}},
       StaleAfter(seconds(25), seconds(3600))},
      {"AGhostLegTellsNoStateBesideAnother",
       {{0, kNone},
        {12, rings, {Started()}},
        {22, rings},
        {32, DocumentOf({Ringing(timeless), Held({.extension = "102"})})},
        {42,
         DocumentOf({Oncall({.extension = "102"})}),
         {Answered(), Wait(26)}}},
       StaleAfter(seconds(25), seconds(3600))},
      {"WhoWasTakenForAGhostIsKnownByNumbersAgain",
       {{0, kNone},
        {60, DocumentOf({called("c1", "101", TimeAt(62))})},
        {70, DocumentOf({called("c1", "101", TimeAt(62))})},
        {80, DocumentOf({called("c2", "102", TimeAt(78))})}},
       StaleAfter(seconds(25), seconds(3600))},
      {"AnIncompleteResponseLosesNoGhost",
       {{0, kNone},
        {10, rings, {Started()}},
        {20, rings},
        {30, Incomplete({Ringing(timeless)})},
        {38, rings, {LostRinging()}}},
       StaleAfter(seconds(25), seconds(3600))},
  };
}

}  // namespace

std::vector<FollowingCase> DoubtCases() {
  std::vector<FollowingCase> all;
  for (const auto& part :
       {FirstPollCases(), OutageCases(), IncompleteCases(), GhostCases()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace pitel::differential
