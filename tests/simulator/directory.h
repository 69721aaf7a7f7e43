// The tenants, phones and groups of the simulated world, which never change.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "simulator/parameters.h"

namespace pitel::simulation {

// 128 bits that are written as a version 4 UUID.
struct Uuid {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
};
Uuid MakeUuid(std::uint64_t key);  // equal keys, equal UUIDs

// A ring group or a queue: consecutive phones of a tenant.
struct Group {
  std::uint32_t first = 0;    // index of an extension
  std::uint32_t size = 0;     // phones
  std::uint32_t number = 0;   // what is dialled to reach it
  bool own_call_ids = false;  // of a phone each, or of an offer each
};

enum class NumberForm : std::uint8_t { kNational, kInternational, kMixed };

struct Tenant {
  std::string name;  // field `domain_name`: "t00017.example.com"
  Uuid uuid;
  std::uint32_t first = 0;  // its extensions: [first, first + size)
  std::uint32_t size = 0;
  std::uint32_t lowest_number = 0;    // of its extensions: 100, 1000, ...
  std::uint64_t hotline = 0;          // "1900" and six digits
  std::uint32_t servers[2] = {0, 0};  // indices; equal: it lives on one
  std::vector<Group> ring_groups;
  std::vector<Group> queues;
  NumberForm number_form = NumberForm::kNational;
  bool voicemail_only = false;
  bool local_own_call_ids = false;
};

// The constant facts about a phone. Computed from its index each time, since a
// million of them as text would take half a gigabyte.
struct Extension {
  Uuid uuid;
  Uuid user_uuid;
  bool has_user_uuid = false;
  bool second_server = false;  // registers at its tenant's servers[1]
  std::uint8_t network = 0;    // 192.0.2 or 198.51.100
  std::uint8_t host = 0;
  std::uint8_t user_agent = 0;  // index for UserAgentText
};

// As in the field `user_agent`.
std::string_view UserAgentText(std::uint8_t user_agent);

class Directory {
 public:
  // Throws std::invalid_argument for parameters that make no world.
  explicit Directory(const Parameters& parameters);

  const std::vector<Tenant>& tenants() const { return tenants_; }
  const std::vector<std::string>& servers() const { return servers_; }
  std::uint32_t extensions() const { return extensions_; }

  Extension At(std::uint32_t extension) const;
  // The number phones of `tenant` dial to reach its `extension`.
  static std::uint32_t NumberOf(const Tenant& tenant, std::uint32_t extension) {
    return tenant.lowest_number + (extension - tenant.first);
  }

  // kNone if there is none of that name.
  std::uint32_t FindTenant(std::string_view name) const;
  std::uint32_t FindServer(std::string_view host) const;

 private:
  std::uint64_t seed_;
  std::uint32_t extensions_;
  double users_without_uuid_;
  std::vector<Tenant> tenants_;
  std::vector<std::string> servers_;  // hosts, as in the field `server_host`
};

}  // namespace pitel::simulation
