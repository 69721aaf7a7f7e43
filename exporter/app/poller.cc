#include "app/poller.h"

#include <exception>
#include <new>
#include <string>
#include <utility>
#include <vector>

#include "calls/call_counters.h"
#include "calls/metrics.h"
#include "render/pages.h"

namespace pitel {
namespace {

// How often a target that is being left alone looks for a new credential.
constexpr std::chrono::seconds kCredentialCheck{1};

Family ResponseSize(std::uint64_t bytes) {
  Family family{{"pitel_api_response_size_bytes",
                 "Size of the API's last good answer, decoded.",
                 MetricType::kGauge,
                 {}},
                {},
                {},
                {}};
  family.Add({}, static_cast<double>(bytes));
  return family;
}

TargetOverview InitialOverview(const TargetConfig& target) {
  TargetOverview overview;
  overview.name = target.name;
  overview.url = target.api.url.Text();
  return overview;
}

}  // namespace

Poller::Poller(const TargetConfig& target, const Clock& clock, Log& log,
               TargetPageSink& sink)
    : target_(target),
      clock_(clock),
      log_(log),
      sink_(sink),
      session_(target.name, target.api, clock, log),
      monitor_(target.calls),
      metrics_(target.poll.interval, target.poll.timeout),
      overview_(InitialOverview(target)) {
  sink_.Show(Page());
}

Poller::~Poller() { Stop(); }

void Poller::Start(SteadyTime first) {
  thread_ = std::jthread(
      [this, first](const std::stop_token& stop) { Run(stop, first); });
}

void Poller::Stop() {
  session_.Cancel();
  thread_.request_stop();
}

bool Poller::PollOnce() { return !Poll().has_value(); }

void Poller::Run(const std::stop_token& stop, SteadyTime first) {
  PollSchedule schedule(target_.poll.interval, first);
  std::minstd_rand random{std::random_device()()};
  std::uniform_real_distribution<double> jitter(0, 1);
  while (true) {
    WaitUntilDue(stop, schedule);
    if (stop.stop_requested()) return;
    const auto failure = Poll();
    const SteadyTime now = clock_.Now().steady;
    schedule.Polled(failure, now, jitter(random));
    if (schedule.due() - now > target_.poll.interval) {
      log_.Info("leaving the API alone",
                {{"target", target_.name},
                 {"seconds", Seconds(schedule.due() - now)}});
    }
  }
}

void Poller::WaitUntilDue(const std::stop_token& stop, PollSchedule& schedule) {
  std::unique_lock lock(waiting_);
  const auto never = [] { return false; };
  while (!stop.stop_requested()) {
    const SteadyTime now = clock_.Now().steady;
    if (now >= schedule.due()) return;
    SteadyTime until = schedule.due();
    if (schedule.awaits_credential()) {
      if (session_.CredentialChanged()) return schedule.PollAt(now);
      until = std::min<SteadyTime>(until, now + kCredentialCheck);
    }
    stopped_.wait_until(lock, stop, until, never);
  }
}

std::optional<Failure> Poller::Poll() {
  const Moment began = clock_.Now();
  PollReport report;
  std::optional<CallSnapshot> snapshot;
  std::chrono::nanoseconds duration{};
  try {
    std::optional<Answer> answer;
    report = session_.Poll(began.steady + target_.poll.timeout,
                           [&](ByteSource& body) -> std::optional<JsonError> {
                             auto read = monitor_.Read(body);
                             if (!read) return read.error();
                             answer = *std::move(read);
                             return std::nullopt;
                           });
    if (!report.failure) {
      snapshot = monitor_.Count(*std::move(answer), report.sent);
    }
    duration = clock_.Now().steady - began.steady;
    if (snapshot) RecordGood(report, *snapshot);
  } catch (const std::exception& exception) {
    // Out of memory, in the main. This poll is lost, the next one may do.
    snapshot.reset();
    report.failure = Failure{Operation::kMonitor, FailureReason::kOther,
                             exception.what(), std::nullopt};
    duration = clock_.Now().steady - began.steady;
  }
  try {
    Show(report, snapshot ? &*snapshot : nullptr, began, duration);
  } catch (const std::bad_alloc&) {
    // The page stays that of the poll before.
  }
  return report.failure;
}

void Poller::Show(const PollReport& report, const CallSnapshot* snapshot,
                  const Moment& began, std::chrono::nanoseconds duration) {
  metrics_.Record(report, snapshot, duration);
  overview_.polled = true;
  overview_.up = !report.failure;
  overview_.last_poll = began;
  overview_.poll_duration = duration;
  if (report.failure) {
    overview_.last_failure = report.failure->detail;
    overview_.last_failure_at = began;
  }
  // A poll that was cut off by the stop is no outage.
  if (!thread_.get_stop_token().stop_requested()) LogOutcome(report);
  sink_.Show(Page());
}

void Poller::RecordGood(const PollReport& report,
                        const CallSnapshot& snapshot) {
  std::vector<Family> families = CallGauges(snapshot);
  families.push_back(ResponseSize(report.response_bytes));
  call_gauges_ = RenderSource(families, target_.name);
  call_counters_ = RenderSource(CallCounters(monitor_.totals()), target_.name);
  gauges_fade_at_ = report.sent.steady + target_.poll.max_age;
  overview_.rows = snapshot.rows.rows;
  overview_.active_calls = snapshot.active_calls();
}

// An outage is logged when it begins, changes and ends; every poll at debug.
void Poller::LogOutcome(const PollReport& report) {
  if (report.renewal_failure) {
    log_.Warn("token not renewed, the old one still serves",
              {{"target", target_.name},
               {"reason", ToString(report.renewal_failure->reason)},
               {"detail", report.renewal_failure->detail}});
  }
  const auto& failure = report.failure;
  if (failure) {
    const bool is_news = !last_failure_ ||
                         last_failure_->operation != failure->operation ||
                         last_failure_->reason != failure->reason;
    const Log::Fields fields = {{"target", target_.name},
                                {"operation", ToString(failure->operation)},
                                {"reason", ToString(failure->reason)},
                                {"detail", failure->detail}};
    is_news ? log_.Warn("poll failed", fields)
            : log_.Debug("poll failed again", fields);
  } else {
    const Log::Fields fields = {{"target", target_.name},
                                {"rows", overview_.rows.value_or(0)},
                                {"calls", overview_.active_calls.value_or(0)},
                                {"seconds", Seconds(overview_.poll_duration)}};
    is_up_ ? log_.Debug("poll", fields) : log_.Info("target is up", fields);
  }
  is_up_ = !failure;
  last_failure_ = failure;
}

TargetPage Poller::Page() const {
  return {RenderSource(metrics_.Collect().families(), target_.name),
          call_counters_, call_gauges_, gauges_fade_at_, overview_};
}

}  // namespace pitel
