#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/clock.h"
#include "render/page.h"
#include "serve/overview.h"

namespace pitel {

// The content that the server shows. All of it outlives the server; the
// functions are called on the server's thread and must not block.
struct Site {
  // The telemetry page to serve now, without its end. Also called on the thread
  // of the page maker.
  std::function<std::shared_ptr<const Page>()> page;
  std::function<Overview()> overview;
  // Whether every target was polled once, successfully or not. Once true, it
  // stays true.
  std::function<bool()> ready;
  // YAML, no secrets.
  std::function<std::string()> effective_config;
  // The end of the telemetry page in `format` (process_* of this moment, if
  // selected, and what closes the page); asked at each scrape.
  std::function<std::string(Format format, const Selection& selection)> tail;
  // Why the process is not healthy, in words; empty if it is.
  std::function<std::string()> trouble;
  std::string version;
  Moment started;
  const Clock& clock;
  // A notice for people, for the page `/`; empty if there is none.
  std::function<std::string()> notice = {};
  // Reloads the configuration on another thread, which then calls `done` with
  // the reasons if the new one was refused, else with an empty text. Null
  // unless clients may do that.
  using Reloaded = std::function<void(const std::string& reasons)>;
  std::function<void(Reloaded done)> reload = {};
};

}  // namespace pitel
