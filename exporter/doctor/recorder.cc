#include "doctor/recorder.h"

namespace pitel {

Result<std::unique_ptr<Recorder>> Recorder::Create(
    const std::filesystem::path& file) {
  auto created = RecordingFile::Create(file);
  if (!created) return created.error();
  (*created)->Append(RecordingHeader());
  return std::unique_ptr<Recorder>(new Recorder(*std::move(created)));
}

}  // namespace pitel
