// The sections of the file of --web.config.file. As in Prometheus'
// exporter-toolkit, a key without a value counts as left out. Tested in
// load_web_config_test.cc and bad_configs_test.cc.
#pragma once

#include "config/key_table.h"
#include "config/web_config.h"

namespace pitel {

// The top of the file. Its sections are read with the tables below and with
// WebTlsTable.
KeyTable WebTable();
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
