#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "simulator/rows.h"

namespace pitel::simulation {

// Compresses a document on its way to a sink, fast rather than small.
class GzipStream {
 public:
  // `sink` outlives it.
  explicit GzipStream(const Sink& sink);
  ~GzipStream();
  GzipStream(const GzipStream&) = delete;
  GzipStream& operator=(const GzipStream&) = delete;

  // False if the sink wants no more.
  bool Write(std::string_view text);
  bool Finish();

 private:
  struct Deflater;
  bool Run(std::string_view text, bool finish);

  const Sink& sink_;
  const std::unique_ptr<Deflater> deflater_;
  std::string out_;
};

}  // namespace pitel::simulation
