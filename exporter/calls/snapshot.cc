// Calls, their legs and extensions are groups of rows, found by sorting rows by
// what they share. A group is counted once, as one of its rows: the one
// furthest along in its call, and among those the first in an order that does
// not depend on the response's own.
//
// The API repeats a leg for every device registered for the extension, so a leg
// is the rows of one call and one extension.

#include "calls/snapshot.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <tuple>

#include "calls/hash_order.h"

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

// A row and the key that it shares with its group.
struct Member {
  std::uint32_t tenant;
  std::uint32_t row;
  std::uint64_t shared;  // a hash; 0: the row is a group of its own

  auto group() const { return std::tie(shared, tenant); }
};

// Calls `count` with each group, as a run of members.
template <typename Count>
void ForEachGroup(std::vector<Member>& members, const Count& count) {
  SortByHash(
      members, [](const Member& member) { return member.shared; },
      [](const Member& a, const Member& b) {
        return std::tie(a.shared, a.tenant, a.row) <
               std::tie(b.shared, b.tenant, b.row);
      });
  for (auto first = members.begin(); first != members.end();) {
    auto last = first + 1;
    while (first->shared != 0 && last != members.end() &&
           last->group() == first->group()) {
      ++last;
    }
    count(first, last);
    first = last;
  }
}

using MemberIterator = std::vector<Member>::iterator;

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
  std::vector<Member> members;
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    if (rows[i].is_leg()) {
      members.push_back({rows[i].tenant, i, rows[i].call_id});
    }
  }
  // The first row of a call, or of a leg, has its labels; that of a leg also
  // its age.
  const auto order = [&](const Member& member) {
    const CallRow& row = rows[member.row];
    return std::tuple(row.state, row.direction, server_ranks[row.server],
                      -counted.times[member.row].age);
  };
  ForEachGroup(members, [&](MemberIterator first, MemberIterator last) {
    const auto call = std::min_element(
        first, last, [&](auto& a, auto& b) { return order(a) < order(b); });
    const CallRow& row = rows[call->row];
    auto& pair = snapshot.pairs[counted.labels.pair_of_row[call->row]];
    ++pair.calls[Index(row.direction)][Index(row.state)];

    std::sort(first, last, [&](const Member& a, const Member& b) {
      const auto extension_a = rows[a.row].extension;
      const auto extension_b = rows[b.row].extension;
      return extension_a != extension_b ? extension_a < extension_b
                                        : order(a) < order(b);
    });
    for (auto member = first; member != last; ++member) {
      const std::uint64_t extension = rows[member->row].extension;
      if (member != first && extension != 0 &&
          extension == rows[std::prev(member)->row].extension) {
        ++snapshot.duplicate_rows;
      } else {
        CountLeg(counted, member->row, snapshot);
      }
    }
  });
}

void CountExtensions(const CountedRows& counted,
                     const std::vector<std::uint32_t>& server_ranks,
                     CallSnapshot& snapshot) {
  const auto& rows = counted.response.rows;
  std::vector<Member> members;
  members.reserve(rows.size());
  for (std::uint32_t i = 0; i < rows.size(); ++i) {
    members.push_back({rows[i].tenant, i, rows[i].extension});
  }
  const auto order = [&](const Member& member) {
    const CallRow& row = rows[member.row];
    return std::tuple(row.state, server_ranks[row.server]);
  };
  ForEachGroup(members, [&](MemberIterator first, MemberIterator last) {
    const auto member = std::min_element(
        first, last, [&](auto& a, auto& b) { return order(a) < order(b); });
    const CallRow& row = rows[member->row];
    auto& pair = snapshot.pairs[counted.labels.pair_of_row[member->row]];
    ++pair.extensions[Index(row.state)];
    std::uint8_t device = row.device;
    for (auto other = first; other != last; ++other) {
      if (rows[other->row].state == row.state) {
        device = std::min(device, rows[other->row].device);
      }
    }
    ++snapshot.devices[device];
  });
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
