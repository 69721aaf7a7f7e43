#pragma once

#include <chrono>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "outcome.h"
#include "plain_row.h"

namespace pitel::plain {

// The counters and histograms of "Following calls".
class Totals {
 public:
  enum Event {
    kStarted,
    kAnswered,
    kUnanswered,
    kEnded,
    kLostRinging,
    kLostOncall
  };

  void Add(Event event, const std::string& tenant, Direction direction);
  void AddWait(const std::string& tenant, std::chrono::duration<double> wait);
  void AddDuration(Direction direction, std::chrono::duration<double> duration);

  // From now on, these are the only tenants.
  void KeepOnly(const std::set<std::string>& tenants);

  double Count(Event event, const std::string& tenant,
               Direction direction) const;
  std::set<std::string> tenants() const;
  void AddTo(differential::SeriesValues& series) const;

 private:
  struct Tenant {
    std::map<Direction, std::map<Event, double>> counts = {
        {kInbound, {}}, {kOutbound, {}}, {kLocal, {}}};
    std::vector<double> waits;  // seconds
  };

  std::map<std::string, Tenant> tenants_;
  std::map<Direction, std::vector<double>> durations_ = {
      {kInbound, {}}, {kOutbound, {}}, {kLocal, {}}};
};

}  // namespace pitel::plain
