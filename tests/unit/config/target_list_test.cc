#include "config/target_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "config/yaml_document.h"

namespace pitel {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

// A flow mapping of a valid target with further keys.
std::string Target(const std::string& name, const std::string& keys = "") {
  return "{name: " + name + ", url: 'https://api.example.com', api_key: k" +
         keys + "}";
}

class TargetListTest : public testing::Test {
 protected:
  // Reads a file of that name; the messages about it.
  std::vector<std::string> Append(const std::string& text,
                                  const std::string& file = "targets.yml") {
    ProblemList problems(file);
    const auto list = ParseYaml(text, problems);
    list_.Append(list.value(), problems);
    std::vector<std::string> messages;
    for (const auto& problem : problems.Sorted()) {
      messages.push_back(problem.message);
    }
    return messages;
  }
  std::vector<std::string> NamesTaken() {
    std::vector<std::string> names;
    for (const auto& target : list_.TakeSorted()) names.push_back(target.name);
    return names;
  }

  FileValues file_;
  TargetList list_{file_};
};

TEST_F(TargetListTest, JoinsListsInTheOrderOfNames) {
  EXPECT_THAT(Append("[" + Target("c") + "," + Target("a") + "]"), IsEmpty());
  EXPECT_THAT(Append("[" + Target("b") + "]", "more.yml"), IsEmpty());
  EXPECT_EQ(list_.count(), 3u);
  EXPECT_THAT(NamesTaken(), ElementsAre("a", "b", "c"));
}

TEST_F(TargetListTest, TakesAnEmptyListForNoTargets) {
  EXPECT_THAT(Append("[]"), IsEmpty());
  EXPECT_THAT(Append(""), IsEmpty());
  EXPECT_EQ(list_.count(), 0u);
}

TEST_F(TargetListTest, GivesTargetsTheValuesOfTheFile) {
  file_.poll.interval = seconds(20);
  file_.calls.caller_key = CallerKey::kCallId;
  EXPECT_THAT(
      Append("[" + Target("a") + "," + Target("b", ", interval: 60s") + "]"),
      IsEmpty());
  const auto targets = list_.TakeSorted();
  ASSERT_THAT(targets, SizeIs(2));
  EXPECT_EQ(targets[0].poll.interval, seconds(20));
  EXPECT_EQ(targets[0].calls.interval, seconds(20));
  EXPECT_EQ(targets[0].calls.grace, seconds(40));
  EXPECT_EQ(targets[0].calls.caller_key, CallerKey::kCallId);
  EXPECT_EQ(targets[1].poll.interval, seconds(60));
  EXPECT_EQ(targets[1].calls.interval, seconds(60));
  EXPECT_EQ(targets[1].calls.grace, seconds(120));
}

TEST_F(TargetListTest, PrefersTheGraceOfTheFile) {
  file_.grace = seconds(7);
  EXPECT_THAT(Append("[" + Target("a") + "]"), IsEmpty());
  EXPECT_EQ(list_.TakeSorted().at(0).calls.grace, seconds(7));
}

TEST_F(TargetListTest, KnowsWhetherATargetInheritsTheInterval) {
  EXPECT_FALSE(list_.inherits_interval());
  EXPECT_THAT(Append("[" + Target("a", ", interval: 60s") + "]"), IsEmpty());
  EXPECT_FALSE(list_.inherits_interval());
  EXPECT_THAT(Append("[" + Target("b") + "]"), IsEmpty());
  EXPECT_TRUE(list_.inherits_interval());
}

TEST_F(TargetListTest, NamesTheOtherTargetOfTheSameName) {
  EXPECT_THAT(Append("\n[" + Target("a") + "]", "one.yml"), IsEmpty());
  EXPECT_THAT(Append("[" + Target("a") + "]", "two.yml"),
              ElementsAre("`name` is taken by the target at one.yml:2"));
}

TEST_F(TargetListTest, RequiresNameUrlAndCredential) {
  EXPECT_THAT(Append("[{}]"), SizeIs(3));
  EXPECT_EQ(list_.count(), 1u) << "good or not";
}

TEST_F(TargetListTest, ReportsASecondCredentialAndAMissingOne) {
  EXPECT_THAT(Append("[" + Target("a", ", bearer_token: t") + "]"), SizeIs(1));
  EXPECT_THAT(Append("[{name: b, url: 'https://api.example.com'}]"), SizeIs(1));
}

TEST_F(TargetListTest, AllowsPlainHttpOnLoopbackOrOnRequestOnly) {
  const auto with = [](const std::string& name, const std::string& url,
                       const std::string& keys = "") {
    return "[{name: " + name + ", url: '" + url + "', api_key: k" + keys + "}]";
  };
  EXPECT_THAT(Append(with("a", "http://api.example.com")), SizeIs(1));
  EXPECT_THAT(Append(with("b", "http://127.0.0.1:8080")), IsEmpty());
  EXPECT_THAT(
      Append(with("c", "http://api.example.com", ", allow_plain_http: true")),
      IsEmpty());
}

TEST_F(TargetListTest, WantsCertificateAndKeyTogether) {
  const auto with = [](const std::string& name, const std::string& keys) {
    return "[" + Target(name, ", tls_config: {" + keys + "}") + "]";
  };
  EXPECT_THAT(Append(with("a", "cert_file: c")), SizeIs(1));
  EXPECT_THAT(Append(with("b", "key_file: k")), SizeIs(1));
  EXPECT_THAT(Append(with("c", "cert_file: c, key_file: k")), IsEmpty());
}

TEST_F(TargetListTest, ReportsWhatIsNoTarget) {
  EXPECT_THAT(Append("[~]"),
              ElementsAre("an empty item before this: a target begins with "
                          "`- name: ...`"));
  EXPECT_THAT(Append("[text]"),
              ElementsAre("expected a mapping (`key: value` lines), found "
                          "text"));
  EXPECT_THAT(Append("{name: a}"),
              ElementsAre("expected a list of targets (`- name: ...`), found "
                          "a mapping"));
}

TEST_F(TargetListTest, CountsWhatIsNoListAsSomething) {
  Append("text");
  EXPECT_EQ(list_.count(), 1u);
}

}  // namespace
}  // namespace pitel
