#include "app/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

namespace pitel {

void HoldStandardStreams() {
  // The lowest free number is taken.
  int file = STDIN_FILENO;
  while (file >= 0 && file <= STDERR_FILENO) file = open("/dev/null", O_RDONLY);
  if (file > STDERR_FILENO) close(file);
}

}  // namespace pitel
