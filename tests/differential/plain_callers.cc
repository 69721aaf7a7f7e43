#include "plain_callers.h"

#include <algorithm>

#include "plain_text.h"

namespace pitel::plain {
namespace {

bool ShareCallId(const Row& a, const Row& b) {
  return !a.call_id.empty() && a.call_id == b.call_id;
}

// "exactly one is present, the keys are equal, and both call_times are usable
// and at most 5 s apart"
bool ShareOneNumber(const CountedRow& a, const CountedRow& b, CallerKey kind) {
  const NumberKey key_a = KeyOf(a.row, kind);
  const NumberKey key_b = KeyOf(b.row, kind);
  if (!key_a.one_number() || !key_b.one_number() || key_a.text != key_b.text ||
      !a.time_usable || !b.time_usable) {
    return false;
  }
  return std::chrono::abs(*a.row.call_time - *b.row.call_time) <=
         std::chrono::seconds(5);
}

CountedRows InboundNotStale(const CountedRows& rows, State state) {
  CountedRows chosen;
  std::ranges::copy_if(rows, std::back_inserter(chosen), [&](const auto& leg) {
    return leg.row.state == state && leg.row.direction == kInbound &&
           !leg.stale;
  });
  return chosen;
}

// "exactly one number left, which is the extension number (digits equal) of
// another row of the tenant"
bool IsColleagues(const Row& row, const CountedRows& rows) {
  return !row.one_number.empty() &&
         std::ranges::any_of(rows, [&](const auto& other) {
           return other.row.number != row.number &&
                  other.row.tenant == row.tenant &&
                  DigitsOnly(other.row.extension_number) == row.one_number;
         });
}

}  // namespace

NumberKey KeyOf(const Row& row, CallerKey kind) {
  const int cid = row.cid_num.empty() ? 0 : 1;
  const int b_cid = row.b_cid_num.empty() ? 0 : 1;
  switch (kind) {
    case CallerKey::kPair:
      return {row.cid_num + " " + row.b_cid_num, cid + b_cid, 2};
    case CallerKey::kCidNum:
      return {row.cid_num, cid, 1};
    case CallerKey::kBCidNum:
      return {row.b_cid_num, b_cid, 1};
    case CallerKey::kCallId:
      break;
  }
  return {"", 0, 0};
}

bool ShareCompleteKey(const Row& a, const Row& b, CallerKey kind) {
  const NumberKey key_a = KeyOf(a, kind);
  const NumberKey key_b = KeyOf(b, kind);
  return a.tenant == b.tenant && key_a.complete() && key_b.complete() &&
         key_a.text == key_b.text;
}

bool BelongTogether(const CountedRow& a, const CountedRow& b, CallerKey kind) {
  return a.row.tenant == b.row.tenant &&
         (ShareCallId(a.row, b.row) || ShareCompleteKey(a.row, b.row, kind) ||
          ShareOneNumber(a, b, kind));
}

std::vector<CountedRows> Grouped(
    const CountedRows& rows,
    const std::function<bool(const CountedRow&, const CountedRow&)>& together) {
  std::vector<CountedRows> groups;
  for (const auto& row : rows) {
    CountedRows joined = {row};
    std::erase_if(groups, [&](const CountedRows& group) {
      const bool joins = std::ranges::any_of(
          group, [&](const auto& other) { return together(row, other); });
      if (joins) joined.insert(joined.end(), group.begin(), group.end());
      return joins;
    });
    groups.push_back(joined);
  }
  return groups;
}

std::vector<CountedRows> Callers(const CountedRows& rows, CallerKey key) {
  auto ringing = InboundNotStale(rows, kRinging);
  std::erase_if(ringing,
                [&](const auto& leg) { return IsColleagues(leg.row, rows); });
  auto callers = Grouped(
      ringing, [&](auto& a, auto& b) { return BelongTogether(a, b, key); });
  const auto serving = InboundNotStale(rows, kOncall);
  std::erase_if(callers, [&](const CountedRows& caller) {
    for (const auto& leg : caller) {
      for (const auto& served : serving) {
        if (leg.row.tenant == served.row.tenant &&
            (ShareCallId(leg.row, served.row) ||
             ShareCompleteKey(leg.row, served.row, key))) {
          return true;
        }
      }
    }
    return false;
  });
  return callers;
}

}  // namespace pitel::plain
