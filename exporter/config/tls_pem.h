// Checks of certificates and keys in PEM form.
#pragma once

#include <optional>
#include <string>

namespace pitel {

// What is wrong with a certificate of the server and its key. The texts follow
// the name of a key of the configuration, and contain nothing of the PEM.
struct IdentityFaults {
  std::string certificate;  // empty if nothing is wrong
  std::string key;

  bool operator==(const IdentityFaults&) const = default;
};

// `certificate` may be a chain that begins with the server's own.
IdentityFaults CheckIdentity(const std::string& certificate,
                             const std::string& key);

// What is wrong with the certificates of authorities; empty if nothing is.
std::string CheckAuthorities(const std::string& certificates);

}  // namespace pitel
