// Calls, their legs and extensions are groups of rows, found by what the rows
// share. A group is counted once, as one of its rows: the one furthest along in
// its call, and among those the first in an order that does not depend on the
// response's own.
//
// The API repeats a leg for every device registered for the extension, so a leg
// is the rows of one call and one extension.

#include "calls/snapshot.h"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <utility>

#include "calls/group_numbers.h"
#include "endpoint/keyed_hash.h"

namespace pitel {
namespace {

std::size_t Index(CallState state) { return static_cast<std::size_t>(state); }
std::size_t Index(Direction direction) {
  return static_cast<std::size_t>(direction);
}

// The rank of each server of a response by name.
std::vector<std::uint32_t> RankServers(
    const std::vector<std::string>& servers) {
  std::vector<std::uint32_t> order(servers.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(),
            [&](auto a, auto b) { return servers[a] < servers[b]; });
  std::vector<std::uint32_t> ranks(servers.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) ranks[order[i]] = i;
  return ranks;
}

// Of each group of rows, the one that counts.
class FirstRows {
 public:
  explicit FirstRows(std::size_t most_rows) : groups_(most_rows) {}

  // Adds `row` to the group with this key and returns the group. Among rows of
  // which none precedes the other, the one added first counts.
  template <typename Precedes>
  std::uint32_t Add(std::uint64_t hash, std::uint32_t tenant, std::uint32_t row,
                    const Precedes& precedes) {
    const std::uint32_t group = groups_.Of(hash, tenant);
    if (group == rows_.size()) {
      rows_.push_back(row);
    } else if (precedes(row, rows_[group])) {
      rows_[group] = row;
    }
    return group;
  }

  const std::vector<std::uint32_t>& rows() const { return rows_; }

 private:
  GroupNumbers groups_;
  std::vector<std::uint32_t> rows_;  // by group
};

void CountLeg(const CountedRows& counted, std::uint32_t row_index,
              CallSnapshot& snapshot) {
  const CallRow& row = counted.response.rows[row_index];
  auto& pair = snapshot.pairs[counted.labels.pair_of_row[row_index]];
  ++pair.legs[Index(row.direction)][Index(row.state)];
  if (counted.times[row_index].stale) ++pair.stale_legs[Index(row.state)];
  RowProblems& problems = snapshot.problems;
  if (row.state == CallState::kUnknown) ++problems.unknown_call_state;
  if (row.direction == Direction::kUnknown) ++problems.unknown_direction;
  if (row.call_time == kNoCallTime) ++problems.unknown_call_time;
}

void CountCallsAndLegs(const CountedRows& counted,
                       const std::vector<std::uint32_t>& server_ranks,
                       CallSnapshot& snapshot) {
  const auto& rows = counted.response.rows;
  // The first row of a call, or of a leg, has its labels; that of a leg also
  // its age.
  const auto order = [&](std::uint32_t i) {
    const CallRow& row = rows[i];
    return std::tuple(row.state, row.direction, server_ranks[row.server],
                      -counted.times[i].age);
  };
  const auto precedes = [&](std::uint32_t a, std::uint32_t b) {
    return order(a) < order(b);
  };
  const auto count = static_cast<std::size_t>(std::ranges::count_if(
      rows, [](const CallRow& row) { return row.is_leg(); }));
  FirstRows calls(count);
  FirstRows legs(count);
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    const CallRow& row = rows[i];
    if (!row.is_leg()) continue;
    calls.Add(row.call_id, row.tenant, i, precedes);
    const bool can_repeat = row.call_id != 0 && row.extension != 0;
    legs.Add(can_repeat ? Combine({row.call_id, row.extension}) : 0, row.tenant,
             i, precedes);
  }
  for (const std::uint32_t i : calls.rows()) {
    auto& pair = snapshot.pairs[counted.labels.pair_of_row[i]];
    ++pair.calls[Index(rows[i].direction)][Index(rows[i].state)];
  }
  for (const std::uint32_t i : legs.rows()) CountLeg(counted, i, snapshot);
  snapshot.duplicate_rows = count - legs.rows().size();
}

void CountExtensions(const CountedRows& counted,
                     const std::vector<std::uint32_t>& server_ranks,
                     CallSnapshot& snapshot) {
  const auto& rows = counted.response.rows;
  const auto precedes = [&](std::uint32_t a, std::uint32_t b) {
    return std::tuple(rows[a].state, server_ranks[rows[a].server]) <
           std::tuple(rows[b].state, server_ranks[rows[b].server]);
  };
  FirstRows extensions(rows.size());
  // The device that counts for an extension is one in the state that counts.
  std::vector<std::pair<CallState, std::uint8_t>> devices;
  devices.reserve(rows.size());
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    const CallRow& row = rows[i];
    const auto extension =
        extensions.Add(row.extension, row.tenant, i, precedes);
    const std::pair device(row.state, row.device);
    if (extension == devices.size()) {
      devices.push_back(device);
    } else {
      devices[extension] = std::min(devices[extension], device);
    }
  }
  for (const std::uint32_t i : extensions.rows()) {
    auto& pair = snapshot.pairs[counted.labels.pair_of_row[i]];
    ++pair.extensions[Index(rows[i].state)];
  }
  for (const auto& [state, device] : devices) ++snapshot.devices[device];
}

std::uint64_t ActiveCalls(const CallSnapshot::PairCounts& pair) {
  std::uint64_t sum = 0;
  for (const auto& states : pair.calls) {
    sum = std::accumulate(states.begin(), states.end(), sum);
  }
  return sum;
}

// Every tenant that has a pair, in the order of the pairs; and for each tenant
// of the response, its index among them.
std::vector<std::uint32_t> ListTenants(const CountedRows& counted,
                                       CallSnapshot& snapshot) {
  std::vector<std::uint32_t> tenant_of_pair;
  for (const auto& pair : snapshot.pairs) {
    auto& tenants = snapshot.tenants;
    if (tenants.empty() || tenants.back().label != pair.labels.tenant) {
      tenants.push_back({.label = pair.labels.tenant});
    }
    tenants.back().active_calls += ActiveCalls(pair);
    tenant_of_pair.push_back(static_cast<std::uint32_t>(tenants.size() - 1));
  }
  std::vector<std::uint32_t> tenant_index(counted.response.tenants.size());
  for (std::size_t i = 0; i < counted.response.rows.size(); ++i) {
    tenant_index[counted.response.rows[i].tenant] =
        tenant_of_pair[counted.labels.pair_of_row[i]];
  }
  return tenant_index;
}

void CountRingingCallers(const CountedRows& counted, CallSnapshot& snapshot) {
  const auto tenant_index = ListTenants(counted, snapshot);
  for (const RingingCaller& caller : counted.ringing_callers) {
    auto& tenant = snapshot.tenants[tenant_index[caller.tenant]];
    ++tenant.ringing_callers;
    tenant.oldest_ringing = std::max(tenant.oldest_ringing, caller.age);
  }
}

}  // namespace

std::uint64_t CallSnapshot::active_calls() const {
  std::uint64_t sum = 0;
  for (const Tenant& tenant : tenants) sum += tenant.active_calls;
  return sum;
}

bool CallSnapshot::all_rows_left_out() const {
  return left_out_rows > 0 && left_out_rows + rows.not_an_object == rows.rows;
}

CallSnapshot CountCalls(const CountedRows& rows) {
  CallSnapshot snapshot;
  snapshot.rows = rows.response.summary;
  snapshot.problems.not_an_object = snapshot.rows.not_an_object;
  snapshot.left_out_rows = snapshot.rows.rows - snapshot.rows.not_an_object -
                           rows.response.rows.size();
  snapshot.folded_tenants = rows.labels.folded_tenants;
  snapshot.folded_servers = rows.labels.folded_parts;
  snapshot.pairs.reserve(rows.labels.pairs.size());
  for (const auto& labels : rows.labels.pairs) {
    snapshot.pairs.push_back({labels, {}, {}, {}, {}});
  }
  const auto server_ranks = RankServers(rows.response.servers);
  CountCallsAndLegs(rows, server_ranks, snapshot);
  CountExtensions(rows, server_ranks, snapshot);
  CountRingingCallers(rows, snapshot);
  return snapshot;
}

}  // namespace pitel
