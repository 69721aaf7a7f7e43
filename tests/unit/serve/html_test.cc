#include "serve/html.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

TEST(EscapeHtml, EscapesWhatHtmlWouldNotTakeLiterally) {
  EXPECT_EQ(EscapeHtml("<b a='\"'>&"), "&lt;b a=&#39;&quot;&#39;&gt;&amp;");
  EXPECT_EQ(EscapeHtml("&amp;"), "&amp;amp;");
  EXPECT_EQ(EscapeHtml("\u2713 up"), "\u2713 up");
}

TEST(HtmlElement, HasAttributesIfThereAreAny) {
  EXPECT_EQ(HtmlElement("p", "", "<b>1</b>"), "<p><b>1</b></p>");
  EXPECT_EQ(HtmlElement("th", R"(scope="row")", "1"),
            R"(<th scope="row">1</th>)");
}

}  // namespace
}  // namespace pitel
