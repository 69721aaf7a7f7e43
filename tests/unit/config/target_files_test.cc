#include "config/target_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "support/temporary_folder.h"

namespace pitel {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class FindTargetFilesTest : public testing::Test {
 protected:
  FindTargetFilesTest() {
    for (const char* name : {"b.yml", "a.yml", "c.yaml", "more/d.yml"}) {
      folder_.Write(name, "");
    }
  }

  // The files below the folder, relative to it.
  std::vector<std::string> Find(const std::vector<std::string>& patterns) {
    std::vector<std::string> names;
    const auto files = FindTargetFiles(patterns, folder_.path() / "");
    for (const auto& file : *files) {
      names.push_back(file.lexically_relative(folder_.path()));
    }
    return names;
  }

  TemporaryFolder folder_;
};

TEST_F(FindTargetFilesTest, FindsMatchesInTheOrderOfTheirNames) {
  EXPECT_THAT(Find({"*.yml"}), ElementsAre("a.yml", "b.yml"));
  EXPECT_THAT(Find({"?.y*ml", "more/*"}),
              ElementsAre("a.yml", "b.yml", "c.yaml", "more/d.yml"));
  EXPECT_THAT(Find({"[bc].*"}), ElementsAre("b.yml", "c.yaml"));
}

TEST_F(FindTargetFilesTest, FindsEachFileOnce) {
  EXPECT_THAT(Find({"a.yml", "*.yml", "more/../a.yml", "more/../?.yml"}),
              ElementsAre("a.yml", "b.yml"));
}

TEST_F(FindTargetFilesTest, MayMatchNothing) {
  EXPECT_THAT(Find({"*.conf"}), IsEmpty());
  EXPECT_THAT(Find({}), IsEmpty());
}

TEST_F(FindTargetFilesTest, KeepsANameThatDoesNotExist) {
  EXPECT_THAT(Find({"missing.yml"}), ElementsAre("missing.yml"));
}

TEST_F(FindTargetFilesTest, TakesAbsolutePatterns) {
  const std::string folder = folder_.path() / "more";
  EXPECT_THAT(Find({folder + "/*.yml"}), ElementsAre("more/d.yml"));
  EXPECT_THAT(Find({folder + "/e.yml"}), ElementsAre("more/e.yml"));
}

TEST_F(FindTargetFilesTest, TakesWildcardsInTheNameOfTheFolderLiterally) {
  folder_.Write("[x]*\\/e.yml", "");
  folder_.Write("x/f.yml", "");
  const auto folder = folder_.path() / "[x]*\\" / "";
  EXPECT_THAT(*FindTargetFiles({"*.yml"}, folder),
              ElementsAre(folder / "e.yml"));
}

TEST_F(FindTargetFilesTest, MayNameAFolderThatDoesNotExist) {
  EXPECT_THAT(Find({"later/*.yml", "*/later/*.yml"}), IsEmpty());
}

// A loop of symbolic links, since nothing is unreadable to root.
TEST_F(FindTargetFilesTest, FailsIfAFolderCannotBeRead) {
  std::filesystem::create_symlink("loop", folder_.path() / "loop");
  const auto files =
      FindTargetFiles({"*.yml", "loop/*.yml"}, folder_.path() / "");
  ASSERT_FALSE(files.ok());
  EXPECT_EQ(files.error().message,
            "(`" + (folder_.path() / "loop/*.yml").string() +
                "`) has a folder that cannot be read: Too many levels of "
                "symbolic links");
}

}  // namespace
}  // namespace pitel
