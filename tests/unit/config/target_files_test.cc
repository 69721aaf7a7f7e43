#include "config/target_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/temporary_folder.h"

namespace pitel {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

class FindTargetFilesTest : public testing::Test {
 protected:
  FindTargetFilesTest() {
    for (const char* name : {"b.yml", "a.yml", "c.yaml", "more/d.yml"}) {
      folder_.Write(name, "");
    }
  }

  // The files below the folder, relative to it.
  std::vector<std::string> Find(const std::string& pattern) {
    std::vector<std::string> names;
    const auto files = FindTargetFiles(pattern, folder_.path() / "");
    for (const auto& file : *files) {
      names.push_back(file.lexically_relative(folder_.path()));
    }
    return names;
  }

  std::string Fault(const std::string& pattern) {
    return FindTargetFiles(pattern, folder_.path() / "").error().message;
  }

  TemporaryFolder folder_;
};

TEST_F(FindTargetFilesTest, FindsMatches) {
  EXPECT_THAT(Find("*.yml"), UnorderedElementsAre("a.yml", "b.yml"));
  EXPECT_THAT(Find("?.y*ml"), UnorderedElementsAre("a.yml", "b.yml", "c.yaml"));
  EXPECT_THAT(Find("more/*"), ElementsAre("more/d.yml"));
  EXPECT_THAT(Find("[bc].*"), UnorderedElementsAre("b.yml", "c.yaml"));
}

TEST_F(FindTargetFilesTest, MayMatchNothing) {
  EXPECT_THAT(Find("*.conf"), IsEmpty());
}

TEST_F(FindTargetFilesTest, TakesANameWithoutWildcards) {
  EXPECT_THAT(Find("a.yml"), ElementsAre("a.yml"));
  EXPECT_EQ(Fault("missing.yml"),
            "names a file that cannot be read: No such file or directory");
}

TEST_F(FindTargetFilesTest, TakesAbsolutePatterns) {
  const std::string folder = folder_.path() / "more";
  EXPECT_THAT(Find(folder + "/*.yml"), ElementsAre("more/d.yml"));
  EXPECT_THAT(Find(folder + "/d.yml"), ElementsAre("more/d.yml"));
}

TEST_F(FindTargetFilesTest, TakesWildcardsInTheNameOfTheFolderLiterally) {
  folder_.Write("[x]*\\/e.yml", "");
  folder_.Write("x/f.yml", "");
  const auto folder = folder_.path() / "[x]*\\" / "";
  EXPECT_THAT(*FindTargetFiles("*.yml", folder), ElementsAre(folder / "e.yml"));
}

TEST_F(FindTargetFilesTest, MayNameAFolderThatDoesNotExist) {
  EXPECT_THAT(Find("later/*.yml"), IsEmpty());
  EXPECT_THAT(Find("*/later/*.yml"), IsEmpty());
}

// A loop of symbolic links, since nothing is unreadable to root.
TEST_F(FindTargetFilesTest, FailsIfAFolderCannotBeRead) {
  std::filesystem::create_symlink("loop", folder_.path() / "loop");
  EXPECT_EQ(Fault("loop/*.yml"),
            "names a folder that cannot be read: Too many levels of symbolic "
            "links");
}

}  // namespace
}  // namespace pitel
