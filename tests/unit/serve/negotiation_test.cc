#include "serve/negotiation.h"

#include <gtest/gtest.h>

namespace pitel {
namespace {

bool IsOpenMetrics(std::string_view accept) {
  return NegotiateFormat(accept).format == Format::kOpenMetrics;
}

TEST(NegotiateFormat, GivesOpenMetricsToPrometheus) {
  // 2.42, as Debian 12 has it.
  EXPECT_TRUE(
      IsOpenMetrics("application/openmetrics-text;version=1.0.0,"
                    "application/openmetrics-text;version=0.0.1;q=0.75,"
                    "text/plain;version=0.0.4;q=0.5,*/*;q=0.1"));
  // 2.53, with native histograms off and on.
  EXPECT_TRUE(
      IsOpenMetrics("application/openmetrics-text;version=1.0.0;q=0.5,"
                    "application/openmetrics-text;version=0.0.1;q=0.4,"
                    "text/plain;version=0.0.4;q=0.3,*/*;q=0.2"));
  EXPECT_TRUE(IsOpenMetrics(
      "application/vnd.google.protobuf;proto=io.prometheus.client."
      "MetricFamily;encoding=delimited;q=0.5,"
      "application/openmetrics-text;version=1.0.0;q=0.4,"
      "application/openmetrics-text;version=0.0.1;q=0.3,"
      "text/plain;version=0.0.4;q=0.2,*/*;q=0.1"));
  // 3.
  EXPECT_TRUE(IsOpenMetrics(
      "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
      "application/openmetrics-text;version=0.0.1;q=0.4,"
      "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,"
      "text/plain;version=0.0.4;q=0.2,*/*;q=0.1"));
}

TEST(NegotiateFormat, GivesTextOnRequest) {
  // vmagent, old and new.
  EXPECT_FALSE(IsOpenMetrics("text/plain;version=0.0.4;q=1,*/*;q=0.1"));
  EXPECT_FALSE(IsOpenMetrics("text/plain"));
  // Prometheus 3 with `scrape_protocols: [PrometheusText0.0.4]`.
  EXPECT_FALSE(IsOpenMetrics("text/plain;version=0.0.4;q=0.2,*/*;q=0.1"));
  // Chromium, Firefox, curl, and no header at all.
  EXPECT_FALSE(IsOpenMetrics(
      "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,"
      "image/webp,image/apng,*/*;q=0.8,"
      "application/signed-exchange;v=b3;q=0.7"));
  EXPECT_FALSE(IsOpenMetrics(
      "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"));
  EXPECT_FALSE(IsOpenMetrics("*/*"));
  EXPECT_FALSE(IsOpenMetrics(""));
}

TEST(NegotiateFormat, GivesOpenMetricsAtATie) {
  EXPECT_TRUE(IsOpenMetrics("text/plain, application/openmetrics-text"));
  EXPECT_TRUE(
      IsOpenMetrics("text/plain;q=0.5,application/openmetrics-text;q=0.500"));
}

TEST(NegotiateFormat, ComparesQualities) {
  EXPECT_FALSE(
      IsOpenMetrics("application/openmetrics-text;q=0.499,text/plain;q=0.5"));
  EXPECT_TRUE(
      IsOpenMetrics("application/openmetrics-text;q=0.5,text/plain;q=0.499"));
  EXPECT_FALSE(IsOpenMetrics("application/openmetrics-text;q=0.9,*/*"));
  EXPECT_FALSE(IsOpenMetrics("application/openmetrics-text;q=0.9,text/*"));
}

TEST(NegotiateFormat, UsesTheMostSpecificEntryForText) {
  EXPECT_TRUE(IsOpenMetrics(
      "*/*, text/plain;q=0.1, application/openmetrics-text;q=0.2"));
  EXPECT_TRUE(
      IsOpenMetrics("*/*, text/*;q=0.1, application/openmetrics-text;q=0.2"));
  EXPECT_FALSE(
      IsOpenMetrics("text/plain;q=0.1, text/plain;version=0.0.4;q=0.9,"
                    "application/openmetrics-text;q=0.2"));
}

TEST(NegotiateFormat, PassesOverOtherVersions) {
  EXPECT_FALSE(IsOpenMetrics("application/openmetrics-text;version=0.0.1"));
  EXPECT_FALSE(IsOpenMetrics("application/openmetrics-text;version=2.0.0"));
  EXPECT_TRUE(
      IsOpenMetrics("application/openmetrics-text;version=2.0.0;q=0.9,"
                    "application/openmetrics-text;version=1.0.0;q=0.5,"
                    "text/plain;version=0.0.4;q=0.4"));
}

TEST(NegotiateFormat, TreatsTextOfAnyVersionAsText) {
  // Prometheus 3 with `scrape_protocols: [PrometheusText1.0.0,
  // OpenMetricsText1.0.0]`.
  EXPECT_FALSE(IsOpenMetrics(
      "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.6,"
      "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
      "*/*;q=0.4"));
}

TEST(NegotiateFormat, TreatsZeroAsRefusal) {
  EXPECT_FALSE(IsOpenMetrics("application/openmetrics-text;q=0"));
  EXPECT_FALSE(IsOpenMetrics("application/openmetrics-text;q=0.000"));
  EXPECT_FALSE(
      IsOpenMetrics("application/openmetrics-text;version=1.0.0;q=0,"
                    "application/openmetrics-text"));
}

TEST(NegotiateFormat, ReadsWhatTheGrammarAllows) {
  EXPECT_TRUE(IsOpenMetrics(
      " , Application/OpenMetrics-Text ; Version=\"1.0.0\" ; Q=1.0 ,"));
  EXPECT_TRUE(
      IsOpenMetrics("x/y;p=\"a,b;q=0\";q=0.5, application/openmetrics-text"));
}

TEST(NegotiateFormat, PassesOverEntriesItCannotRead) {
  for (const auto* quality :
       {"2", "1.5", "1.001", "-1", "nan", "", "0.1234", ".5", "0,5", "0x1"}) {
    EXPECT_FALSE(
        IsOpenMetrics("application/openmetrics-text;q=" + std::string(quality)))
        << quality;
  }
  EXPECT_FALSE(IsOpenMetrics("application/openmetrics-text;q"));
  EXPECT_FALSE(IsOpenMetrics("\"application/openmetrics-text"));
  EXPECT_FALSE(IsOpenMetrics(";;;=,=;\",;"));
}

constexpr std::string_view kOpenMetrics =
    "application/openmetrics-text; version=1.0.0; charset=utf-8";

std::string_view ContentType(std::string_view accept) {
  return NegotiateFormat(accept).content_type;
}

TEST(NegotiateFormat, NamesTheFormat) {
  EXPECT_EQ(ContentType(""), "text/plain; version=0.0.4; charset=utf-8");
  EXPECT_EQ(ContentType("application/openmetrics-text"), kOpenMetrics);
}

TEST(NegotiateFormat, RepeatsAKnownEscaping) {
  for (const std::string escaping :
       {"allow-utf-8", "underscores", "dots", "values"}) {
    const std::string accept =
        "application/openmetrics-text;version=1.0.0;escaping=" + escaping;
    const std::string expected =
        std::string(kOpenMetrics) + "; escaping=" + escaping;
    EXPECT_EQ(ContentType(accept), expected);
    EXPECT_EQ(ContentType(accept + ";q=0.5"), expected);
    EXPECT_EQ(ContentType("application/openmetrics-text; Escaping = \"" +
                          escaping + "\""),
              expected);
  }
}

TEST(NegotiateFormat, RepeatsNoOtherEscaping) {
  for (const std::string escaping :
       {"", "none", "Values", "values2", "\"", "value s", "a\r\nb: c"}) {
    EXPECT_EQ(ContentType("application/openmetrics-text;escaping=" + escaping),
              kOpenMetrics);
  }
  EXPECT_EQ(ContentType("text/plain;version=1.0.0;escaping=values"),
            "text/plain; version=0.0.4; charset=utf-8");
}

TEST(NegotiateFormat, RepeatsTheEscapingOfTheEntryThatCounts) {
  EXPECT_EQ(ContentType("application/openmetrics-text;version=1.0.0;q=0.6,"
                        "application/openmetrics-text;version=0.0.1;"
                        "escaping=values;q=0.9,"
                        "text/plain;version=1.0.0;escaping=values;q=0.5"),
            kOpenMetrics);
  EXPECT_EQ(ContentType("application/openmetrics-text;escaping=values,"
                        "application/openmetrics-text;version=1.0.0;"
                        "escaping=dots;q=0.5"),
            std::string(kOpenMetrics) + "; escaping=dots");
  EXPECT_EQ(ContentType("application/openmetrics-text;escaping=values;q=0.4,"
                        "application/openmetrics-text;escaping=dots;q=0.5"),
            std::string(kOpenMetrics) + "; escaping=dots");
  EXPECT_EQ(ContentType("application/openmetrics-text;escaping=values,"
                        "application/openmetrics-text;escaping=dots"),
            std::string(kOpenMetrics) + "; escaping=values");
}

TEST(AcceptsGzip, WhereItIsNamedOrMeant) {
  EXPECT_TRUE(AcceptsGzip("gzip"));
  EXPECT_TRUE(AcceptsGzip("deflate, GZIP;q=0.5, br"));
  EXPECT_TRUE(AcceptsGzip("x-gzip"));
  EXPECT_TRUE(AcceptsGzip("*"));
  EXPECT_TRUE(AcceptsGzip("gzip;q=1.0, identity; q=0.5, *;q=0"));
  EXPECT_TRUE(AcceptsGzip("gzip;q=0.001"));
  EXPECT_TRUE(AcceptsGzip("identity;q=0, *"));
}

TEST(AcceptsGzip, NotWhereItIsRefusedOrUnknown) {
  EXPECT_FALSE(AcceptsGzip(""));
  EXPECT_FALSE(AcceptsGzip("identity"));
  EXPECT_FALSE(AcceptsGzip("gzip;q=0"));
  EXPECT_FALSE(AcceptsGzip("gzip;q=0.000, *"));
  EXPECT_FALSE(AcceptsGzip("*;q=0"));
  EXPECT_FALSE(AcceptsGzip("deflate, br, zstd"));
  EXPECT_FALSE(AcceptsGzip("identity;q=0"));
  EXPECT_FALSE(AcceptsGzip("gzipped"));
}

}  // namespace
}  // namespace pitel
