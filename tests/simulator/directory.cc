#include "simulator/directory.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <stdexcept>

#include "simulator/random.h"

namespace pitel::simulation {
namespace {

// Weights out of 256. The exporter counts the last devices as "other" and
// "unknown".
struct Device {
  int weight;
  std::string_view user_agent;
};
constexpr Device kDevices[] = {
    {90, "Pitel/3.20.5"},
    {40, "MicroSIP/3.21.3"},
    {22, "Zoiper rv2.10.19.5"},
    {14, "LinphoneAndroid/5.0.14"},
    {6, "Linphone/4.4.10"},
    {6, "Bria 6.6.1"},
    {24, "Yealink SIP-T21P_E2 52.84.0.125"},
    {14, "Grandstream GXP1625 1.0.4.132"},
    {10, "Fanvil X3S 2.12.16"},
    {4, "Cisco/SPA504G-7.6.2"},
    {3, "Polycom/5.9.5.0614"},
    {3, "snom/10.1.46.16"},
    {6, "JsSIP 3.10.0"},
    {6, "SIP.js/0.20.1"},
    {5, "FreePBX-UCP/16.0"},
    {3, ""},
};

constexpr std::array<std::uint8_t, 256> DeviceByByte() {
  std::array<std::uint8_t, 256> devices{};
  std::size_t byte = 0;
  for (std::size_t i = 0; i < std::size(kDevices); ++i) {
    for (int n = 0; n < kDevices[i].weight; ++n) {
      devices.at(byte++) = static_cast<std::uint8_t>(i);
    }
  }
  if (byte != devices.size()) throw "the weights must add up to 256";
  return devices;
}
constexpr auto kDeviceByByte = DeviceByByte();

std::string Format(const char* format, unsigned number) {
  char text[64];
  std::snprintf(text, sizeof text, format, number);
  return text;
}

// Zipf: every tenant has one phone, the others are distributed by weight, and
// the remainder goes to the largest.
std::vector<std::uint32_t> TenantSizes(const Parameters& parameters) {
  std::vector<double> weights(parameters.tenants);
  double sum = 0;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    weights[k] =
        std::pow(static_cast<double>(k + 1), -parameters.size_exponent);
    sum += weights[k];
  }
  const std::uint32_t spare = parameters.extensions - parameters.tenants;
  std::vector<std::uint32_t> sizes(parameters.tenants);
  std::uint32_t given = 0;
  for (std::size_t k = 0; k < sizes.size(); ++k) {
    sizes[k] = 1 + static_cast<std::uint32_t>(spare * weights[k] / sum);
    given += sizes[k];
  }
  sizes[0] += parameters.extensions - given;
  return sizes;
}

std::uint32_t LowestNumber(std::uint32_t size) {
  std::uint32_t lowest = 100;
  while (size > lowest * 9) lowest *= 10;
  return lowest;
}

// About one group for `phones_each` phones, of `smallest` to `largest` phones
// (or all the tenant has).
std::vector<Group> MakeGroups(const Tenant& tenant, std::uint32_t phones_each,
                              std::uint32_t smallest, std::uint32_t largest,
                              std::uint32_t number, double own_call_ids,
                              Random& random) {
  std::vector<Group> groups(1 + tenant.size / phones_each);
  for (Group& group : groups) {
    group.size =
        std::min(smallest + random.Below(largest - smallest + 1), tenant.size);
    group.first = tenant.first + random.Below(tenant.size - group.size + 1);
    group.number = number++;
    group.own_call_ids = random.Chance(own_call_ids);
  }
  return groups;
}

Tenant MakeTenant(const Parameters& parameters, std::uint32_t index,
                  std::uint32_t first, std::uint32_t size) {
  Random random(Mix(parameters.seed ^ 0x7e4a47, index));
  const Quirks& quirks = parameters.quirks;
  Tenant tenant;
  tenant.name = Format("t%05u.example.com", index + 1);
  tenant.uuid = MakeUuid(random.Next());
  tenant.first = first;
  tenant.size = size;
  tenant.lowest_number = LowestNumber(size);
  tenant.hotline = 1'900'000'000 + index;
  tenant.servers[0] = index % parameters.servers;
  tenant.servers[1] = tenant.servers[0];
  if (parameters.servers > 1 && random.Chance(parameters.two_servers)) {
    tenant.servers[1] =
        (tenant.servers[0] + 1 + random.Below(parameters.servers - 1)) %
        parameters.servers;
  }
  tenant.ring_groups = MakeGroups(tenant, 25, 3, 8, 600'001,
                                  quirks.ring_groups_with_own_call_ids, random);
  tenant.queues = MakeGroups(tenant, 40, 5, 30, 800'001,
                             quirks.queues_with_own_call_ids, random);
  const double form = random.Uniform();
  if (form < quirks.international_numbers) {
    tenant.number_form = NumberForm::kInternational;
  } else if (form < quirks.international_numbers + quirks.mixed_numbers) {
    tenant.number_form = NumberForm::kMixed;
  }
  tenant.voicemail_only = random.Chance(parameters.voicemail_only);
  tenant.local_own_call_ids = random.Chance(quirks.local_with_own_call_ids);
  return tenant;
}

void Check(const Parameters& parameters) {
  if (parameters.tenants == 0 || parameters.tenants > parameters.extensions) {
    throw std::invalid_argument(
        "there must be 1 tenant at least, and at most "
        "as many as extensions");
  }
  if (parameters.tenants > 99'999) {
    throw std::invalid_argument("there may be 99999 tenants at most");
  }
  if (parameters.extensions > 9'000'000) {
    throw std::invalid_argument("there may be 9000000 extensions at most");
  }
  if (parameters.servers == 0 || parameters.servers > 254) {
    throw std::invalid_argument("there must be 1 to 254 servers");
  }
  if (!(parameters.calls_per_extension_hour >= 0 &&
        parameters.calls_per_extension_hour <= 3600)) {
    throw std::invalid_argument("calls per extension and hour: 0 to 3600");
  }
}

template <typename Range, typename Name>
std::uint32_t IndexOf(const Range& range, Name name) {
  const auto found = std::find_if(range.begin(), range.end(), name);
  return found == range.end()
             ? kNone
             : static_cast<std::uint32_t>(found - range.begin());
}

}  // namespace

Uuid MakeUuid(std::uint64_t key) {
  const std::uint64_t high = Mix(key, 1);
  const std::uint64_t low = Mix(key, 2);
  return {(high & ~0xf000ull) | 0x4000, (low & ~(3ull << 62)) | (2ull << 62)};
}

std::string_view UserAgentText(std::uint8_t user_agent) {
  return kDevices[user_agent].user_agent;
}

Directory::Directory(const Parameters& parameters)
    : seed_(parameters.seed),
      extensions_(parameters.extensions),
      users_without_uuid_(parameters.quirks.users_without_uuid) {
  Check(parameters);
  for (std::uint32_t i = 1; i <= parameters.servers; ++i) {
    servers_.push_back(Format("203.0.113.%u", i));
  }
  std::uint32_t first = 0;
  for (const std::uint32_t size : TenantSizes(parameters)) {
    const auto index = static_cast<std::uint32_t>(tenants_.size());
    tenants_.push_back(MakeTenant(parameters, index, first, size));
    first += size;
  }
}

Extension Directory::At(std::uint32_t extension) const {
  const std::uint64_t key = Mix(seed_ ^ 0xe87e, extension);
  Extension result;
  result.uuid = MakeUuid(key);
  result.user_uuid = MakeUuid(key + 1);
  result.has_user_uuid =
      static_cast<double>(key & 0xffff) >= users_without_uuid_ * 65536;
  result.second_server = (key >> 16) & 1;
  result.network = (key >> 17) & 1;
  result.host = static_cast<std::uint8_t>(1 + ((key >> 24) & 0xff) % 254);
  result.user_agent = kDeviceByByte[(key >> 32) & 0xff];
  return result;
}

std::uint32_t Directory::FindTenant(std::string_view name) const {
  return IndexOf(tenants_,
                 [name](const Tenant& tenant) { return tenant.name == name; });
}

std::uint32_t Directory::FindServer(std::string_view host) const {
  return IndexOf(servers_,
                 [host](const std::string& server) { return server == host; });
}

}  // namespace pitel::simulation
