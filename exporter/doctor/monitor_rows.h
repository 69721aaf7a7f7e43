#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/result.h"
#include "json/byte_source.h"
#include "json/reader.h"
#include "json/rows.h"

namespace pitel {

// The documented fields of a row of /v3/monitor, in the order of their names.
enum class MonitorField : std::uint8_t {
  kAgentName,
  kBCidNum,
  kCallId,
  kCallState,
  kCallTime,
  kCidNum,
  kDestination,
  kDirection,
  kDomainName,
  kDomainUuid,
  kExtension,
  kExtensionUuid,
  kFirstName,
  kLastName,
  kMiddleName,
  kNetworkIp,
  kServerHost,
  kUserAgent,
  kUserUuid,
  kUsername,
};
inline constexpr std::size_t kMonitorFields = 20;

// As in the response: "agent_name".
std::string_view ToString(MonitorField field);

// One row as it was received, its texts trimmed; ids that mean none are empty.
// It exists while the row is read, and contains personal data.
struct MonitorRow {
  std::array<std::string, kMonitorFields> texts;
  bool has_unknown_fields = false;

  const std::string& operator[](MonitorField field) const {
    return texts[static_cast<std::size_t>(field)];
  }
};

// Takes the rows of a response, one after the other. Keeps no text of a person.
class MonitorRowSink {
 public:
  virtual ~MonitorRowSink() = default;
  // Only the rows that follow count.
  virtual void ForgetRows() = 0;
  virtual void Take(const MonitorRow& row) = 0;
};

// Reads a response as it arrives and passes each row to every sink. Nothing of
// it counts if there is an error.
Result<RowsSummary, JsonError> ReadMonitorRows(
    ByteSource& body, std::initializer_list<MonitorRowSink*> sinks);

}  // namespace pitel
