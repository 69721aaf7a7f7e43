// Writes a secret under every key of both files: no message may show it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "config/config_check.h"
#include "config/file_tables.h"
#include "config/load_config.h"
#include "config/load_web_config.h"
#include "config/queues_table.h"
#include "config/web_tables.h"
#include "config/web_tls_table.h"
#include "support/temporary_folder.h"

namespace pitel {
namespace {

using testing::HasSubstr;
using testing::Not;

// A bcrypt hash, an API key, a bearer token and a password.
constexpr const char* kSecrets[] = {
    "$2b$10$OqC0uCy3s1hkuK9ny1cRbe0zGmCSlpVkGvYkMjDqjVvvyQRN3fXs2",
    "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee", "eyJhbGciOiJub25lIn0.eyJhIjoxfQ.",
    "s3cret/pa55"};

// One line of text for each way in which a value can be written.
std::vector<std::string> ValuesOf(const std::string& secret) {
  return {"'" + secret + "'",      "1, '" + secret + "': [x]",
          "['" + secret + "']",    "{'" + secret + "': 1}",
          "{a: '" + secret + "'}", "'/" + secret + "/" + secret + "'"};
}

std::string TextOf(const ConfigProblems& problems) {
  std::string text;
  for (const auto& problem : problems) text += problem.Text() + "\n";
  return text;
}

// Lists what a message shows although it is a secret.
class SecretInMessageTest : public testing::Test {
 protected:
  // `before` and `after` surround "key: value".
  void CheckWebFile(const KeyTable& table, const std::string& before,
                    const std::string& after) {
    ForEachSecret(table, before, after, [this](const std::string& text) {
      const auto loaded = LoadWebConfig(folder_.Write("web.yml", text));
      return loaded.config.ok() ? loaded.config->warnings
                                : loaded.config.error();
    });
  }

  void CheckFile(const KeyTable& table, const std::string& before,
                 const std::string& after) {
    ForEachSecret(table, before, after, [this](const std::string& text) {
      const auto config = LoadConfig(folder_.Write("pitel.yml", text));
      return config.ok() ? CheckSecretFiles(*config) : config.error();
    });
  }

 private:
  template <typename Load>
  void ForEachSecret(const KeyTable& table, const std::string& before,
                     const std::string& after, Load load) {
    for (const std::string secret : kSecrets) {
      for (const auto key : table.Names()) {
        for (const auto& value : ValuesOf(secret)) {
          const auto text = before + std::string(key) + ": " + value + after;
          EXPECT_THAT(TextOf(load(text)), Not(HasSubstr(secret))) << text;
        }
      }
    }
  }

  const TemporaryFolder folder_;
};

TEST_F(SecretInMessageTest, NeverOneOfTheWebFile) {
  WebTlsValues tls;
  WebHeaders headers;
  RateLimit limit;
  CheckWebFile(WebTable(), "", "\n");
  CheckWebFile(WebTlsTable(tls), "tls_server_config: {", "}\n");
  CheckWebFile(WebHttpTable(), "http_server_config: {", "}\n");
  CheckWebFile(WebHeadersTable(headers), "http_server_config: {headers: {",
               "}}\n");
  CheckWebFile(RateLimitTable(limit), "rate_limit: {", "}\n");
}

TEST_F(SecretInMessageTest, NeverOneOfTheConfiguration) {
  FileValues file;
  TargetValues target;
  const std::string named = "targets: [{name: a, url: 'https://x.example.com'";
  const std::string good = named + ", api_key: k, ";
  CheckFile(FileTable(file), "", "\n");
  CheckFile(PollTable(file.poll), "poll: {", "}\n");
  CheckFile(CallsTable(file), "calls: {", "}\n");
  CheckFile(LimitsTable(file), "limits: {", "}\n");
  CheckFile(TenantsTable(file.calls.tenants), "tenants: {", "}\n");
  CheckFile(QueuesTable(file.queues, ""), "queues: {", "}\n");
  CheckFile(TargetTable(target), "targets: [{", "}]\n");
  CheckFile(TargetTable(target), good, "}]\n");
  CheckFile(TargetTable(target), named + ", ", "}]\n");
  CheckFile(TlsTable(target.target.api.tls), good + "tls_config: {", "}}]\n");
  CheckFile({"", {{"a", {}}}}, good + "headers: {", "}}]\n");
}

}  // namespace
}  // namespace pitel
