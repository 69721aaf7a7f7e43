// Tested in load_web_config_test.cc and bad_configs_test.cc.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "config/key_table.h"
#include "config/web_config.h"

namespace pitel {

// PEM in the file itself, or in a file that it names. The latter wins.
struct PemSource {
  std::string text;
  std::filesystem::path file;

  bool given() const { return !text.empty() || !file.empty(); }
};

struct WebTlsValues {
  WebTls tls;  // without the values below
  PemSource certificate;
  PemSource key;
  PemSource client_ca;
  std::optional<ClientAuth> client_auth;
  // Of any version.
  std::optional<std::vector<TlsName>> cipher_suites;

  // Whether they turn TLS on.
  bool given() const;
};

// `tls_server_config` of the file of --web.config.file.
KeyTable WebTlsTable(WebTlsValues& values);

}  // namespace pitel
