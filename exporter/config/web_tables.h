// The sections of the file of --web.config.file. As in Prometheus'
// exporter-toolkit, a key without a value counts as left out. Tested in
// load_web_config_test.cc and bad_configs_test.cc.
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

// The top of the file. Its sections are read with the tables below.
KeyTable WebTable();
KeyTable WebTlsTable(WebTlsValues& values);
// `headers` is read with WebHeadersTable.
KeyTable WebHttpTable();
KeyTable WebHeadersTable(WebHeaders& headers);
KeyTable RateLimitTable(RateLimit& limit);

// Reads `basic_auth_users`.
void ReadWebUsers(const YamlValue& section, ProblemList& problems,
                  WebUsers& users);

// Reads a mapping and reports keys that are not in its table, with a
// suggestion.
MappingReader ReadWebMapping(const YamlValue& mapping, const KeyTable& table,
                             ProblemList& problems);

}  // namespace pitel
