#include "doctor/recorder.h"

#include <gtest/gtest.h>

#include "base/text_file.h"
#include "support/temporary_folder.h"

namespace pitel {
namespace {

TEST(Recorder, WritesAHeaderAndALinePerPoll) {
  const TemporaryFolder folder;
  const auto path = folder.path() / "recording";
  const auto recorder = Recorder::Create(path);
  ASSERT_TRUE(recorder.ok());
  (*recorder)->Record(1, {}, "{\"data\":[]}");
  EXPECT_EQ(*ReadTextFile(path, 1000),
            RecordingHeader() + RecordedLine(1, {}, "{\"data\":[]}"));
  EXPECT_TRUE((*recorder)->complete());
}

TEST(Recorder, NeedsANewFile) {
  const TemporaryFolder folder;
  EXPECT_FALSE(Recorder::Create(folder.Write("recording", "")).ok());
}

}  // namespace
}  // namespace pitel
