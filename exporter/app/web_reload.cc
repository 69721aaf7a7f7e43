#include "app/web_reload.h"

namespace pitel {

ConfigProblems WebReload::Read() {
  candidate_ = file_.Read();
  const auto& config = candidate_->loaded.config;
  return config ? ConfigProblems() : config.error();
}

ConfigProblems WebReload::Apply() { return file_.Accept(*candidate_); }

void WebReload::Discard() noexcept { candidate_.reset(); }

}  // namespace pitel
