#include "scripted_target.h"

#include <algorithm>
#include <sstream>

#include "app/poller.h"
#include "app/publisher.h"
#include "support/fake_clock.h"
#include "support/scripted_api.h"

namespace pitel {
namespace {

using differential::Outcome;

TargetConfig ConfigOf(const std::string& url, const CallRules& rules) {
  TargetConfig config;
  config.name = "hcm";
  config.poll.interval = rules.interval;
  config.poll.timeout = std::chrono::seconds(60);
  config.poll.max_age = 3 * rules.interval;
  config.api.url = *ParseBaseUrl(url);
  config.api.credential = {CredentialKind::kBearerToken, "0123abcd", {}};
  config.calls = rules;
  return config;
}

// `name{target="hcm",tenant="t"} 1` as `name{tenant="t"}` and 1.
void AddLine(const std::string& line, Outcome& outcome) {
  const std::size_t space = line.rfind(' ');
  std::string series = line.substr(0, space);
  for (const std::string& target :
       {std::string("{target=\"hcm\"}"), std::string("target=\"hcm\",")}) {
    const std::size_t at = series.find(target);
    if (at != std::string::npos) series.erase(at, target.size());
  }
  const double value = std::stod(line.substr(space + 1));
  if (!outcome.series.emplace(series, value).second) {
    outcome.failure += "twice: " + line + "\n";
  }
}

}  // namespace

class ScriptedTarget::Pipeline {
 public:
  explicit Pipeline(const CallRules& rules)
      : publisher_([] { return RenderSource({}, ""); }, clock_),
        poller_(ConfigOf(api_.url(), rules), clients_, clock_, log_,
                publisher_) {}

  bool Poll(int status, const std::string& body, Moment now) {
    api_.SetResponse(status, body);
    clock_.Set(now);
    const bool successful = poller_.PollOnce();
    if (successful) {
      const double sent =
          Page().series.at("pitel_last_success_timestamp_seconds");
      lateness_ = std::max(lateness_, sent - UnixSeconds(now.wall));
    }
    return successful;
  }

  void Wait(SteadyTime until) { clock_.Advance(until - clock_.Now().steady); }

  std::string Text() {
    publisher_.PublishNow();
    return publisher_.Current()->Make({Format::kText})->bytes;
  }

  Outcome Page() {
    Outcome outcome;
    std::istringstream lines(Text());
    for (std::string line; std::getline(lines, line);) {
      if (!line.starts_with("#")) AddLine(line, outcome);
    }
    return outcome;
  }

  double lateness() const { return lateness_; }

 private:
  ScriptedApi api_;
  FakeClock clock_;
  HttpClients clients_{clock_};
  Log log_{LogLevel::kError, LogFormat::kLogfmt};
  Publisher publisher_;
  Poller poller_;
  double lateness_ = 0;
};

ScriptedTarget::ScriptedTarget(const CallRules& rules)
    : pipeline_(std::make_unique<Pipeline>(rules)) {}

ScriptedTarget::~ScriptedTarget() = default;

bool ScriptedTarget::Poll(const std::string& document, Moment now) {
  return pipeline_->Poll(200, document, now);
}

bool ScriptedTarget::FailPoll(int status, Moment now) {
  return pipeline_->Poll(status, "", now);
}

void ScriptedTarget::Wait(SteadyTime until) { pipeline_->Wait(until); }

std::string ScriptedTarget::Text() const { return pipeline_->Text(); }

Outcome ScriptedTarget::Page() const { return pipeline_->Page(); }

double ScriptedTarget::lateness() const { return pipeline_->lateness(); }

}  // namespace pitel
