#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "app/target.h"
#include "base/clock.h"
#include "fetch/failure.h"

namespace pitel::history {

// What the exporter shows of one target, poll after poll, at given times: no
// threads, no sockets, no clock.
class PolledTarget {
 public:
  PolledTarget(const std::string& name, std::chrono::seconds interval,
               bool has_queues = false);

  // A poll sent at `sent` received this document as a successful response. If
  // `queues` is not empty, it is that of the queue endpoint.
  void Succeed(std::string_view document, const Moment& sent,
               std::chrono::duration<double> took, double clock_skew,
               std::string_view queues = {});
  // A poll sent at `sent` failed.
  void Fail(FailureReason reason, const Moment& sent,
            std::chrono::duration<double> took);

  // The sample lines of a scrape at this time.
  std::string Samples(SteadyTime now) const;

 private:
  void Count(std::size_t endpoint, std::string_view document,
             FetchReport& report);

  Target target_;
};

}  // namespace pitel::history
