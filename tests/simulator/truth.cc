#include "simulator/truth.h"

namespace pitel::simulation {

Truth::Truth(std::size_t tenants, bool keep_finished_calls)
    : keep_finished_calls_(keep_finished_calls), counts_(tenants) {}

const Counts& Truth::Of(std::uint32_t tenant, Direction direction) const {
  return counts_[tenant][static_cast<std::size_t>(direction)];
}

Counts& Truth::Of(const TrueCall& call) {
  return counts_[call.tenant][static_cast<std::size_t>(call.direction)];
}

Counts Truth::Total(Direction direction) const {
  Counts total;
  for (const auto& tenant : counts_) {
    const Counts& counts = tenant[static_cast<std::size_t>(direction)];
    total.started += counts.started;
    total.answered += counts.answered;
    total.unanswered += counts.unanswered;
    total.ended += counts.ended;
    total.unseen += counts.unseen;
  }
  return total;
}

QueueTruth Truth::OfQueue(std::uint32_t tenant, std::uint32_t queue) const {
  const auto found = queues_.find({tenant, queue});
  return found == queues_.end() ? QueueTruth() : found->second;
}

QueueTruth* Truth::QueueOf(const TrueCall& call) {
  if (call.queue == kNone || call.rejoined) return nullptr;
  return &queues_[{call.tenant, call.queue}];
}

void Truth::Joined(const TrueCall& call) {
  if (QueueTruth* queue = QueueOf(call)) ++queue->joined;
}

void Truth::Started(const TrueCall& call) { ++Of(call).started; }

void Truth::Answered(const TrueCall& call) {
  ++Of(call).answered;
  if (QueueTruth* queue = QueueOf(call)) ++queue->answered;
}

void Truth::Finished(const TrueCall& call) {
  if (call.start == kNever) {
    ++Of(call).unseen;
  } else if (call.answer == kNever) {
    ++Of(call).unanswered;
  } else {
    ++Of(call).ended;
  }
  QueueTruth* const queue = QueueOf(call);
  if (queue != nullptr && call.answer == kNever) ++queue->abandoned;
  if (keep_finished_calls_) finished_.push_back(call);
}

}  // namespace pitel::simulation
