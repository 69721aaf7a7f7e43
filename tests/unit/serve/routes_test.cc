#include "serve/routes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "serve/discovery.h"
#include "unit/serve/example_site.h"

namespace pitel {
namespace {

using ::testing::Contains;
using testing::ExampleSite;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class RoutesTest : public ::testing::Test {
 protected:
  Response Get(std::string target, std::string accept = "",
               std::string encoding = "") {
    Response response = routes_.Respond(
        {"GET", std::move(target), std::move(accept), std::move(encoding)});
    if (const auto request = response.page_request) {
      const auto& [form, selection] = *request;
      routes_.Complete(response, example_.page->Make(form, selection));
    }
    return response;
  }
  int Status(std::string method, std::string target) {
    return routes_.Respond({std::move(method), std::move(target), "", ""})
        .status;
  }

  ExampleSite example_;
  bool has_room_ = false;
  Routes routes_{example_.site(), "/metrics", 2, [this] { return has_room_; }};
};

std::string Body(const Response& response) {
  return response.text +
         std::string(response.scrape->page()).append(response.scrape->end());
}

Response::Field Field(std::string_view name, std::string_view value) {
  return {name, value};
}

TEST_F(RoutesTest, ServesTextByDefault) {
  const Response response = Get("/metrics");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_THAT(response.fields,
              ::testing::ElementsAre(Field("Vary", "Accept, Accept-Encoding")));
  EXPECT_EQ(Body(response),
            "# HELP pitel_calls_total Calls.\n"
            "# TYPE pitel_calls_total counter\n"
            "pitel_calls_total{target=\"hcm\",tenant=\"0\"} 1\n");
}

TEST_F(RoutesTest, ServesOpenMetricsOnRequest) {
  const Response response = Get("/metrics", "application/openmetrics-text");
  EXPECT_EQ(response.content_type,
            "application/openmetrics-text; version=1.0.0; charset=utf-8");
  EXPECT_EQ(Body(response),
            "# TYPE pitel_calls counter\n"
            "# HELP pitel_calls Calls.\n"
            "pitel_calls_total{target=\"hcm\",tenant=\"0\"} 1\n"
            "# EOF\n");
}

TEST_F(RoutesTest, RepeatsTheEscapingOfOpenMetrics) {
  EXPECT_EQ(Get("/metrics", "application/openmetrics-text;escaping=dots")
                .content_type,
            "application/openmetrics-text; version=1.0.0; charset=utf-8; "
            "escaping=dots");
}

TEST_F(RoutesTest, ServesThePartThatTheQuerySelects) {
  const std::string whole = Body(Get("/metrics"));
  for (const auto* query :
       {"name[]=pitel_calls", "name%5B%5D=pitel_calls_total&name[]=x",
        "target=hcm", "target=x&target=%68cm&name[]=pitel_calls", "x=y"}) {
    EXPECT_EQ(Body(Get("/metrics?" + std::string(query))), whole) << query;
  }
  for (const auto* query : {"name[]=x", "name[]=", "target=x", "target=",
                            "target", "target=hcm&name[]=x", "target=%zz"}) {
    const Response nothing = Get("/metrics?" + std::string(query));
    EXPECT_EQ(nothing.status, 200) << query;
    EXPECT_EQ(Body(nothing), "") << query;
  }
  const auto* const openmetrics = "application/openmetrics-text";
  EXPECT_EQ(Body(Get("/metrics?target=x", openmetrics)), "# EOF\n");
  EXPECT_THAT(Body(Get("http://x/metrics?target=hcm", openmetrics)),
              HasSubstr("target=\"hcm\""));
}

TEST_F(RoutesTest, LimitsPartsAsScrapes) {
  const Response first = Get("/metrics?target=hcm");
  const Response second = Get("/metrics?target=x");
  EXPECT_EQ(Get("/metrics?name[]=x").status, 503);
}

TEST_F(RoutesTest, SaysThatThereIsNoMemoryForAPage) {
  Response response = routes_.Respond({"GET", "/metrics?target=hcm", "", ""});
  routes_.Complete(response, nullptr);
  EXPECT_EQ(response.status, 503);
}

TEST_F(RoutesTest, ListsTargetsForServiceDiscovery) {
  example_.overview.emplace_back().name = "hcm";
  const auto discover = [&](std::string target, std::string host) {
    return routes_.Respond(
        {"GET", std::move(target), "", "", false, std::move(host)});
  };
  const Response response = discover("/sd", "pbx.example:10748");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "application/json");
  EXPECT_EQ(response.text,
            RenderDiscovery(example_.overview, "pbx.example:10748"));
  EXPECT_EQ(discover("http://[::1]:9/sd?x", "other").text,
            RenderDiscovery(example_.overview, "[::1]:9"));
  for (const auto* host : {"", "a b", "a\tb", "\xff"}) {
    EXPECT_EQ(discover("/sd", host).status, 400) << host;
  }
}

TEST_F(RoutesTest, CompressesOnRequest) {
  const Response response = Get("/metrics", "", "gzip");
  EXPECT_THAT(response.fields, Contains(Field("Content-Encoding", "gzip")));
  EXPECT_THAT(response.fields,
              Contains(Field("Vary", "Accept, Accept-Encoding")));
  EXPECT_THAT(Body(response), StartsWith("\x1f\x8b"));
}

TEST_F(RoutesTest, NeedPasswordsExceptForChecksOfHealth) {
  for (const auto* open : {"/-/healthy", "/-/ready", "/-/ready?x",
                           "http://host/-/healthy", "HTTPS://host/-/ready"}) {
    EXPECT_FALSE(Routes::NeedsPassword(open)) << open;
  }
  for (const auto* closed : {"/", "", "*", "/metrics", "/-/reload", "/config",
                             "/-/healthy/", "/-/Healthy", "//-/healthy",
                             "http://host/x?/-/healthy", "/x/../-/healthy"}) {
    EXPECT_TRUE(Routes::NeedsPassword(closed)) << closed;
  }
}

TEST_F(RoutesTest, LimitsScrapesUnderWay) {
  auto first = std::make_unique<Response>(Get("/metrics"));
  const Response second = Get("/metrics");
  const Response third = Get("/metrics");
  EXPECT_EQ(third.status, 503);
  EXPECT_EQ(third.text,
            "Limit of concurrent requests reached (2), try again later.\n");
  EXPECT_EQ(Get("/-/healthy").status, 200);
  first.reset();
  EXPECT_EQ(Get("/metrics").status, 200);
}

TEST_F(RoutesTest, CountsAllLargePagesAsScrapes) {
  const Response landing = Get("/");
  const Response config = Get("/config");
  for (const char* page : {"/metrics", "/", "/config", "/sd"}) {
    EXPECT_EQ(Get(page).status, 503) << page;
  }
  EXPECT_EQ(Get("/-/ready").status, 503);
  EXPECT_EQ(Get("/-/ready").text,
            "Not ready: not all targets have been polled yet\n");
  EXPECT_EQ(Get("/-/healthy").status, 200);
  EXPECT_EQ(Get("/elsewhere").status, 404);
  has_room_ = true;
  EXPECT_EQ(Get("/config").status, 200);
}

TEST_F(RoutesTest, LimitsNoScrapesAtZero) {
  Routes routes(example_.site(), "/metrics", 0, [] { return false; });
  std::vector<Response> scrapes;
  for (int i = 0; i < 100; ++i) {
    scrapes.push_back(routes.Respond({"GET", "/metrics", "", ""}));
    EXPECT_EQ(scrapes.back().status, 200);
  }
}

TEST_F(RoutesTest, SaysThatThereIsNoMemoryForThePage) {
  Response response = routes_.Respond({"GET", "/metrics", "", ""});
  routes_.Complete(response, nullptr);
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(response.text, "Out of memory\n");
}

TEST_F(RoutesTest, ShowsALandingPage) {
  const Response response = Get("/");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "text/html; charset=utf-8");
  EXPECT_THAT(response.text, HasSubstr("Version 1.2.3"));
  EXPECT_THAT(response.fields,
              Contains(::testing::Pair("Content-Security-Policy",
                                       StartsWith("default-src 'none'"))));
}

TEST_F(RoutesTest, ShowsMetricsInPlaceOfTheLandingPage) {
  Routes routes(example_.site(), "/", 0, [] { return false; });
  EXPECT_TRUE(routes.Respond({"GET", "/", "", ""}).page_request);
  EXPECT_EQ(routes.Respond({"GET", "/metrics", "", ""}).status, 404);
}

TEST_F(RoutesTest, IsHealthyAlwaysAndReadyOncePolled) {
  EXPECT_EQ(Get("/-/healthy").status, 200);
  EXPECT_EQ(Get("/-/ready").status, 503);
  example_.ready = true;
  EXPECT_EQ(Get("/-/ready").status, 200);
  EXPECT_EQ(Get("/-/healthy").status, 200);
}

TEST_F(RoutesTest, ShowsTheConfigurationInForce) {
  const Response response = Get("/config");
  EXPECT_EQ(response.text, "targets: []\n");
  EXPECT_EQ(response.content_type, "text/plain; charset=utf-8");
}

TEST_F(RoutesTest, MatchesPathsExactly) {
  EXPECT_EQ(Get("/metrics?collect[]=x&y").status, 200);
  EXPECT_EQ(Get("/?").status, 200);
  for (const auto* target :
       {"", "*", "/metrics/", "//metrics", "/Metrics", "/metricsx", "/metric",
        "/metrics%00", "/%6detrics", "/x/../metrics", "/metrics#x", "/-/",
        "/-/healthy/", "/-/reload/", "/config/..", "/favicon.ico", "metrics"}) {
    EXPECT_EQ(Get(target).status, 404) << target;
  }
}

TEST_F(RoutesTest, AcceptsOnlyTheMethodsOfAPath) {
  for (const auto* path :
       {"/metrics", "/", "/-/healthy", "/-/ready", "/config", "/sd"}) {
    EXPECT_NE(Status("HEAD", path), 405) << path;
    for (const auto* method :
         {"POST", "PUT", "DELETE", "OPTIONS", "TRACE", "get", "FOO"}) {
      const Response response = routes_.Respond({method, path, "", ""});
      EXPECT_EQ(response.status, 405) << method << path;
      EXPECT_THAT(response.fields, Contains(Field("Allow", "GET, HEAD")));
    }
  }
  EXPECT_EQ(Status("POST", "/nothing"), 404);
}

TEST_F(RoutesTest, AcceptsAWholeUrl) {
  EXPECT_EQ(Status("GET", "http://127.0.0.1:10748/metrics"), 200);
  EXPECT_EQ(Status("GET", "HTTPS://[::1]/-/healthy?x=/nothing"), 200);
  EXPECT_EQ(Status("POST", "http://x/metrics"), 405);
  EXPECT_EQ(Status("POST", "http://x/-/reload"), 403);
  for (const auto* root : {"http://x", "http://x/", "http://x?y"}) {
    EXPECT_THAT(Get(root).text, StartsWith("<!doctype html>")) << root;
  }
  for (const auto* target :
       {"http://x/nothing", "http:/metrics", "http//metrics", "//x/metrics",
        "ftp://x/metrics", "/http://x/metrics", "metrics", "*", ""}) {
    EXPECT_EQ(Status("GET", target), 404) << target;
  }
}

TEST_F(RoutesTest, RefusesABodyAfterOtherErrors) {
  const auto status = [&](std::string method, std::string target) {
    return routes_.Respond({std::move(method), std::move(target), "", "", true})
        .status;
  };
  for (const auto* path :
       {"/metrics", "/", "/-/healthy", "/-/ready", "/config", "/sd"}) {
    EXPECT_EQ(status("GET", path), 413) << path;
    EXPECT_EQ(status("POST", path), 405) << path;
  }
  EXPECT_EQ(status("POST", "/nothing"), 404);
  EXPECT_EQ(status("POST", "/-/reload"), 403);
  EXPECT_EQ(status("DELETE", "/-/reload"), 405);
}

TEST_F(RoutesTest, DoesNotReload) {
  EXPECT_EQ(Status("POST", "/-/reload"), 403);
  EXPECT_EQ(Status("PUT", "/-/reload"), 403);
  for (const auto* method : {"GET", "HEAD", "DELETE"}) {
    const Response response = routes_.Respond({method, "/-/reload", "", ""});
    EXPECT_EQ(response.status, 405);
    EXPECT_THAT(response.fields, Contains(Field("Allow", "POST, PUT")));
  }
}

TEST(Reloading, IsLeftToTheSite) {
  ExampleSite example;
  Site site = example.site();
  site.reload = [](Site::Reloaded done) { done("a.yml:1:2: wrong\n"); };
  Routes routes(site, "/metrics", 1, [] { return false; });
  for (const auto* method : {"POST", "PUT"}) {
    const auto response = routes.Respond({method, "/-/reload", "", ""});
    EXPECT_TRUE(response.awaits_reload);
  }
  EXPECT_EQ(routes.Respond({"GET", "/-/reload", "", ""}).status, 405);
  EXPECT_EQ(routes.Respond({"POST", "/-/reload", "", "", true}).status, 413);
  std::string reasons;
  routes.Reload([&](const std::string& given) { reasons = given; });
  EXPECT_EQ(reasons, "a.yml:1:2: wrong\n");
}

TEST(ReloadResponse, SaysWhatBecameOfIt) {
  EXPECT_EQ(ReloadResponse("").status, 200);
  EXPECT_EQ(ReloadResponse("").text, "Configuration reloaded\n");
  const Response refused = ReloadResponse("a.yml:1:2: wrong\n");
  EXPECT_EQ(refused.status, 500);
  EXPECT_EQ(refused.text, "Configuration not reloaded:\na.yml:1:2: wrong\n");
}

}  // namespace
}  // namespace pitel
