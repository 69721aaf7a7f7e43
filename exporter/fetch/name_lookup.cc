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
  std::mutex mutex;
  std::condition_variable changed;
  bool pending = false;
  bool cancelled = false;
  Addresses addresses;  // the last that were found, until forgotten
  std::string error;    // why the last lookup found none
};

NameLookup::NameLookup(std::string host, Resolver resolver)
    : host_(std::move(host)),
      resolver_(std::move(resolver)),
      outcome_(std::make_shared<Outcome>()) {}

NameLookup::~NameLookup() = default;

Result<Addresses> NameLookup::Get(SteadyTime now,
                                  std::chrono::nanoseconds patience) {
  std::unique_lock lock(outcome_->mutex);
  if (!outcome_->pending &&
      (outcome_->addresses.empty() || now - started_ > kFresh)) {
    started_ = now;
    Start();
  }
  if (!outcome_->addresses.empty()) return outcome_->addresses;
  outcome_->changed.wait_for(lock, patience, [&] {
    return !outcome_->pending || outcome_->cancelled;
  });
  if (!outcome_->addresses.empty()) return outcome_->addresses;
  if (outcome_->cancelled) return Error{"cancelled"};
  if (outcome_->pending) return Error{"the resolver does not respond"};
  return Error{outcome_->error};
}

void NameLookup::Forget() {
  const std::lock_guard lock(outcome_->mutex);
  outcome_->addresses.clear();
}

void NameLookup::Cancel() {
  {
    const std::lock_guard lock(outcome_->mutex);
    outcome_->cancelled = true;
  }
  outcome_->changed.notify_all();
}

// With the lock held.
void NameLookup::Start() {
  const auto run = [outcome = outcome_, host = host_, resolver = resolver_] {
    Result<Addresses> found = Error{"out of memory"};
    try {
      found = resolver(host);
    } catch (const std::exception&) {
      // Nobody is below this thread to catch it.
    }
    {
      const std::lock_guard lock(outcome->mutex);
      outcome->pending = false;
      try {
        if (found) {
          outcome->addresses = *std::move(found);
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
