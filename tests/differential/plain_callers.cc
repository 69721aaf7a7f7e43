#include "plain_callers.h"

#include <algorithm>

namespace pitel::plain {
namespace {

struct Key {
  std::string text;
  int numbers;  // present
  int needed;   // to be complete

  bool complete() const { return numbers == needed && needed > 0; }
};

Key KeyOf(const Row& row, CallerKey kind) {
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

bool ShareCallId(const Row& a, const Row& b) {
  return !a.call_id.empty() && a.call_id == b.call_id;
}

bool ShareCompleteKey(const Row& a, const Row& b, CallerKey kind) {
  const Key key_a = KeyOf(a, kind);
  const Key key_b = KeyOf(b, kind);
  return key_a.complete() && key_b.complete() && key_a.text == key_b.text;
}

// "exactly one is present, the keys are equal, and both call_times are usable
// and at most 5 s apart"
bool ShareOneNumber(const CountedRow& a, const CountedRow& b, CallerKey kind) {
  const Key key_a = KeyOf(a.row, kind);
  const Key key_b = KeyOf(b.row, kind);
  if (kind != CallerKey::kPair || key_a.numbers != 1 || key_b.numbers != 1 ||
      key_a.text != key_b.text || !a.time_usable || !b.time_usable) {
    return false;
  }
  return std::chrono::abs(*a.row.call_time - *b.row.call_time) <=
         std::chrono::seconds(5);
}

bool BelongTogether(const CountedRow& a, const CountedRow& b, CallerKey kind) {
  return a.row.tenant == b.row.tenant &&
         (ShareCallId(a.row, b.row) || ShareCompleteKey(a.row, b.row, kind) ||
          ShareOneNumber(a, b, kind));
}

// Groups the legs such that any two that belong together are in one group.
std::vector<CountedRows> Grouped(const CountedRows& legs, CallerKey kind) {
  std::vector<CountedRows> groups;
  for (const auto& leg : legs) {
    CountedRows joined = {leg};
    std::erase_if(groups, [&](const CountedRows& group) {
      const bool joins = std::ranges::any_of(group, [&](const auto& other) {
        return BelongTogether(leg, other, kind);
      });
      if (joins) joined.insert(joined.end(), group.begin(), group.end());
      return joins;
    });
    groups.push_back(joined);
  }
  return groups;
}

CountedRows InboundNotStale(const CountedRows& rows, State state) {
  CountedRows chosen;
  std::ranges::copy_if(rows, std::back_inserter(chosen), [&](const auto& leg) {
    return leg.row.state == state && leg.row.direction == kInbound &&
           !leg.stale;
  });
  return chosen;
}

}  // namespace

std::vector<CountedRows> Callers(const CountedRows& rows, CallerKey key) {
  auto callers = Grouped(InboundNotStale(rows, kRinging), key);
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
