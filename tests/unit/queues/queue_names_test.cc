#include "queues/queue_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"

namespace pitel {
namespace {

using ::testing::ElementsAre;

// The labels of queues with these UUIDs and names.
std::vector<std::string> LabelsOf(
    const QueueNaming& naming,
    const std::vector<std::pair<std::string, std::string>>& queues) {
  const KeyedHash hash;
  QueueNames names(naming, hash);
  for (const auto& [uuid, name] : queues) names.IndexOf(uuid, name);
  return names.Take();
}

TEST(QueueNames, AreUuidsUnlessNamesAreAskedFor) {
  EXPECT_THAT(LabelsOf({}, {{"a-1", "Sales"}, {"", "Support"}}),
              ElementsAre("a-1", "unknown"));
  EXPECT_THAT(LabelsOf({QueueLabel::kName, {}},
                       {{"a-1", "Sales"}, {"a-2", ""}, {"", ""}}),
              ElementsAre("Sales", "a-2", "unknown"));
}

TEST(QueueNames, AreThoseGivenForTheUuid) {
  for (const auto label : {QueueLabel::kUuid, QueueLabel::kName}) {
    EXPECT_THAT(LabelsOf({label, {{"a-1", "Hotline"}}}, {{"a-1", "Sales"}}),
                ElementsAre("Hotline"));
  }
}

TEST(QueueNames, AreSafeLabelValues) {
  const std::string longer(200, 'x');
  EXPECT_THAT(
      LabelsOf({QueueLabel::kName, {}}, {{"", "a\xff\n"}, {"", longer}}),
      ElementsAre("a\xEF\xBF\xBD ", longer.substr(0, kLabelValueBytes)));
}

TEST(QueueNames, NumberQueuesByLabel) {
  const KeyedHash hash;
  const QueueNaming naming{QueueLabel::kName, {}};
  QueueNames names(naming, hash);
  EXPECT_EQ(names.IndexOf("a", "Sales"), 0u);
  EXPECT_EQ(names.IndexOf("b", "Support"), 1u);
  EXPECT_EQ(names.IndexOf("c", "Sales"), 0u) << "two queues of one label";
  EXPECT_EQ(names.IndexOf("a", "Sales"), 0u);
  names.Clear();
  EXPECT_EQ(names.IndexOf("b", "Support"), 0u);
}

}  // namespace
}  // namespace pitel
