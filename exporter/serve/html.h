#pragma once

#include <string>
#include <string_view>

namespace pitel {

// `text` with what HTML would not take literally escaped, also in the value of
// an attribute.
std::string EscapeHtml(std::string_view text);

// An element. `attributes` and `html` are HTML already; `attributes` may be
// empty.
std::string HtmlElement(std::string_view name, std::string_view attributes,
                        std::string_view html);

}  // namespace pitel
