#include "following_cases.h"

namespace pitel::differential {
namespace {

using std::chrono::seconds;

const std::string kNone = DocumentOf({});
const std::string kIdle = DocumentOf({{}});
const CallLeg kLeg{"c", TimeAt(6)};
const std::string kRings = DocumentOf({Ringing(kLeg)});
const std::string kTalks = DocumentOf({Oncall(kLeg)});

// Every series that the events can add to, at 0; or as `but` says.
SeriesValues ZeroBut(const SeriesValues& but = {},
                     std::string_view tenant = "t") {
  SeriesValues values = but;
  for (const char* direction : {"inbound", "outbound", "local"}) {
    for (const auto& event :
         {Started(direction, tenant), Answered(direction, tenant),
          Unanswered(direction, tenant), Ended(direction, tenant),
          LostRinging(direction, tenant), LostOncall(direction, tenant),
          Duration(1, direction)}) {
      for (const auto& [series, one] : event) values.emplace(series, 0);
    }
  }
  for (const auto& [series, one] : Wait(1, tenant)) values.emplace(series, 0);
  return values;
}

std::vector<std::string> Names(const std::vector<CallEvent>& events) {
  std::vector<std::string> names;
  for (const CallEvent& event : events) {
    for (const auto& [series, one] : event) names.push_back(series);
  }
  return names;
}

CallRules WithTtl(seconds series_ttl, std::size_t tenants = 1000) {
  CallRules rules;
  rules.series_ttl = series_ttl;
  rules.limits.tenants = tenants;
  return rules;
}

std::vector<FollowingCase> ExistenceCases() {
  const CallLeg odd{.call_time = TimeAt(6), .direction = "odd"};
  return {
      {"CountersOfAKnownTenantAreZeroBeforeTheFirstEvent",
       {{0,
         kIdle,
         {},
         ZeroBut(),
         Names({Started("unknown"), Duration(1, "unknown")})},
        {10, kNone, {}, ZeroBut()},
        {20, kRings, {Started()}, ZeroBut(Started())}}},
      {"ATenantFirstSeenByAStartedCallAppearsWithItCounted",
       {{0, kNone, {}, {}, Names({Started()})},
        {10, kRings, {Started()}, ZeroBut(Started())}}},
      {"AnUnknownDirectionIsThereOnceItOccurred",
       {{0, kNone},
        {10, DocumentOf({Ringing(odd)}), {Started("unknown")}, ZeroBut()},
        {20,
         DocumentOf({Oncall(odd)}),
         {Answered("unknown")},
         {},
         Names({Duration(1, "unknown")})},
        {30, kNone},
        {40, kNone},
        {50, kNone, {Ended("unknown"), Duration(19, "unknown")}}}},
      {"CountersGoWithTheirTenant",
       {{0, kIdle},
        {10, kRings, {Started()}},
        {20, kNone},
        {30, kNone},
        {40, kNone, {Unanswered()}},
        {50, kNone, {}, {{Started().begin()->first, 1}}},
        {60,
         kNone,
         {Times(-1, Started()), Times(-1, Unanswered())},
         {},
         Names({Started(), Unanswered(), Wait(1)})},
        {70, kIdle, {}, ZeroBut()}},
       WithTtl(seconds(45))},
      {"CountersStayWhileACallOfTheirTenantIsFollowed",
       {{0, kIdle},
        {10, kRings, {Started()}},
        {20, kNone},
        {30, kNone, {}, {{Started().begin()->first, 1}}},
        {40, kTalks, {Answered(), Wait(19)}}},
       WithTtl(seconds(15))},
  };
}

std::vector<FollowingCase> FoldedCases() {
  const CallLeg folded{
      .call_time = TimeAt(6), .extension = "102", .tenant = "t2"};
  const CaseRow rings = Ringing(folded);
  const CaseRow talks = Oncall(folded);
  return {
      {"CallsBeyondTheLimitAreCountedAsOfOther",
       {{0, kIdle},
        {10,
         DocumentOf({rings, Ringing(kLeg)}),
         {Started(), Started("inbound", "_other")},
         {},
         Names({Started("inbound", "t2")})},
        {20,
         DocumentOf({talks, Ringing(kLeg)}),
         {Answered("inbound", "_other"), Wait(9, "_other")}}},
       WithTtl(seconds(3600), 1)},
      {"AFollowedCallKeepsTheLabelItStartedWith",
       {{0, kIdle},
        {10, DocumentOf({rings}), {Started("inbound", "_other")}},
        {20, DocumentOf({rings})},
        {30, DocumentOf({rings}), {}, ZeroBut({}, "t2"), Names({Started()})},
        {40,
         DocumentOf({talks}),
         {Answered("inbound", "_other"), Wait(29, "_other")},
         ZeroBut({}, "t2")}},
       WithTtl(seconds(25), 1)},
  };
}

std::vector<FollowingCase> TrackedCases() {
  const auto ringing = [](std::initializer_list<const char*> ids) {
    std::vector<CaseRow> rows;
    for (const char* id : ids) {
      rows.push_back(
          Ringing({.call_id = id, .extension = std::string("1") + id}));
    }
    return rows;
  };
  const auto response = [&](std::initializer_list<const char*> ids) {
    return DocumentOf(ringing(ids));
  };
  const auto incomplete = [&](std::initializer_list<const char*> ids) {
    return Incomplete(ringing(ids));
  };
  const auto tracked = [](double calls) -> SeriesValues {
    return {{"pitel_tracked_calls", calls}};
  };
  CallRules two;
  two.tracked_calls = 2;
  return {
      {"TrackedCallsAreThoseKnown",
       {{0, kIdle, {}, tracked(0)},
        {10, response({"a", "b"}), {Times(2, Started())}, tracked(2)},
        {20, response({"b", "d"}), {Started()}, tracked(3)},
        {30, response({"b", "d"}), {}, tracked(3)},
        {40, response({"b", "d"}), {Unanswered()}, tracked(2)}}},
      {"MoreCallsThanMayBeTracked",
       {{0, kNone},
        {10, response({"a", "b", "d"}), {}, tracked(3)},
        {20, response({"a", "b"}), {}, tracked(2)},
        {30, response({"a", "b", "e"}), {}, tracked(3)},
        {40, kNone, {}, tracked(0)},
        {50, response({"a"}), {Started()}, tracked(1)},
        {60, response({"a", "b", "e"}), {}, tracked(3)},
        {70, response({"b", "f"}), {Started(), Unanswered()}, tracked(2)}},
       two},
      {"WhoIsGoneMakesRoomBeforeOthersAreForgotten",
       {{0, kNone},
        {10, response({"a"}), {Started()}, tracked(1)},
        {20, response({"b"}), {Started()}, tracked(2)},
        {30, kNone, {}, tracked(2)},
        {40, response({"d"}), {Started(), Unanswered()}, tracked(2)},
        {50, kNone, {Unanswered()}, tracked(1)}},
       two},
      {"AnIncompleteResponseBringsNoMoreCallsThanMayBeTracked",
       {{0, kNone},
        {10, response({"a", "b"}), {Times(2, Started())}, tracked(2)},
        {20, incomplete({"d"}), {}, tracked(2)},
        {30, incomplete({"a", "e"}), {}, tracked(2)},
        {38, response({"a", "b"}), {}, tracked(2)}},
       two},
  };
}

std::vector<FollowingCase> OldestCases() {
  const auto offered = [](const char* id, const char* extension,
                          const std::string& call_time) {
    return DocumentOf({Ringing({.call_id = id,
                                .call_time = call_time,
                                .extension = extension,
                                .cid_num = "0900000001",
                                .b_cid_num = "19001000"})});
  };
  const auto oldest = [](double age) -> SeriesValues {
    return {{RingingCallers(), 1}, {OldestSeconds(), age}};
  };
  return {
      {"YoungLegsMakeNoYoungCaller",
       {{0, kIdle, {}, {{OldestSeconds(), 0}}},
        {10, offered("c1", "101", TimeAt(6)), {Started()}, oldest(4)},
        {20, offered("c2", "102", TimeAt(18)), {}, oldest(14)},
        {30, offered("c3", "103", ""), {}, oldest(24)},
        {40, kNone, {}, {{OldestSeconds(), 0}}},
        {50, offered("c1", "101", TimeAt(46)), {}, oldest(44)}}},
      {"ALostCallHasNoStartAnyMore",
       {{0, kNone},
        {10, offered("c1", "101", TimeAt(6)), {Started()}, oldest(4)},
        {60, kNone, {LostRinging()}},
        {70, offered("c2", "102", TimeAt(68)), {}, oldest(2)}}},
      {"ACallThatWasNotStartedHasTheAgeOfItsLegs",
       {{0, offered("c1", "101", TimeAt(-20)), {}, oldest(20)},
        {10, offered("c2", "102", TimeAt(8)), {}, oldest(2)}}},
      {"AnOlderLegBeatsTheStart",
       {{0, kNone},
        {12, offered("c1", "101", ""), {Started()}, oldest(12)},
        {22, offered("c1", "101", ""), {}, oldest(22)}}},
  };
}

}  // namespace

std::vector<FollowingCase> SeriesCases() {
  std::vector<FollowingCase> all;
  for (const auto& part :
       {ExistenceCases(), FoldedCases(), TrackedCases(), OldestCases()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

}  // namespace pitel::differential
