#include "accuracy/study.h"

#include <algorithm>
#include <memory>

#include "accuracy/exporter_view.h"
#include "accuracy/onlooker.h"
#include "simulator/random.h"
#include "simulator/world.h"

namespace pitel::accuracy {
namespace {

using simulation::Direction;
using simulation::kDirections;
using simulation::kNever;
using simulation::Parameters;

double SecondsBetween(Time begin, Time end) {
  return std::chrono::duration<double>(end - begin).count();
}

// The call as of `time`.
TrueCall AsOf(TrueCall call, Time time) {
  if (call.start > time) call.start = kNever;
  if (call.answer > time) call.answer = kNever;
  if (call.end > time) call.end = kNever;
  return call;
}

// All calls that began to ring in (begin, end], as of `end`.
std::vector<TrueCall> TrueCalls(const World& world, Time begin, Time end) {
  std::vector<TrueCall> calls;
  const auto add = [&](const TrueCall& call) {
    if (call.start != kNever && call.start > begin && call.start <= end) {
      calls.push_back(AsOf(call, end));
    }
  };
  for (const TrueCall& call : world.truth().finished()) add(call);
  for (const auto& live : world.LiveCalls()) add(live.call);
  return calls;
}

// Polls find out that a call is over some polls later: those that end after
// `over` are not.
Counted Count(const std::vector<TrueCall>& calls, Time over) {
  Counted counted;
  for (const TrueCall& call : calls) {
    const bool answered = call.answer != kNever;
    ++counted.started;
    if (answered) {
      ++counted.answered;
      if (call.direction == Direction::kInbound) {
        counted.wait.Observe(SecondsBetween(call.start, call.answer));
      }
    }
    if (call.end > over) continue;
    ++(answered ? counted.ended : counted.unanswered);
    if (answered) {
      counted.duration.Observe(SecondsBetween(call.start, call.end));
    }
  }
  return counted;
}

// An upper bound, since the leg that talks may have the call's own call_id.
std::uint64_t LooseIds(const std::vector<TrueCall>& calls) {
  std::uint64_t ids = 0;
  for (const TrueCall& call : calls) {
    if (call.direction == Direction::kInbound) {
      ids += (call.transferred ? 1 : 0) + (call.listened_to ? 1 : 0);
    } else {
      ids += call.call_ids - 1u;
    }
  }
  return ids;
}

double MissedIfExponential(const std::vector<TrueCall>& calls,
                           Duration interval) {
  Duration ringing{};
  std::int64_t count = 0;
  for (const TrueCall& call : calls) {
    const Time over = std::min(call.answer, call.end);
    if (over == kNever) continue;
    ringing += over - call.start;
    ++count;
  }
  return static_cast<double>(count) *
         MissProbabilityOfExponential(ringing / count, interval);
}

void Compare(std::uint64_t really, std::uint64_t counted, Mistakes& mistakes) {
  if (counted < really) mistakes.overlooked += really - counted;
  if (counted > really) mistakes.invented += counted - really;
}

// The world as seen at one interval.
class Watch {
 public:
  Watch(const World& world, const CallRules& rules,
        std::chrono::seconds interval, Duration phase)
      : world_(world),
        interval_(interval),
        first_(world.now() + phase),
        next_(first_),
        gone_after_(GoneAfter(rules)),
        exporter_(world, rules),
        onlooker_(world, gone_after_),
        exporter_before_(exporter_.tenants()),
        onlooker_before_(onlooker_.tenants()) {}

  Time next() const { return next_; }

  void Poll() {
    exporter_.Poll();
    onlooker_.Look();
    CompareTenants();
    next_ += interval_;
  }

  Outcome outcome() const {
    const Time last = next_ - interval_;
    const auto calls = TrueCalls(world_, first_, last);
    Outcome outcome = mistakes_;
    outcome.truth = Count(calls, last - (gone_after_ - 1) * interval_);
    outcome.onlooker = onlooker_.counted();
    outcome.exporter = exporter_.counted();
    outcome.backlog = exporter_.backlog();
    outcome.first_seen_oncall = onlooker_.first_seen_oncall();
    outcome.called_again = onlooker_.called_again();
    outcome.returned = onlooker_.returned();
    outcome.anonymous = static_cast<std::uint64_t>(
        std::count_if(calls.begin(), calls.end(),
                      [](const TrueCall& call) { return call.anonymous; }));
    outcome.loose_ids = LooseIds(calls);
    outcome.missed_if_exponential = MissedIfExponential(calls, interval_);
    outcome.prediction = Predict(calls, interval_);
    return outcome;
  }

 private:
  void CompareTenants() {
    const auto exporter = exporter_.tenants();
    const auto& onlooker = onlooker_.tenants();
    for (std::size_t i = 0; i < exporter.size(); ++i) {
      for (std::size_t d = 0; d < std::size(kDirections); ++d) {
        Compare(onlooker[i].started[d] - onlooker_before_[i].started[d],
                exporter[i].started[d] - exporter_before_[i].started[d],
                mistakes_.starts);
        Compare(onlooker[i].answered[d] - onlooker_before_[i].answered[d],
                exporter[i].answered[d] - exporter_before_[i].answered[d],
                mistakes_.answers);
      }
    }
    exporter_before_ = exporter;
    onlooker_before_ = onlooker;
  }

  const World& world_;
  const std::chrono::seconds interval_;
  const Time first_;
  Time next_;
  const int gone_after_;
  ExporterView exporter_;
  Onlooker onlooker_;
  std::vector<Begun> exporter_before_;
  std::vector<Begun> onlooker_before_;
  Outcome mistakes_;
};

}  // namespace

Outcome& Outcome::operator+=(const Outcome& other) {
  truth += other.truth;
  onlooker += other.onlooker;
  exporter += other.exporter;
  starts += other.starts;
  answers += other.answers;
  backlog += other.backlog;
  first_seen_oncall += other.first_seen_oncall;
  called_again += other.called_again;
  returned += other.returned;
  loose_ids += other.loose_ids;
  anonymous += other.anonymous;
  missed_if_exponential += other.missed_if_exponential;
  prediction += other.prediction;
  return *this;
}

std::vector<Outcome> Study(const Parameters& parameters,
                           std::chrono::seconds length,
                           const std::vector<std::chrono::seconds>& intervals,
                           CallState empty_state) {
  World world(parameters);
  simulation::Random random(simulation::Mix(parameters.seed ^ 0x90115));
  std::vector<std::unique_ptr<Watch>> watches;
  for (const auto interval : intervals) {
    const Duration phase(static_cast<std::int64_t>(
        random.Uniform() * static_cast<double>(Duration(interval).count())));
    CallRules rules = DefaultRules(interval);
    rules.empty_state = empty_state;
    watches.push_back(std::make_unique<Watch>(world, rules, interval, phase));
  }
  const Time end = parameters.begin + length;
  while (true) {
    Watch& next = **std::min_element(
        watches.begin(), watches.end(),
        [](const auto& a, const auto& b) { return a->next() < b->next(); });
    if (next.next() > end) break;
    world.AdvanceTo(next.next());
    next.Poll();
  }
  std::vector<Outcome> outcomes;
  for (const auto& watch : watches) outcomes.push_back(watch->outcome());
  return outcomes;
}

}  // namespace pitel::accuracy
