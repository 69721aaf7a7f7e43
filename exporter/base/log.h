#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

#include "base/line_writer.h"

namespace pitel {

enum class LogLevel { kDebug, kInfo, kWarn, kError };
enum class LogFormat { kLogfmt, kJson };

// One `key=value` of a log line. The key is a constant of [a-z_]+.
struct LogField {
  LogField(std::string_view name,
           const std::convertible_to<std::string_view> auto& text)
      : key(name), value(std::string_view(text)) {}
  LogField(std::string_view name, std::integral auto number)
      : key(name), value(std::to_string(number)) {}
  LogField(std::string_view name, double number);

  std::string_view key;
  std::string value;
};

// Writes one line per event to standard error. Messages are constants; values
// that vary are fields. Callers never pass a secret, a phone number or a
// person's name. Thread-safe. Never throws, and never waits for the reader of
// standard error: lines that are not read in time are dropped and counted.
class Log {
 public:
  // Throws if no thread can be started.
  Log(LogLevel least, LogFormat format);
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  using Fields = std::initializer_list<LogField>;
  void Debug(std::string_view message, Fields fields = {}) {
    Write(LogLevel::kDebug, message, fields);
  }
  void Info(std::string_view message, Fields fields = {}) {
    Write(LogLevel::kInfo, message, fields);
  }
  void Warn(std::string_view message, Fields fields = {}) {
    Write(LogLevel::kWarn, message, fields);
  }
  void Error(std::string_view message, Fields fields = {}) {
    Write(LogLevel::kError, message, fields);
  }

  // Waits up to `patience` until all lines are written.
  void Flush(std::chrono::nanoseconds patience = LineWriter::kFlushTime) {
    writer_.Flush(patience);
  }
  // The number of lines dropped so far. Any thread.
  std::uint64_t dropped_lines() const { return writer_.dropped(); }

 private:
  void Write(LogLevel level, std::string_view message, Fields fields) noexcept;

  const LogLevel least_;
  const LogFormat format_;
  LineWriter writer_;
};

// The fields of a line in either format, escaped; exposed for its test.
std::string FormatLogFields(LogFormat format, std::string_view message,
                            Log::Fields fields);

}  // namespace pitel
