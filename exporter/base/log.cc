#include "base/log.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <exception>

#include "base/clock.h"
#include "base/text.h"

namespace pitel {
namespace {

constexpr std::string_view LevelName(LogLevel level) {
  constexpr std::string_view kNames[] = {"debug", "info", "warn", "error"};
  return kNames[static_cast<std::size_t>(level)];
}

bool IsBareWord(std::string_view value) {
  return !value.empty() && std::ranges::all_of(value, [](char c) {
    return IsVisibleAscii(c) && c != '"' && c != '=' && c != '\\';
  });
}

void AppendField(std::string& line, LogFormat format, std::string_view key,
                 std::string_view value) {
  if (!line.empty()) line += format == LogFormat::kJson ? ',' : ' ';
  if (format == LogFormat::kJson) {
    line.append(DoubleQuoted(key)).append(":").append(DoubleQuoted(value));
  } else {
    line.append(key).append("=");
    line.append(IsBareWord(value) ? value : DoubleQuoted(value));
  }
}

// For example 2026-11-26T10:00:00.123Z.
std::string Timestamp() {
  const auto now = SystemClock().Now().wall;
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now);
  const auto milliseconds =
      std::chrono::floor<std::chrono::milliseconds>(now - seconds);
  char fraction[8];
  std::snprintf(fraction, sizeof fraction, ".%03dZ",
                static_cast<int>(milliseconds.count()));
  return FormatUtc(now, "%Y-%m-%dT%H:%M:%S") + fraction;
}

std::string FormatLine(LogFormat format, LogLevel level,
                       std::string_view message, Log::Fields fields) {
  const bool json = format == LogFormat::kJson;
  std::string line;
  AppendField(line, format, "ts", Timestamp());
  AppendField(line, format, "level", LevelName(level));
  line += json ? ',' : ' ';
  line += FormatLogFields(format, message, fields);
  return json ? "{" + line + "}\n" : line + "\n";
}

}  // namespace

LogField::LogField(std::string_view name, double number) : key(name) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", number);
  value = text;
}

Log::Log(LogLevel least, LogFormat format)
    : least_(least),
      format_(format),
      writer_(STDERR_FILENO, [format](std::uint64_t lines) {
        return FormatLine(format, LogLevel::kWarn, "log lines dropped",
                          {{"lines", lines}});
      }) {}

void Log::Write(LogLevel level, std::string_view message,
                Fields fields) noexcept {
  if (level < least_) return;
  try {
    writer_.Write(FormatLine(format_, level, message, fields));
  } catch (const std::exception&) {
    writer_.Drop();
  }
}

std::string FormatLogFields(LogFormat format, std::string_view message,
                            Log::Fields fields) {
  std::string line;
  AppendField(line, format, "msg", message);
  for (const auto& field : fields) {
    AppendField(line, format, field.key, field.value);
  }
  return line;
}

}  // namespace pitel
