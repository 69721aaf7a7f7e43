#include "serve/html.h"

namespace pitel {
namespace {

constexpr std::string_view kSpecial = "&<>\"'";
constexpr std::string_view kEscapes[] = {"&amp;", "&lt;", "&gt;", "&quot;",
                                         "&#39;"};

}  // namespace

std::string EscapeHtml(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    const auto at = kSpecial.find(c);
    escaped.append(at == kSpecial.npos ? std::string_view(&c, 1)
                                       : kEscapes[at]);
  }
  return escaped;
}

std::string HtmlElement(std::string_view name, std::string_view attributes,
                        std::string_view html) {
  std::string element = "<";
  element.append(name);
  if (!attributes.empty()) element.append(" ").append(attributes);
  return element.append(">").append(html).append("</").append(name).append(">");
}

}  // namespace pitel
