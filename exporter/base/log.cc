#include "base/log.h"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include <cstdio>

namespace pitel {
namespace {

spdlog::level::level_enum ToSpdlog(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarn:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

constexpr std::string_view LevelName(LogLevel level) {
  constexpr std::string_view kNames[] = {"debug", "info", "warn", "error"};
  return kNames[static_cast<std::size_t>(level)];
}

// Both formats share JSON's string escapes.
void AppendQuoted(std::string& line, std::string_view value) {
  line += '"';
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      line += '\\';
      line += c;
    } else if (c == '\n') {
      line += "\\n";
    } else if (byte < 0x20 || byte == 0x7f) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", byte);
      line += escaped;
    } else {
      line += c;
    }
  }
  line += '"';
}

bool IsBareWord(std::string_view value) {
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= ' ' || byte >= 0x7f || c == '"' || c == '=' || c == '\\') {
      return false;
    }
  }
  return !value.empty();
}

void AppendField(std::string& line, LogFormat format, std::string_view key,
                 std::string_view value) {
  if (!line.empty()) line += format == LogFormat::kJson ? ',' : ' ';
  if (format == LogFormat::kJson) {
    AppendQuoted(line, key);
    line += ':';
    AppendQuoted(line, value);
    return;
  }
  line += key;
  line += '=';
  if (IsBareWord(value)) {
    line += value;
  } else {
    AppendQuoted(line, value);
  }
}

}  // namespace

LogField::LogField(std::string_view name, double number) : key(name) {
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", number);
  value = text;
}

Log::Log(LogLevel least, LogFormat format)
    : format_(format),
      logger_(std::make_unique<spdlog::logger>(
          "", std::make_shared<spdlog::sinks::stderr_sink_mt>())) {
  logger_->set_level(ToSpdlog(least));
  // A line that cannot be written has nowhere better to go.
  logger_->set_error_handler([](const std::string&) {});
  const auto zone = spdlog::pattern_time_type::utc;
  logger_->set_pattern(format == LogFormat::kJson
                           ? R"({"ts":"%Y-%m-%dT%H:%M:%S.%eZ",%v})"
                           : "ts=%Y-%m-%dT%H:%M:%S.%eZ %v",
                       zone);
}

Log::~Log() = default;

void Log::Debug(std::string_view message, Fields fields) {
  Write(LogLevel::kDebug, message, fields);
}
void Log::Info(std::string_view message, Fields fields) {
  Write(LogLevel::kInfo, message, fields);
}
void Log::Warn(std::string_view message, Fields fields) {
  Write(LogLevel::kWarn, message, fields);
}
void Log::Error(std::string_view message, Fields fields) {
  Write(LogLevel::kError, message, fields);
}

void Log::Write(LogLevel level, std::string_view message, Fields fields) {
  const auto spdlog_level = ToSpdlog(level);
  if (!logger_->should_log(spdlog_level)) return;
  std::string line;
  AppendField(line, format_, "level", LevelName(level));
  line += format_ == LogFormat::kJson ? ',' : ' ';
  line += FormatLogFields(format_, message, fields);
  logger_->log(spdlog_level, spdlog::string_view_t(line.data(), line.size()));
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
