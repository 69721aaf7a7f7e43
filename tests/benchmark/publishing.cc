// The cost of publishing the change of one target among many, and of scraping
// the page of them all. See README.md.
#include <sys/socket.h>
#include <zlib.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <functional>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/exporter_metrics.h"
#include "app/publisher.h"
#include "app/target.h"
#include "base/log.h"
#include "json/byte_source.h"
#include "serve/server.h"
#include "unit/serve/client.h"

namespace pitel::benchmark {
namespace {

using Steady = std::chrono::steady_clock;

struct Fleet {
  int targets;
  int tenants;  // of each target
};

// A response with three legs of each tenant.
std::string ResponseOf(int target, int tenants) {
  std::minstd_rand random(static_cast<unsigned>(target + 1));
  const auto any = [&](int n) { return static_cast<int>(random() % n); };
  std::string text = R"({"data": [)";
  const int rows = 3 * tenants;
  for (int row = 0; row < rows; ++row) {
    const auto number = std::to_string(100000 * target + row);
    text += row == 0 ? "" : ",";
    text += R"({"domain_name": "tenant-)" +
            std::to_string(tenants * target + row / 3) +
            R"(.example.com", "server_host": "pbx-)" + std::to_string(any(2)) +
            R"(.example.com", "direction": "inbound", "extension": ")" +
            number + R"(", "call_id": ")" + number + R"(", "call_state": ")" +
            (any(3) == 0 ? "RINGING" : "ONCALL") +
            R"(", "call_time": "2023-11-15 05:13:20"})";
  }
  return text + R"(], "total": )" + std::to_string(rows) + "}";
}

ShownTarget ShownTargetOf(int number, int tenants) {
  TargetConfig config;
  config.name = "site-" + std::to_string(number);
  Target target(config);
  const std::string response = ResponseOf(number, tenants);
  TextSource body(response);
  if (const auto error = target.Read(0, body)) {
    throw std::runtime_error(error->message);
  }
  FetchReport report;
  report.sent = SystemClock().Now();
  target.Commit(0, target.Count(0, report));
  target.Succeed(report, {report.sent, std::chrono::milliseconds(number % 97)});
  ShownTarget shown = target.Shown();
  for (ShownEndpoint& endpoint : shown.endpoints) {
    endpoint.fades_at = SteadyTime::max();
  }
  return shown;
}

// The median time that `work` takes, in milliseconds.
double Milliseconds(const std::function<void()>& work, int times = 9) {
  std::vector<double> measured;
  for (int i = 0; i < times; ++i) {
    const auto began = Steady::now();
    work();
    measured.push_back(
        std::chrono::duration<double, std::milli>(Steady::now() - began)
            .count());
  }
  std::nth_element(measured.begin(), measured.begin() + times / 2,
                   measured.end());
  return measured[static_cast<std::size_t>(times / 2)];
}

// The size of `text` as `gzip -6` compresses it.
std::size_t GzippedSize(std::string_view text) {
  z_stream stream{};
  deflateInit2(&stream, 6, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
  std::vector<Bytef> out(deflateBound(&stream, text.size()));
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = out.data();
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  const std::size_t size = stream.total_out;
  deflateEnd(&stream);
  return size;
}

// A client that scrapes over and over on one connection.
class Scraper {
 public:
  Scraper(const Server& server, std::string fields)
      : client_(server.addresses().front()), fields_(std::move(fields)) {}

  // Returns the size of the body.
  std::size_t Scrape() {
    client_.Get("/metrics", fields_);
    std::string head;
    while (head.find("\r\n\r\n") == head.npos) Receive(head);
    constexpr std::string_view kLength = "Content-Length: ";
    const std::size_t size =
        std::stoul(head.substr(head.find(kLength) + kLength.size()));
    std::size_t got = head.size() - head.find("\r\n\r\n") - 4;
    while (got < size) {
      head.clear();
      Receive(head);
      got += head.size();
    }
    return size;
  }

 private:
  void Receive(std::string& out) {
    const ssize_t size =
        recv(client_.socket(), buffer_.data(), buffer_.size(), 0);
    if (size <= 0) throw std::runtime_error("the server closed the connection");
    out.append(buffer_.data(), static_cast<std::size_t>(size));
  }

  testing::Client client_;
  const std::string fields_;
  std::vector<char> buffer_ = std::vector<char>(1 << 20);
};

double ScrapesPerSecond(const Server& server, const std::string& fields) {
  Scraper scraper(server, fields);
  scraper.Scrape();
  const auto began = Steady::now();
  int scrapes = 0;
  while (Steady::now() - began < std::chrono::seconds(2) || scrapes < 3) {
    scraper.Scrape();
    ++scrapes;
  }
  return scrapes / std::chrono::duration<double>(Steady::now() - began).count();
}

void Measure(const Fleet& fleet) {
  const SystemClock clock;
  Publisher publisher([] { return RenderSource({}, ""); }, clock);
  for (int i = 0; i < fleet.targets; ++i) {
    publisher.Show(ShownTargetOf(i, fleet.tenants));
  }
  publisher.PublishNow();
  const ShownTarget changed = ShownTargetOf(fleet.targets / 2, fleet.tenants);
  const auto publish = [&] {
    publisher.Show(changed);
    publisher.PublishNow();
  };
  const double publishing = Milliseconds(publish);
  // A new page each time, made once.
  const auto make = [&](bool gzip) {
    publish();
    publisher.Current()->Make({Format::kText, gzip});
  };
  const double joining = Milliseconds([&] { make(false); }, 5) - publishing;
  const double compressing = Milliseconds([&] { make(true); }, 5) - publishing;

  Log log(LogLevel::kError, LogFormat::kLogfmt);
  ServerOptions options;
  options.listen_addresses = {"127.0.0.1:0"};
  options.limits.requests_per_connection = 1'000'000;
  const Server server(
      options,
      {[&] { return publisher.Current(); }, [] { return Overview(); },
       [] { return true; }, [] { return std::string(); }, RenderProcessTail,
       [] { return std::string(); }, "", clock.Now(), clock},
      log);
  const std::size_t compressed =
      Scraper(server, "Accept-Encoding: gzip\r\n").Scrape();
  const std::string text = publisher.Current()->Make({Format::kText})->bytes +
                           RenderProcessTail(Format::kText);
  std::printf(
      "| %d | %d | %.1f | %.3f | %.1f | %.1f | %zu | %.3f | %.0f | %.0f |\n",
      fleet.targets, fleet.tenants, static_cast<double>(text.size()) / 1e6,
      publishing, joining, compressing, compressed,
      static_cast<double>(compressed) / static_cast<double>(GzippedSize(text)),
      ScrapesPerSecond(server, "Accept-Encoding: gzip\r\n"),
      ScrapesPerSecond(server, ""));
  std::fflush(stdout);
}

int Run(int argc, char** argv) {
  CLI::App app("What it costs to publish one target's change, and to scrape");
  int most = 10'000;
  app.add_option("--targets", most, "leave out rows with more targets")
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  std::puts(
      "| targets | tenants each | page, MB | publish, ms | join, ms | "
      "compress, ms | gzip, bytes | to `gzip -6` | gzip scrapes/s | "
      "plain scrapes/s |\n"
      "|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
  for (const Fleet& fleet :
       {Fleet{1, 3}, Fleet{1, 20}, Fleet{1, 2000}, Fleet{100, 20},
        Fleet{1000, 20}, Fleet{10'000, 3}}) {
    if (fleet.targets <= most) Measure(fleet);
  }
  return 0;
}

}  // namespace
}  // namespace pitel::benchmark

int main(int argc, char** argv) { return pitel::benchmark::Run(argc, argv); }
