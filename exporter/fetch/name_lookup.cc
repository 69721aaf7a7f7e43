#include "fetch/name_lookup.h"

#include <netdb.h>

#include <cerrno>
#include <condition_variable>
#include <cstring>
#include <exception>
#include <mutex>
#include <new>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

namespace pitel {
namespace {

constexpr std::chrono::minutes kFresh{1};

std::string Describe(int code) {
  return code == EAI_SYSTEM ? std::generic_category().message(errno)
                            : gai_strerror(code);
}

}  // namespace

Result<Addresses> LookUpHost(const std::string& host) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  const int code = getaddrinfo(host.c_str(), nullptr, &hints, &list);
  if (code != 0) return Error{Describe(code)};
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owner(list,
                                                                 &freeaddrinfo);
  Addresses addresses;
  for (const addrinfo* entry = list; entry != nullptr; entry = entry->ai_next) {
    char text[NI_MAXHOST];
    if (getnameinfo(entry->ai_addr, entry->ai_addrlen, text, sizeof text,
                    nullptr, 0, NI_NUMERICHOST) != 0) {
      continue;
    }
    // libcurl takes no address with a zone ("fe80::1%eth0").
    if (std::strchr(text, '%') == nullptr) addresses.emplace_back(text);
  }
  if (addresses.empty()) return Error{"no usable address"};
  return addresses;
}

struct NameLookup::Outcome {
  std::mutex mutex;  // guards what follows
  std::condition_variable changed;
  bool pending = false;
  SteadyTime started;
  Found found;        // by the last successful lookup
  std::string error;  // why the last lookup found none
};

NameLookup::NameLookup(std::string host, Resolver resolver)
    : host_(std::move(host)),
      resolver_(std::move(resolver)),
      outcome_(std::make_shared<Outcome>()) {}

NameLookup::~NameLookup() = default;

Result<NameLookup::Found> NameLookup::Get(SteadyTime now,
                                          std::chrono::nanoseconds patience,
                                          std::uint64_t failed,
                                          const std::atomic<bool>& cancelled) {
  std::unique_lock lock(outcome_->mutex);
  const auto is_usable = [&] { return outcome_->found.number > failed; };
  if (!outcome_->pending &&
      (!is_usable() || now - outcome_->started > kFresh)) {
    outcome_->started = now;
    Start();
  }
  outcome_->changed.wait_for(lock, patience, [&] {
    return is_usable() || !outcome_->pending || cancelled;
  });
  if (is_usable()) return outcome_->found;
  if (outcome_->pending) return Error{"the resolver does not respond"};
  return Error{outcome_->error};
}

// With the lock, or a Get that is about to wait would miss it.
void NameLookup::WakeUp() {
  const std::lock_guard lock(outcome_->mutex);
  outcome_->changed.notify_all();
}

// With the lock held.
void NameLookup::Start() {
  const auto run = [outcome = outcome_, host = host_, resolver = resolver_] {
    Result<Addresses> found = Error{"out of memory"};
    try {
      found = resolver(host);
    } catch (const std::exception&) {
      // Nothing else on this thread would catch it.
    }
    {
      const std::lock_guard lock(outcome->mutex);
      outcome->pending = false;
      try {
        if (found) {
          outcome->found.addresses = *std::move(found);
          ++outcome->found.number;
        } else {
          outcome->error = found.error().message;
        }
      } catch (const std::bad_alloc&) {
        outcome->error = "out of memory";  // short enough not to allocate
      }
    }
    outcome->changed.notify_all();
  };
  outcome_->error.clear();
  outcome_->pending = true;
  try {
    std::thread(run).detach();
  } catch (const std::exception&) {
    outcome_->pending = false;
    outcome_->error = "no free thread";  // short enough not to allocate
  }
}

}  // namespace pitel
