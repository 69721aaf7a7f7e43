// What TLS settings are called: by Go, and therefore in the files of
// Prometheus' exporter-toolkit, and by OpenSSL.
#pragma once

#include <span>
#include <string_view>

namespace pitel {

struct TlsName {
  std::string_view go;
  std::string_view openssl;

  bool operator==(const TlsName&) const = default;
};

// The cipher suites before TLS 1.3, and those of TLS 1.3, which are always
// offered. Go considers the others insecure.
std::span<const TlsName> CipherSuites();
std::span<const TlsName> CipherSuitesOfTls13();

std::span<const TlsName> TlsCurves();

}  // namespace pitel
