#pragma once

#include <concepts>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace spdlog {
class logger;
}

namespace pitel {

enum class LogLevel { kDebug, kInfo, kWarn, kError };
enum class LogFormat { kLogfmt, kJson };

// One `key=value` of a log line. The key is a constant of [a-z_]+.
struct LogField {
  LogField(std::string_view name, std::string_view text)
      : key(name), value(text) {}
  LogField(std::string_view name, const char* text) : key(name), value(text) {}
  LogField(std::string_view name, const std::string& text)
      : key(name), value(text) {}
  LogField(std::string_view name, std::integral auto number)
      : key(name), value(std::to_string(number)) {}
  LogField(std::string_view name, double number);

  std::string_view key;
  std::string value;
};

// Writes one line per event to standard error. Callers give constants as
// messages and what varies as fields; nobody gives it a secret, a phone number
// or a name. Thread-safe; never throws and never blocks on a lost reader.
class Log {
 public:
  Log(LogLevel least, LogFormat format);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  using Fields = std::initializer_list<LogField>;
  void Debug(std::string_view message, Fields fields = {});
  void Info(std::string_view message, Fields fields = {});
  void Warn(std::string_view message, Fields fields = {});
  void Error(std::string_view message, Fields fields = {});

 private:
  void Write(LogLevel level, std::string_view message, Fields fields);

  const LogFormat format_;
  const std::unique_ptr<spdlog::logger> logger_;
};

// The fields of a line in either format, escaped; exposed for its test.
std::string FormatLogFields(LogFormat format, std::string_view message,
                            Log::Fields fields);

}  // namespace pitel
