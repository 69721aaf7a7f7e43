#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace pitel {

// A certificate with its private key, both as PEM.
struct Identity {
  std::string certificate;
  std::string key;
};

struct CertificateWishes {
  // As OpenSSL writes them: "DNS:localhost", "IP:127.0.0.1". None: no
  // extension.
  std::vector<std::string> names = {"DNS:localhost", "IP:127.0.0.1"};
  std::string common_name = "Test Server";
  // From now on.
  std::chrono::seconds valid_from = -std::chrono::hours(1);
  std::chrono::seconds valid_until = std::chrono::hours(1);
};

// A new certificate authority.
Identity MakeAuthority();

// A new certificate, signed by `authority`.
Identity MakeCertificate(const Identity& authority,
                         const CertificateWishes& wishes = {});

// The same key, readable with the password only.
std::string EncryptKey(const std::string& key, const std::string& password);

}  // namespace pitel
