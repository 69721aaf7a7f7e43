#include "render/header_lines.h"

namespace pitel {
namespace {

std::string_view TypeName(MetricType type) {
  switch (type) {
    case MetricType::kGauge:
      return "gauge";
    case MetricType::kCounter:
      return "counter";
    case MetricType::kHistogram:
      return "histogram";
  }
  return "unknown";
}

std::string_view FamilyName(const FamilyHeader& header, Format format) {
  constexpr std::string_view kTotal = "_total";
  std::string_view name = header.name;
  if (format == Format::kOpenMetrics && header.type == MetricType::kCounter &&
      name.ends_with(kTotal)) {
    name.remove_suffix(kTotal.size());
  }
  return name;
}

std::string EscapeHelp(std::string_view help, Format format) {
  std::string escaped;
  for (const char c : help) {
    const bool quoted = c == '"' && format == Format::kOpenMetrics;
    if (c == '\\' || c == '\n' || quoted) escaped += '\\';
    escaped += c == '\n' ? 'n' : c;
  }
  return escaped;
}

std::string Line(std::string_view keyword, std::string_view name,
                 std::string_view rest) {
  std::string line = "# ";
  line.append(keyword).append(" ").append(name);
  line.append(" ").append(rest).append("\n");
  return line;
}

}  // namespace

std::string RenderHeaderLines(const FamilyHeader& header, Format format) {
  const std::string_view name = FamilyName(header, format);
  const std::string help = Line("HELP", name, EscapeHelp(header.help, format));
  const std::string type = Line("TYPE", name, TypeName(header.type));
  return format == Format::kText ? help + type : type + help;
}

}  // namespace pitel
