#include "queues/queue_response.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "endpoint/missing_id.h"
#include "json/rows.h"
#include "queues/queue_names.h"

namespace pitel {
namespace {

// The fields of a row that are read. All others are skipped, above all those of
// agents and telephones.
enum FieldName {
  kAbandonedTime,
  kBridgedTime,
  kCallUuid,
  kJoinedTime,
  kQueueName,
  kQueueUuid,
  kRejoinedTime,
  kStatus,
  kFieldNames,
};

constexpr std::string_view kKeys[kFieldNames] = {"abandoned_time",
                                                 "bridged_time",
                                                 "call_uuid",
                                                 "joined_time",
                                                 "call_center_queue_name",
                                                 "call_center_queue_uuid",
                                                 "rejoined_time",
                                                 "status"};

// The rows of one caller are neighbours, the one that counts first.
bool Precedes(const QueueRow& a, const QueueRow& b) {
  return std::tuple(a.caller, LastJoined(b), a.state, LastInstant(b)) <
         std::tuple(b.caller, LastJoined(a), b.state, LastInstant(a));
}

class ResponseReader final : public RowHandler {
 public:
  ResponseReader(const QueueRules& rules, const KeyedHash& hash)
      : rules_(rules), hash_(hash), names_(rules.naming, hash) {}

  void ForgetRows() override {
    rows_.clear();
    names_.Clear();
    nameless_.clear();
  }

  std::size_t FieldOf(std::string_view key) override {
    const auto* const found = std::ranges::find(kKeys, key);
    return found != std::end(kKeys) ? found - std::begin(kKeys) : kNoField;
  }

  bool TakeRow(RowTexts texts) override {
    for (std::size_t i = 0; i < kFieldNames; ++i) fields_[i] = texts[i];
    for (const auto name : {kCallUuid, kQueueUuid}) {
      if (MeansNoId(fields_[name])) fields_[name].clear();
      fields_[name] = ToLower(fields_[name]);
    }
    QueueRow row;
    row.queue = names_.IndexOf(fields_[kQueueUuid], fields_[kQueueName]);
    row.joined = InstantOf(kJoinedTime);
    row.rejoined = InstantOf(kRejoinedTime);
    row.bridged = InstantOf(kBridgedTime);
    row.abandoned = InstantOf(kAbandonedTime);
    row.state = StateOf(fields_[kStatus], row);
    row.caller = Caller(row);
    rows_.push_back(row);
    return rows_.size() <= kMostQueueRows;
  }

  QueueResponse Finish() {
    std::sort(rows_.begin(), rows_.end(), Precedes);
    const auto same = [](const QueueRow& a, const QueueRow& b) {
      return a.caller != 0 && a.caller == b.caller;
    };
    rows_.erase(std::unique(rows_.begin(), rows_.end(), same), rows_.end());
    return {std::move(rows_), names_.Take()};
  }

 private:
  WallTime InstantOf(FieldName name) const {
    return ParseInstant(fields_[name], rules_.timezone);
  }

  // A queue is identified by its UUID or, without one, by its name.
  std::uint64_t Caller(const QueueRow& row) {
    const std::uint64_t queue =
        fields_[kQueueUuid].empty()
            ? hash_.Join({hash_(fields_[kQueueName]), 1})
            : hash_(fields_[kQueueUuid]);
    if (const auto call = hash_(fields_[kCallUuid]); call != 0) {
      return hash_.Join({queue, call});
    }
    if (row.joined == kNoInstant) return 0;
    const auto joined =
        static_cast<std::uint64_t>(row.joined.time_since_epoch().count());
    const std::uint64_t place = nameless_[hash_.Join({queue, joined, 0})]++;
    return hash_.Join({queue, joined, 0, place});
  }

  const QueueRules& rules_;
  const KeyedHash& hash_;
  QueueNames names_;
  std::vector<QueueRow> rows_;
  // Rows without a call_uuid, by queue and joined_time.
  std::unordered_map<std::uint64_t, std::uint64_t> nameless_;
  std::array<std::string, kFieldNames> fields_;  // of the row being read
};

}  // namespace

Result<QueueResponse, JsonError> ReadQueueResponse(ByteSource& body,
                                                   const QueueRules& rules,
                                                   const KeyedHash& hash) {
  ResponseReader reader(rules, hash);
  const auto summary = ReadRows(body, reader, Listing::kWithoutTotal);
  if (!summary) return summary.error();
  return reader.Finish();
}

}  // namespace pitel
