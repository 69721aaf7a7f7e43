#include "app/reloader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/fake_clock.h"

namespace pitel {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::HasSubstr;

const ConfigProblems kProblems{{"a.yml", {2, 3}, "wrong"}};

// What happened, in order. Waits without a limit of its own.
class Events {
 public:
  void Add(const std::string& event) {
    const std::lock_guard lock(mutex_);
    events_.push_back(event);
    changed_.notify_all();
  }
  std::vector<std::string> Await(std::size_t count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return events_.size() >= count; });
    return events_;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> events_;
};

class FakePart final : public ReloadPart {
 public:
  FakePart(std::string name, Events& events)
      : name_(std::move(name)), events_(events) {}

  ConfigProblems Read() override {
    events_.Add(name_ + " read");
    if (throws) throw std::runtime_error("broken");
    return in_read;
  }
  ConfigProblems Apply() override {
    events_.Add(name_ + " applied");
    return in_apply;
  }
  void Discard() noexcept override {}

  ConfigProblems in_read;
  ConfigProblems in_apply;
  bool throws = false;

 private:
  const std::string name_;
  Events& events_;
};

class ReloaderTest : public testing::Test {
 protected:
  void Request() {
    reloader_.Request([this](const ConfigProblems& problems) {
      std::string done = "done";
      for (const auto& problem : problems) done += " " + problem.Text();
      events_.Add(done);
    });
  }
  void Start() { reloader_.Start({&first_, &second_}); }

  Events events_;
  FakePart first_{"first", events_};
  FakePart second_{"second", events_};
  FakeClock clock_;
  ReloadOutcome outcome_{clock_.Now().wall};
  Log log_{LogLevel::kError, LogFormat::kLogfmt};
  Reloader reloader_{outcome_, clock_, log_};
};

TEST_F(ReloaderTest, ReadsEveryPartBeforeItAppliesAny) {
  clock_.Advance(seconds(5));
  Start();
  Request();
  EXPECT_THAT(events_.Await(5),
              ElementsAre("first read", "second read", "first applied",
                          "second applied", "done"));
  EXPECT_TRUE(outcome_.Read().successful);
  EXPECT_EQ(outcome_.Read().loaded, clock_.Now().wall);
}

TEST_F(ReloaderTest, AppliesNothingIfAPartHasProblems) {
  const WallTime loaded = outcome_.Read().loaded;
  clock_.Advance(seconds(5));
  second_.in_read = kProblems;
  Start();
  Request();
  EXPECT_THAT(events_.Await(3), ElementsAre("first read", "second read",
                                            "done a.yml:2:3: wrong"));
  EXPECT_FALSE(outcome_.Read().successful);
  EXPECT_EQ(outcome_.Read().loaded, loaded);
}

TEST_F(ReloaderTest, LetsTheFirstPartRefuseWhatItRead) {
  first_.in_apply = kProblems;
  Start();
  Request();
  EXPECT_THAT(events_.Await(4),
              ElementsAre("first read", "second read", "first applied",
                          "done a.yml:2:3: wrong"));
  EXPECT_FALSE(outcome_.Read().successful);
}

TEST_F(ReloaderTest, RefusesWhatCannotBeRead) {
  first_.throws = true;
  Start();
  Request();
  EXPECT_THAT(events_.Await(2),
              ElementsAre("first read", "done configuration: broken"));
}

TEST_F(ReloaderTest, RemembersRequestsUntilItStartsAndSharesAReload) {
  Request();
  reloader_.Request();
  Request();
  Start();
  EXPECT_THAT(events_.Await(6),
              ElementsAre("first read", "second read", "first applied",
                          "second applied", "done", "done"));
}

TEST_F(ReloaderTest, TellsOfTheBeginningAndTheEnd) {
  reloader_.Start({&first_}, [this](bool reloading) {
    events_.Add(reloading ? "begins" : "ends");
  });
  Request();
  EXPECT_THAT(events_.Await(5), ElementsAre("begins", "first read",
                                            "first applied", "ends", "done"));
}

TEST_F(ReloaderTest, ForgetsRequestsWhenItStops) {
  Start();
  reloader_.Stop();
  Request();
  EXPECT_EQ(reloader_.Overdue(), seconds(0));
  events_.Add("end");
  EXPECT_THAT(events_.Await(1), ElementsAre("end"));
}

}  // namespace
}  // namespace pitel
