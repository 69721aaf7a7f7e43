#include "json/stated_failure.h"

#include "base/number.h"
#include "base/text.h"

namespace pitel {
namespace {

// Whether the value of `error` or `errors` says that there is no error.
bool MeansNoError(std::string_view text) {
  text = Trim(text);
  return text.empty() || EqualsIgnoringCase(text, "null") ||
         EqualsIgnoringCase(text, "false") || ParseNumber<double>(text) == 0.0;
}

bool MeansFailure(std::string_view status) {
  status = Trim(status);
  return EqualsIgnoringCase(status, "fail") ||
         EqualsIgnoringCase(status, "failed") ||
         EqualsIgnoringCase(status, "error");
}

}  // namespace

void StatedFailure::Take(std::string_view key, JsonType type,
                         std::string_view text) {
  if (key == "error") error_ = !MeansNoError(text);
  if (key == "errors") errors_ = !MeansNoError(text);
  if (key == "status") status_ = MeansFailure(text);
  if (key == "code") {
    code_ = type == JsonType::kLiteral &&
            ParseNumber<double>(text).value_or(0) >= 400;
  }
}

void StatedFailure::TakeElement(std::string_view key) {
  if (key == "error") error_ = true;
  if (key == "errors") errors_ = true;
}

std::string_view StatedFailure::key() const {
  if (error_) return "error";
  if (errors_) return "errors";
  if (status_) return "status";
  return code_ ? "code" : "";
}

}  // namespace pitel
