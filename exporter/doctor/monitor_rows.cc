#include "doctor/monitor_rows.h"

#include <optional>
#include <utility>
#include <vector>

#include "base/text.h"
#include "calls/monitor_response.h"
#include "endpoint/missing_id.h"

namespace pitel {
namespace {

constexpr std::string_view kKeys[kMonitorFields] = {
    "agent_name", "b_cid_num",      "call_id",    "call_state",  "call_time",
    "cid_num",    "destination",    "direction",  "domain_name", "domain_uuid",
    "extension",  "extension_uuid", "first_name", "last_name",   "middle_name",
    "network_ip", "server_host",    "user_agent", "user_uuid",   "username"};

constexpr MonitorField kIds[] = {
    MonitorField::kCallId, MonitorField::kDomainUuid,
    MonitorField::kExtensionUuid, MonitorField::kUserUuid};

class MonitorRowReader final : public RowHandler {
 public:
  explicit MonitorRowReader(std::vector<MonitorRowSink*> sinks)
      : sinks_(std::move(sinks)) {}

  void ForgetRows() override {
    rows_ = 0;
    for (MonitorRowSink* sink : sinks_) sink->ForgetRows();
  }

  std::size_t FieldOf(std::string_view key) override {
    const auto* const found = std::ranges::find(kKeys, key);
    if (found != std::end(kKeys)) return found - std::begin(kKeys);
    row_.has_unknown_fields = true;
    return kNoField;
  }

  bool TakeRow(RowTexts texts) override {
    for (std::size_t i = 0; i < kMonitorFields; ++i) row_.texts[i] = texts[i];
    for (const MonitorField field : kIds) {
      std::string& id = row_.texts[static_cast<std::size_t>(field)];
      if (MeansNoId(id)) id.clear();
    }
    for (MonitorRowSink* sink : sinks_) sink->Take(row_);
    row_.has_unknown_fields = false;
    return ++rows_ <= kMaxRows;
  }

 private:
  const std::vector<MonitorRowSink*> sinks_;
  MonitorRow row_;
  std::size_t rows_ = 0;
};

}  // namespace

std::string_view ToString(MonitorField field) {
  return kKeys[static_cast<std::size_t>(field)];
}

Result<RowsSummary, JsonError> ReadMonitorRows(
    ByteSource& body, std::initializer_list<MonitorRowSink*> sinks) {
  MonitorRowReader reader(sinks);
  return ReadRows(body, reader);
}

}  // namespace pitel
