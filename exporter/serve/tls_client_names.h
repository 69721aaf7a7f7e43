// A private header of serve. Tested in tls_server_test.cc.
#pragma once

#include <openssl/x509.h>

#include <string>
#include <vector>

namespace pitel {

// The DNS, e-mail, IP and URI names for which a certificate was issued.
std::vector<std::string> NamesOf(X509* certificate);

}  // namespace pitel
