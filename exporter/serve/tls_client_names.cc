#include "serve/tls_client_names.h"

#include <arpa/inet.h>
#include <openssl/x509v3.h>

#include <memory>

namespace pitel {
namespace {

std::string ToText(const ASN1_STRING* text) {
  const auto* const bytes =
      reinterpret_cast<const char*>(ASN1_STRING_get0_data(text));
  return {bytes, static_cast<std::size_t>(ASN1_STRING_length(text))};
}

// Empty if it is neither an IPv4 nor an IPv6 address.
std::string ToAddress(const ASN1_OCTET_STRING* bytes) {
  const int size = ASN1_STRING_length(bytes);
  if (size != 4 && size != 16) return "";
  char text[INET6_ADDRSTRLEN];
  ::inet_ntop(size == 4 ? AF_INET : AF_INET6, ASN1_STRING_get0_data(bytes),
              text, sizeof text);
  return text;
}

// Empty for names of other kinds.
std::string ToText(const GENERAL_NAME* name) {
  int type = 0;
  const void* const value = GENERAL_NAME_get0_value(name, &type);
  const auto* const text = static_cast<const ASN1_STRING*>(value);
  switch (type) {
    case GEN_DNS:
    case GEN_EMAIL:
    case GEN_URI:
      return ToText(text);
    case GEN_IPADD:
      return ToAddress(text);
    default:
      return "";
  }
}

}  // namespace

std::vector<std::string> NamesOf(X509* certificate) {
  const std::unique_ptr<GENERAL_NAMES, decltype(&GENERAL_NAMES_free)> all(
      static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(
          certificate, NID_subject_alt_name, nullptr, nullptr)),
      GENERAL_NAMES_free);
  std::vector<std::string> names;
  for (int i = 0; i < sk_GENERAL_NAME_num(all.get()); ++i) {
    std::string name = ToText(sk_GENERAL_NAME_value(all.get(), i));
    if (!name.empty()) names.push_back(std::move(name));
  }
  return names;
}

}  // namespace pitel
