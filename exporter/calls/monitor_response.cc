#include "calls/monitor_response.h"

#include <algorithm>
#include <new>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "calls/colleague_calls.h"
#include "calls/device.h"
#include "calls/phone_number.h"
#include "endpoint/missing_id.h"

namespace pitel {
namespace {

// The fields of a row that are read. All others are skipped.
enum FieldName {
  kBCidNum,
  kCallId,
  kCallState,
  kCallTime,
  kCidNum,
  kDirection,
  kDomainName,
  kDomainUuid,
  kExtension,
  kExtensionUuid,
  kServerHost,
  kUserAgent,
  kFieldNames,
};

// RowHandler::kNoField for a key that is not read. A comparison with a text of
// the same length takes two instructions or four.
std::size_t FieldNamed(std::string_view key) {
  switch (key.size()) {
    case 7:
      if (key == "call_id") return kCallId;
      if (key == "cid_num") return kCidNum;
      break;
    case 9:
      if (key == "b_cid_num") return kBCidNum;
      if (key == "call_time") return kCallTime;
      if (key == "direction") return kDirection;
      if (key == "extension") return kExtension;
      break;
    case 10:
      if (key == "call_state") return kCallState;
      if (key == "user_agent") return kUserAgent;
      break;
    case 11:
      if (key == "domain_name") return kDomainName;
      if (key == "domain_uuid") return kDomainUuid;
      if (key == "server_host") return kServerHost;
      break;
    case 14:
      if (key == "extension_uuid") return kExtensionUuid;
      break;
  }
  return RowHandler::kNoField;
}

// Host names are case-insensitive, and a final dot only marks them as absolute.
std::string NormalizeDomain(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  return ToLower(name);
}

// Numbers the label values of a response in the order in which they first
// occur. Neighbouring rows often share a name, which then costs a comparison;
// any other name that was seen before costs one hash.
class Names {
 public:
  static constexpr std::uint32_t kLeftOut = ~std::uint32_t{0};

  explicit Names(const KeyedHash& hash) : hash_(hash) {}

  // Calls `let_in` once for each distinct name; kLeftOut if it returns false.
  template <typename LetIn>
  std::uint32_t IndexOf(std::string_view raw, const LetIn& let_in) {
    if (!has_last_ || raw != last_raw_) {
      last_index_ = Find(raw, let_in);
      last_raw_ = raw;
      has_last_ = true;
    }
    return last_index_;
  }

  void Clear() {
    indexes_.clear();
    names_.clear();
    hashes_.clear();
    has_last_ = false;
  }

  std::uint64_t HashOf(std::uint32_t index) const { return hashes_[index]; }
  std::vector<std::string> Take() { return std::move(names_); }

 private:
  template <typename LetIn>
  std::uint32_t Find(std::string_view raw, const LetIn& let_in) {
    const auto [known, is_new] = indexes_.try_emplace(hash_(raw), kLeftOut);
    if (!is_new) return known->second;
    std::string safe = SafeLabelValue(raw);
    if (safe != raw) {
      const std::uint32_t index = Find(safe, let_in);
      indexes_[hash_(raw)] = index;
      return index;
    }
    if (let_in(safe)) {
      known->second = static_cast<std::uint32_t>(names_.size());
      names_.push_back(std::move(safe));
      hashes_.push_back(known->first);
    }
    return known->second;
  }

  const KeyedHash& hash_;
  std::unordered_map<std::uint64_t, std::uint32_t> indexes_;  // by hash
  std::vector<std::string> names_;
  std::vector<std::uint64_t> hashes_;  // of names_
  std::string last_raw_;
  std::uint32_t last_index_ = kLeftOut;
  bool has_last_ = false;
};

class ResponseReader final : public RowHandler {
 public:
  ResponseReader(const ReadingRules& rules, std::size_t expected_rows)
      : rules_(rules),
        tenants_(rules.hash),
        servers_(rules.hash),
        colleagues_(rules.hash) {
    try {
      rows_.reserve(expected_rows + expected_rows / 16);
    } catch (const std::bad_alloc&) {
      // This response may be much smaller than the last one.
    }
  }

  void ForgetRows() override {
    rows_.clear();
    last_domain_.clear();
    newest_call_time_ = kNoCallTime;
    tenants_.Clear();
    servers_.Clear();
    colleagues_.Clear();
  }

  std::size_t FieldOf(std::string_view key) override { return FieldNamed(key); }

  bool TakeRow(RowTexts texts) override {
    fields_ = texts;
    CallRow row;
    row.tenant = Tenant();
    if (row.tenant == Names::kLeftOut) return true;
    row.server = servers_.IndexOf(FirstOf({fields_[kServerHost], "unknown"}),
                                  [](const std::string&) { return true; });
    row.extension = Extension();
    row.device = DeviceOf(fields_[kUserAgent]);
    row.call_id = rules_.hash(Id(kCallId));
    row.state = ParseCallState(fields_[kCallState], row.call_id != 0,
                               rules_.empty_state);
    row.direction = ParseDirection(fields_[kDirection]);
    colleagues_.AddExtension(row.tenant, fields_[kExtension]);
    if (row.is_leg()) ReadLeg(row);
    rows_.push_back(row);
    return rows_.size() <= kMaxRows;
  }

  MonitorResponse Finish(const RowsSummary& summary) {
    colleagues_.Mark(rows_);
    return {std::move(rows_), tenants_.Take(),   servers_.Take(),
            summary,          newest_call_time_, {}};
  }

 private:
  static std::string_view FirstOf(
      std::initializer_list<std::string_view> texts) {
    for (const std::string_view text : texts) {
      if (!text.empty()) return text;
    }
    return {};
  }

  std::string_view Id(FieldName name) const {
    return MeansNoId(fields_[name]) ? std::string_view() : fields_[name];
  }

  // Neighbouring rows often have one domain, which is normalized once.
  std::uint32_t Tenant() {
    const std::string_view domain = fields_[kDomainName];
    if (!domain.empty() && domain == last_domain_) return last_tenant_;
    const std::string name = NormalizeDomain(domain);
    last_domain_ = name.empty() ? std::string_view() : domain;
    last_tenant_ = tenants_.IndexOf(FirstOf({name, Id(kDomainUuid), "unknown"}),
                                    [&](const std::string& tenant) {
                                      return rules_.tenants.Admits(tenant);
                                    });
    return last_tenant_;
  }

  // A uuid and an extension are never mistaken for each other.
  std::uint64_t Extension() const {
    if (const auto uuid = rules_.hash(Id(kExtensionUuid))) return uuid;
    const auto extension = rules_.hash(fields_[kExtension]);
    return extension == 0 ? 0 : Combine({extension});
  }

  void ReadLeg(CallRow& row) {
    const auto call_time = ParseTimestamp(fields_[kCallTime], rules_.timezone,
                                          rules_.call_time_zone);
    if (call_time && *call_time >= kTimestampFloor) {
      row.call_time = *call_time;
      newest_call_time_ = std::max(newest_call_time_, *call_time);
    }
    row.leg = Combine({tenants_.HashOf(row.tenant), row.extension, row.call_id,
                       row.call_id == 0 ? rules_.hash(fields_[kCallTime]) : 0});
    if (row.direction == Direction::kInbound) ReadNumbers(row);
  }

  void ReadNumbers(CallRow& row) {
    row.cid_num = HashNumber(fields_[kCidNum]);
    row.b_cid_num = HashNumber(fields_[kBCidNum]);
    if ((row.cid_num == 0) == (row.b_cid_num == 0)) return;
    colleagues_.AddOneNumber(row.tenant,
                             fields_[row.cid_num != 0 ? kCidNum : kBCidNum],
                             static_cast<std::uint32_t>(rows_.size()));
  }

  std::uint64_t HashNumber(std::string_view number) const {
    return rules_.hash(NormalizeNumber(number, fields_[kExtension]));
  }

  const ReadingRules& rules_;
  Names tenants_;
  Names servers_;
  ColleagueCalls colleagues_;
  std::vector<CallRow> rows_;
  std::chrono::sys_seconds newest_call_time_ = kNoCallTime;
  RowTexts fields_;  // of the row being read
  std::string last_domain_;
  std::uint32_t last_tenant_ = Names::kLeftOut;  // if last_domain_ is not empty
};

}  // namespace

RowLabels LabelsOf(const MonitorResponse& response) {
  RowLabels labels{response.tenants, response.servers, {}};
  labels.rows.reserve(response.rows.size());
  for (const CallRow& row : response.rows) {
    labels.rows.push_back({row.tenant, row.server});
  }
  return labels;
}

Result<MonitorResponse, JsonError> ReadMonitorResponse(
    ByteSource& body, const ReadingRules& rules, std::size_t expected_rows) {
  ResponseReader reader(rules, expected_rows);
  const auto summary = ReadRows(body, reader);
  if (!summary) return summary.error();
  return reader.Finish(*summary);
}

}  // namespace pitel
