#include "following_cases.h"

namespace pitel::differential {
namespace {

const std::string kNone = DocumentOf({});

// A caller's number and the number called.
CallLeg Caller(const std::string& call_id, const std::string& extension,
               const std::string& call_time = "") {
  return {.call_id = call_id,
          .call_time = call_time,
          .extension = extension,
          .cid_num = "0900000001",
          .b_cid_num = "19001000"};
}

CallLeg OneNumber(const std::string& call_id, const std::string& extension,
                  const std::string& call_time = "") {
  CallLeg leg = Caller(call_id, extension, call_time);
  leg.b_cid_num = "";
  return leg;
}

CallRules With(CallerKey key, std::chrono::seconds grace) {
  CallRules rules;
  rules.caller_key = key;
  rules.grace = grace;
  return rules;
}

// The caller's number is withheld, so the hotline is the only number.
std::vector<FollowingCase> WithheldCases() {
  const auto leg = [](const char* id, const char* extension, int second) {
    CallLeg caller = Caller(id, extension, TimeAt(second));
    caller.cid_num = "anonymous";
    return caller;
  };
  return {
      {"TwoWithheldCallersAtOnceAreTwo",
       {{0, kNone},
        {10, DocumentOf({Ringing(leg("a", "101", 6))}), {Started()}},
        {20,
         DocumentOf(
             {Ringing(leg("a", "101", 6)), Ringing(leg("b", "102", 18))}),
         {Started()}},
        {30,
         DocumentOf({Oncall(leg("a", "101", 6)), Ringing(leg("b", "102", 18))}),
         {Answered(), Wait(19)}},
        {44,
         DocumentOf({Oncall(leg("a", "101", 6)), Oncall(leg("b", "102", 18))}),
         {Answered(), Wait(19)}},
        {54, DocumentOf({Oncall(leg("b", "102", 18))})},
        {64, kNone},
        {74, kNone, {Ended(), Duration(43)}},
        {84, kNone, {Ended(), Duration(41)}}}},
      {"SuccessiveWithheldCallersAreSeveral",
       {{0, kNone},
        {10, DocumentOf({Ringing(leg("a", "101", 6))}), {Started()}},
        {20, kNone},
        {30, DocumentOf({Ringing(leg("b", "102", 28))}), {Started()}},
        {40, kNone, {Unanswered()}},
        {50, kNone},
        {60, kNone, {Unanswered()}}}},
      {"OneKnownCallTakesOneGroup",
       {{0, kNone},
        {10, DocumentOf({Ringing(leg("a", "101", 6))}), {Started()}},
        {20,
         DocumentOf(
             {Ringing(leg("b", "102", 4)), Ringing(leg("c", "103", 18))}),
         {Started()}},
        {30, kNone},
        {40, kNone},
        {50, kNone, {Times(2, Unanswered())}}}},
  };
}

// A phone's ringing row stays although the call was answered elsewhere.
std::vector<FollowingCase> LeftBehindCases() {
  const CaseRow left = Ringing(Caller("left", "105", TimeAt(6)));
  const auto call = [](const char* id, int second) {
    return Caller(id, "101", TimeAt(second));
  };
  return {
      {"ARowLeftBehindMergesNoOtherCall",
       {{0, kNone},
        {10, DocumentOf({Ringing(call("a", 6)), left}), {Started()}},
        {20, DocumentOf({Oncall(call("a", 6)), left}), {Answered(), Wait(9)}},
        {30, DocumentOf({left})},
        {40, DocumentOf({left, Ringing(call("b", 38))}), {Started()}},
        {50, DocumentOf({left, Oncall(call("b", 38))}), {Answered(), Wait(7)}},
        {60, kNone},
        {70, kNone},
        {80, kNone, {Times(2, Ended()), Duration(49), Duration(17)}}}},
      {"ATransferWhileTheCallerTalksIsOneCall",
       {{0, kNone},
        {10, DocumentOf({Ringing(call("a", 6))}), {Started()}},
        {20, DocumentOf({Oncall(call("a", 6))}), {Answered(), Wait(9)}},
        {30, DocumentOf({Oncall(call("a", 6)),
                         Ringing(Caller("b", "102", TimeAt(28)))})},
        {40, DocumentOf({Oncall(Caller("b", "102", TimeAt(28)))})},
        {50, kNone},
        {60, kNone},
        {70, kNone, {Ended(), Duration(39)}}}},
  };
}

std::vector<FollowingCase> ReofferCases() {
  const auto first = [](const auto& leg) {
    return DocumentOf({Ringing(leg("c1", "101", TimeAt(6)))});
  };
  const auto ring = [](const auto& leg, const char* id, const char* extension) {
    return DocumentOf({Ringing(leg(id, extension, ""))});
  };
  constexpr std::chrono::seconds k25{25};
  return {
      {"AQueueReoffersACallerOfTwoNumbers",
       {{0, kNone},
        {10, first(Caller), {Started()}},
        {20, ring(Caller, "c2", "102")},
        {30, kNone},
        {40, ring(Caller, "c3", "103")},
        {50, DocumentOf({Oncall(Caller("c3", "103"))}), {Answered(), Wait(39)}},
        {60, kNone},
        {70, kNone},
        {80, kNone, {Ended(), Duration(49)}}}},
      {"AQueueReoffersACallerOfOneNumber",
       {{0, kNone},
        {10, first(OneNumber), {Started()}},
        {20, ring(OneNumber, "c2", "102")},
        {30, kNone},
        {40, kNone},
        {48, ring(OneNumber, "c3", "103"), {Started(), Unanswered()}},
        {58, kNone},
        {68, kNone},
        {78, kNone, {Unanswered()}}}},
      {"OneNumberIdentifiesFromOnePollToTheNextOnly",
       {{0, kNone},
        {10, first(OneNumber), {Started()}},
        {20, kNone},
        {30, kNone},
        {38, ring(OneNumber, "c2", "102"), {Started(), Unanswered()}},
        {48, kNone},
        {58, kNone},
        {68, kNone, {Unanswered()}}},
       With(CallerKey::kPair, k25)},
      {"TwoNumbersIdentifyForAsLongAsTheCallIsKnown",
       {{0, kNone},
        {10, first(Caller), {Started()}},
        {20, kNone},
        {30, kNone},
        {38, ring(Caller, "c2", "102")},
        {48, kNone},
        {58, kNone},
        {68, kNone, {Unanswered()}}},
       With(CallerKey::kPair, k25)},
      {"TheNumberAloneAsConfiguredIsACompleteKey",
       {{0, kNone},
        {10, first(OneNumber), {Started()}},
        {20, kNone},
        {30, kNone},
        {38, ring(OneNumber, "c2", "102")},
        {48, kNone},
        {58, kNone},
        {68, kNone, {Unanswered()}}},
       With(CallerKey::kCidNum, k25)},
      {"NoNumberIdentifiesWhereCallIdsAloneDo",
       {{0, kNone},
        {10, first(Caller), {Started()}},
        {20, ring(Caller, "c2", "102"), {Started()}},
        {30, kNone},
        {40, kNone, {Unanswered()}},
        {50, kNone, {Unanswered()}}},
       With(CallerKey::kCallId, std::chrono::seconds(30))},
      {"AnEarlierCallIdIsStillThatOfTheCall",
       {{0, kNone},
        {10, first(Caller), {Started()}},
        {20, ring(Caller, "c2", "102")},
        {30, DocumentOf({Ringing({"c1"})})},
        {40, kNone},
        {50, kNone},
        {60, kNone, {Unanswered()}}}},
  };
}

std::vector<FollowingCase> AnswerIdentityCases() {
  const auto answered_anew = [](const auto& leg) {
    return std::vector<FollowingPoll>{
        {0, kNone},
        {10, DocumentOf({Ringing(leg("c1", "101", TimeAt(6)))}), {Started()}},
        {20, DocumentOf({Oncall(leg("c2", "101", ""))}), {Answered(), Wait(9)}},
        {30, DocumentOf({Oncall(leg("c2", "101", ""))})},
        {40, kNone},
        {50, kNone},
        {60, kNone, {Ended(), Duration(29)}}};
  };
  return {
      {"AnsweredUnderANewCallIdByTwoNumbers", answered_anew(Caller)},
      {"AnsweredUnderANewCallIdByOneNumber", answered_anew(OneNumber)},
      {"OnceAnsweredNumbersIdentifyNoMore",
       {{0, kNone},
        {10,
         DocumentOf({Oncall(Caller("c1", "101", TimeAt(6)))}),
         {Started(), Answered(), Wait(2)}},
        {20,
         DocumentOf({Ringing(Caller("c2", "101", TimeAt(16)))}),
         {Started()}},
        {30, DocumentOf({Ringing(Caller("c2", "101"))})},
        {40,
         DocumentOf({Ringing(Caller("c2", "101"))}),
         {Ended(), Duration(9)}},
        {50, kNone},
        {60, kNone},
        {70, kNone, {Unanswered()}}}},
      {"TwoAnsweredPhonesAreNotOneCallByTheirNumbers",
       {{0, kNone},
        {10,
         DocumentOf({Oncall(Caller("c1", "101", TimeAt(6))),
                     Oncall(Caller("c2", "102", TimeAt(6)))}),
         {Times(2, Started()), Times(2, Answered()), Times(2, Wait(2))}}}},
      {"NumbersOfAnotherTenantIdentifyNobody",
       {{0, kNone},
        {10,
         DocumentOf({Ringing(Caller("c1", "101", TimeAt(6)))}),
         {Started()}},
        {20,
         DocumentOf({Ringing({.call_id = "c2",
                              .cid_num = "0900000001",
                              .b_cid_num = "19001000",
                              .tenant = "t2"})}),
         {Started("inbound", "t2")}}}},
      {"AnOutboundLegWithTheNumbersIsAnotherCall",
       {{0, kNone},
        {10,
         DocumentOf({Ringing(Caller("c1", "101", TimeAt(6)))}),
         {Started()}},
        {20,
         DocumentOf({Ringing(Caller("c1", "101")),
                     Ringing({.call_id = "c2",
                              .extension = "102",
                              .cid_num = "0900000001",
                              .b_cid_num = "19001000",
                              .direction = "outbound"})}),
         {Started("outbound")}}}},
  };
}

std::vector<FollowingCase> NoCallIdCases() {
  const CallLeg local{
      .call_id = "", .call_time = TimeAt(6), .direction = "local"};
  const CallLeg nothing{.call_id = "", .direction = "local"};
  const auto caller = [](const char* extension, const std::string& call_time) {
    return Caller("", extension, call_time);
  };
  return {
      {"ALegWithoutCallIdIsKnownByItsPhoneAndCallTime",
       {{0, kNone},
        {10, DocumentOf({Ringing(local)}), {Started("local")}},
        {20, DocumentOf({Oncall(local)}), {Answered("local")}},
        {30, kNone},
        {40, kNone},
        {50, kNone, {Ended("local"), Duration(19, "local")}}}},
      {"AnotherCallTimeIsAnotherCall",
       {{0, kNone},
        {10, DocumentOf({Ringing(local)}), {Started("local")}},
        {20,
         DocumentOf({Ringing(
             {.call_id = "", .call_time = TimeAt(16), .direction = "local"})}),
         {Started("local")}}}},
      {"ALegWithoutCallIdAndCallTimeIsNotFollowed",
       {{0, kNone},
        {10, DocumentOf({Ringing(nothing)}), {}, {{"pitel_tracked_calls", 0}}},
        {20, DocumentOf({Oncall(nothing)}), {}, {{"pitel_tracked_calls", 0}}},
        {30, kNone}}},
      {"ACallerWithoutCallIdIsKnownByHisNumbers",
       {{0, kNone},
        {10, DocumentOf({Ringing(caller("101", TimeAt(6)))}), {Started()}},
        {20, DocumentOf({Ringing(caller("102", TimeAt(16)))})},
        {30, DocumentOf({Ringing(caller("103", ""))})},
        {40,
         DocumentOf({Oncall(caller("103", TimeAt(26)))}),
         {Answered(), Wait(29)}},
        {50, DocumentOf({Oncall(caller("103", TimeAt(26)))})},
        {60, kNone},
        {70, kNone},
        {80, kNone, {Ended(), Duration(49)}}}},
      {"RowsOfOnePhoneWithoutACallIdAreOneCall",
       {{0, kNone},
        {10, DocumentOf({Ringing(OneNumber("a", "101"))}), {Started()}},
        {20,
         DocumentOf({Oncall(OneNumber("", "102", TimeAt(18))),
                     Ringing(OneNumber("", "102", TimeAt(18)))}),
         {Answered(), Wait(10)},
         {{"pitel_tracked_calls", 1}}},
        {30, kNone},
        {40, kNone},
        {50, kNone, {Ended(), Duration(20)}}}},
  };
}

}  // namespace

std::vector<FollowingCase> IdentityCases() {
  std::vector<FollowingCase> all;
  for (const auto& part : {ReofferCases(), WithheldCases(), LeftBehindCases(),
                           AnswerIdentityCases(), NoCallIdCases()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace pitel::differential
