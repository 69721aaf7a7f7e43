#include "app/process_tail.h"

#include "metric/process.h"
#include "render/scrape.h"

namespace pitel {

std::string RenderProcessTail(Format format) {
  return RenderTail(ReadProcessFamilies(), format);
}

}  // namespace pitel
