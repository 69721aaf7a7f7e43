// Tested in reload_test.py.
#pragma once

#include <optional>

#include "app/reload_part.h"
#include "app/web_file.h"

namespace pitel {

// The web configuration, as a part of a reload.
class WebReload final : public ReloadPart {
 public:
  // `file` outlives this, and watches its files.
  explicit WebReload(WebFile& file) : file_(file) {}

  ConfigProblems Read() override;
  ConfigProblems Apply() override;
  void Discard() noexcept override;

 private:
  WebFile& file_;
  std::optional<WebFile::Reading> candidate_;
};

}  // namespace pitel
