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

// Five phones ring for one caller, with a call_id per phone or one for all.
std::vector<CaseRow> RingGroup(bool one_call_id) {
  std::vector<CaseRow> rows;
  for (const char* phone : {"101", "102", "103", "104", "105"}) {
    rows.push_back(Ringing(Caller(one_call_id ? "c" : std::string("c") + phone,
                                  phone, TimeAt(6))));
  }
  return rows;
}

std::vector<FollowingCase> RingGroupCases() {
  const auto answered_by_third = [](bool one_call_id) {
    std::vector<CaseRow> rows = RingGroup(one_call_id);
    rows[2].call_state = "ONCALL";
    return DocumentOf({rows[2]});
  };
  const auto one_answers = [&](bool one_call_id) {
    return std::vector<FollowingPoll>{
        {0, kNone},
        {10, DocumentOf(RingGroup(one_call_id)), {Started()}},
        {20, answered_by_third(one_call_id), {Answered(), Wait(9)}},
        {30, answered_by_third(one_call_id)},
        {40, kNone},
        {50, kNone},
        {60, kNone, {Ended(), Duration(29)}}};
  };
  std::vector<CaseRow> stragglers = RingGroup(false);
  stragglers[2].call_state = "ONCALL";
  std::vector<CaseRow> nobody;
  for (CaseRow row : RingGroup(false)) {
    row.cid_num = row.b_cid_num = "";
    nobody.push_back(row);
  }
  CaseRow third = nobody[2];
  third.call_state = "ONCALL";
  return {
      {"OfFivePhonesOfOneCallIdOneAnswersAndFourVanish", one_answers(true)},
      {"OfFivePhonesOfFiveCallIdsOneAnswersAndFourVanish", one_answers(false)},
      {"OfFivePhonesOneAnswersAndFourRingOn",
       {{0, kNone},
        {10, DocumentOf(RingGroup(false)), {Started()}},
        {20, DocumentOf(stragglers), {Answered(), Wait(9)}},
        {30, answered_by_third(false)},
        {40, kNone},
        {50, kNone},
        {60, kNone, {Ended(), Duration(29)}}}},
      {"OfFivePhonesOneHasAnsweredBeforeTheFirstPoll",
       {{0, kNone},
        {10, DocumentOf(stragglers), {Started(), Answered(), Wait(2)}},
        {20, DocumentOf(stragglers)},
        {30, kNone},
        {40, kNone},
        {50, kNone, {Ended(), Duration(19)}}}},
      {"AnonymousCallersWithACallIdPerPhoneCountPerPhone",
       {{0, kNone},
        {10, DocumentOf(nobody), {Times(5, Started())}},
        {20, DocumentOf({third}), {Answered(), Wait(9)}},
        {30, kNone},
        {40, kNone, {Times(4, Unanswered())}},
        {50, kNone, {Ended(), Duration(19)}}}},
      {"KnownCallsNeverMerge",
       {{0, kNone},
        {10,
         DocumentOf({Ringing({.call_id = "a", .extension = "101"}),
                     Ringing({.call_id = "b", .extension = "102"})}),
         {Times(2, Started())}},
        {20, DocumentOf(
                 {Ringing(Caller("a", "101")), Ringing(Caller("b", "102"))})},
        {30, DocumentOf({Ringing(Caller("a", "101"))})},
        {40, kNone},
        {50, kNone, {Unanswered()}},
        {60, kNone, {Unanswered()}}}},
  };
}

std::vector<FollowingCase> TransferCases() {
  const auto transferred = [](const std::string& second_id) {
    const CaseRow talks = Oncall(Caller("c1", "101", TimeAt(6)));
    const CaseRow rings = Ringing(Caller(second_id, "102", TimeAt(26)));
    const CaseRow takes_over = Oncall(Caller(second_id, "102", TimeAt(26)));
    return std::vector<FollowingPoll>{
        {0, kNone},
        {10, DocumentOf({talks}), {Started(), Answered(), Wait(2)}},
        {20, DocumentOf({talks})},
        {30, DocumentOf({talks, rings})},
        {40, DocumentOf({talks, takes_over})},
        {50, DocumentOf({takes_over})},
        {60, DocumentOf({takes_over})},
        {70, DocumentOf({takes_over})},
        {80, DocumentOf({takes_over})},
        {90, kNone},
        {100, kNone},
        {110, kNone, {Ended(), Duration(79)}}};
  };
  const CaseRow customer = Oncall({"c", TimeAt(6)});
  const CaseRow supervisor = Oncall({.extension = "109", .direction = "local"});
  return {
      {"AttendedTransferUnderTheSameCallId", transferred("c1")},
      {"AttendedTransferUnderANewCallId", transferred("c2")},
      {"ASupervisorsLegIsPartOfTheCall",
       {{0, kNone},
        {10, DocumentOf({customer}), {Started(), Answered(), Wait(2)}},
        {20, DocumentOf({customer, supervisor})},
        {30, DocumentOf({supervisor})},
        {40, kNone},
        {50, kNone},
        {60, kNone, {Ended(), Duration(29)}}}},
      {"AServerChangeIsNoOtherCall",
       {{0, kNone},
        {10, DocumentOf({Ringing({"c", TimeAt(6)})}), {Started()}},
        {20,
         DocumentOf({Oncall({.call_time = TimeAt(6), .server = "s2"})}),
         {Answered(), Wait(9)}},
        {30, kNone},
        {40, kNone},
        {50, kNone, {Ended(), Duration(19)}}}},
      {"ACallThatMovesToAnotherTenantStaysWithTheFirst",
       {{0, kNone},
        {10, DocumentOf({Ringing({"c", TimeAt(6)})}), {Started()}},
        {20,
         DocumentOf({Oncall({.call_time = TimeAt(6), .tenant = "t2"})}),
         {Answered(), Wait(9)}},
        {30, kNone},
        {40, kNone},
        {50, kNone, {Ended(), Duration(19)}}}},
      {"OfTwoCallsOfOneCallIdTheOlderMoves",
       {{0, kNone},
        {10, DocumentOf({Ringing({"c", TimeAt(6)})}), {Started()}},
        {20,
         DocumentOf({Ringing({"c", TimeAt(6)}), Ringing({.tenant = "t2"})}),
         {Started("inbound", "t2")}},
        {30, DocumentOf({Oncall({.tenant = "t3"})}), {Answered(), Wait(19)}},
        {40, kNone},
        {50, kNone, {Unanswered("inbound", "t2")}},
        {60, kNone, {Ended(), Duration(29)}}}},
      {"OneCallIdInTwoTenantsAtOnceIsTwoCalls",
       {{0, kNone},
        {10,
         DocumentOf({Ringing({"c", TimeAt(6)}),
                     Ringing({.call_time = TimeAt(6), .tenant = "t2"})}),
         {Started(), Started("inbound", "t2")}},
        {20, DocumentOf({Ringing({"c", TimeAt(6)})})},
        {30, kNone},
        {40, kNone, {Unanswered("inbound", "t2")}},
        {50, kNone, {Unanswered()}}}},
  };
}

}  // namespace

std::vector<FollowingCase> GroupCases() {
  std::vector<FollowingCase> all;
  for (const auto& part : {RingGroupCases(), TransferCases()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace pitel::differential
