"""The metrics page as HTTP clients see it, before and after polls."""

import gzip
import unittest

from harness import ONE_POLL, SystemTest, target
from metrics_page import MetricsPage, steady_lines
from rows import SAMPLE_ROW, ringing_row
from scripted_api import Response, SILENCE, rows_response

OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"
TEXT = "text/plain; version=0.0.4; charset=utf-8"
ACCEPTS = {TEXT: "text/plain", OPENMETRICS: OPENMETRICS}

ROWS = [SAMPLE_ROW, ringing_row(201, "a call"), ringing_row(202, "a call")]


class Formats(SystemTest):
    """One published state, requested in every form."""

    def setUp(self):
        api = self.api(rows_response(ROWS))
        self.server = self.exporter(
            [target("t1", api.url)], poll={"interval": ONE_POLL}
        ).wait_ready()

    def get(self, content_type, **headers):
        return self.server.get(
            "/metrics", accept=ACCEPTS[content_type], **headers
        )

    def test_are_chosen_by_accept_and_text_is_the_default(self):
        for content_type in ACCEPTS:
            with self.subTest(content_type):
                response = self.get(content_type)
                self.assertEqual(response.status, 200)
                self.assertEqual(response.headers["Content-Type"], content_type)
        response = self.server.get("/metrics")
        self.assertEqual(response.headers["Content-Type"], TEXT)

    def test_say_what_they_vary_by(self):
        for content_type in ACCEPTS:
            with self.subTest(content_type):
                response = self.get(content_type)
                self.assertEqual(
                    response.headers["Vary"], "Accept, Accept-Encoding"
                )

    def test_are_the_same_compressed(self):
        for content_type in ACCEPTS:
            with self.subTest(content_type):
                plain = self.get(content_type)
                packed = self.get(content_type, accept_encoding="gzip")
                self.assertIsNone(plain.headers["Content-Encoding"])
                self.assertEqual(packed.headers["Content-Encoding"], "gzip")
                self.assertEqual(packed.headers["Content-Type"], content_type)
                self.assertLess(len(packed.body), len(plain.body))
                self.assertEqual(
                    steady_lines(gzip.decompress(packed.body).decode()),
                    steady_lines(plain.body.decode()),
                )

    def test_do_not_compress_against_the_clients_will(self):
        response = self.get(TEXT, accept_encoding="gzip;q=0")
        self.assertIsNone(response.headers["Content-Encoding"])

    def test_send_no_body_for_head(self):
        for content_type in ACCEPTS:
            with self.subTest(content_type):
                response = self.server.get(
                    "/metrics", "HEAD", accept=ACCEPTS[content_type]
                )
                self.assertEqual(response.status, 200)
                self.assertEqual(response.headers["Content-Type"], content_type)
                self.assertEqual(
                    response.headers["Vary"], "Accept, Accept-Encoding"
                )
                self.assertEqual(response.body, b"")

    def test_give_the_same_bytes_for_the_same_state(self):
        for content_type in ACCEPTS:
            with self.subTest(content_type):
                first, second = (self.get(content_type).body for _ in range(2))
                self.assertEqual(
                    steady_lines(first.decode()), steady_lines(second.decode())
                )

    def test_have_the_same_samples(self):
        text, openmetrics = (
            [
                line
                for line in steady_lines(self.get(one).body.decode())
                if not line.startswith("#")
            ]
            for one in (TEXT, OPENMETRICS)
        )
        self.assertEqual(sorted(text), sorted(openmetrics))

    def test_have_no_timestamps_no_creation_times_and_no_exemplars(self):
        for content_type in ACCEPTS:
            with self.subTest(content_type):
                page = self.get(content_type).body.decode()
                # Parsing refuses anything after a value.
                names = {name for name, _ in MetricsPage(page).series}
                self.assertGreater(len(names), 30)
                self.assertEqual(
                    [n for n in names if n.endswith("_created")], []
                )

    def test_satisfy_promtool(self):
        self.assert_lints(self.get(TEXT).body.decode())

    def test_only_openmetrics_says_where_it_ends(self):
        self.assertTrue(self.get(OPENMETRICS).body.endswith(b"\n# EOF\n"))
        self.assertNotIn(b"# EOF", self.get(TEXT).body)

    def test_have_families_sorted_by_name(self):
        page = self.get(TEXT).body.decode()
        names = [
            line.split()[2]
            for line in page.splitlines()
            if line.startswith("# TYPE ")
        ]
        self.assertEqual(names, sorted(set(names)))

    def test_write_bounds_as_floats(self):
        for content_type in ACCEPTS:
            with self.subTest(content_type):
                page = self.get(content_type).body.decode()
                self.assertIn('operation="monitor",le="5.0"} ', page)
                self.assertIn('operation="monitor",le="+Inf"} ', page)

    def test_refuse_other_methods_and_paths(self):
        refused = self.server.get("/metrics", "POST")
        self.assertEqual(refused.status, 405)
        self.assertEqual(
            {one.strip() for one in refused.headers["Allow"].split(",")},
            {"GET", "HEAD"},
        )
        self.assertEqual(self.server.get("/metricsx").status, 404)


class Parts(SystemTest):
    """What the query of the page selects."""

    def setUp(self):
        api = self.api(rows_response(ROWS))
        self.server = self.exporter(
            [target(name, api.url) for name in ("t1", "t 2")],
            poll={"interval": ONE_POLL},
        ).wait_ready()

    def part(self, query, **headers):
        response = self.server.get(f"/metrics?{query}", **headers)
        self.assertEqual(response.status, 200)
        return response.body

    def samples(self, query):
        """The names and targets on a part, which satisfies promtool."""
        text = self.part(query).decode()
        self.assert_lints(text)
        return {
            (name, dict(labels).get("target"))
            for name, labels in MetricsPage(text).series
        }

    def test_by_name(self):
        self.assertEqual(
            self.samples("name[]=pitel_up&name%5B%5D=process_open_fds"),
            {("pitel_up", "t1"), ("pitel_up", "t 2")}
            | {("process_open_fds", None)},
        )
        wait = self.samples("name[]=pitel_call_wait_seconds")
        for suffix in ("bucket", "sum", "count"):
            self.assertEqual(
                self.samples(f"name[]=pitel_call_wait_seconds_{suffix}"), wait
            )

    def test_by_target(self):
        self.assertEqual(
            self.samples("target=t+2&name[]=pitel_up"), {("pitel_up", "t 2")}
        )
        for name in ("t1", "t%202"):
            samples = self.samples(f"target={name}")
            self.assertEqual(len({target for _, target in samples}), 1)
            self.assertGreater(len(samples), 20)
        exporter = self.samples("target=")
        self.assertEqual({target for _, target in exporter}, {None})
        self.assertIn(("process_open_fds", None), exporter)
        self.assertIn(("pitel_exporter_build_info", None), exporter)

    def test_make_up_the_page(self):
        whole = self.server.scrape().series
        parts = [
            MetricsPage(self.part(f"target={name}").decode()).series
            for name in ("t1", "t%202", "")
        ]
        self.assertEqual(sum(map(len, parts)), len(whole))
        self.assertEqual(set().union(*parts), set(whole))

    def test_of_unknown_names_are_valid_empty_pages(self):
        for query in ("name[]=no_such", "target=none", "target=t1&name[]="):
            with self.subTest(query):
                self.assertEqual(self.part(query), b"")
                self.assertEqual(
                    self.part(query, accept=OPENMETRICS), b"# EOF\n"
                )
                packed = self.part(query, accept_encoding="gzip")
                self.assertEqual(gzip.decompress(packed), b"")

    def test_are_the_same_compressed(self):
        packed = self.part("target=t1", accept_encoding="gzip")
        self.assertEqual(gzip.decompress(packed), self.part("target=t1"))


class BeforeTheFirstResponse(SystemTest):
    def setUp(self):
        api = self.api(SILENCE)
        self.server = self.exporter(
            [target("t1", api.url)],
            poll={"interval": ONE_POLL, "timeout": ONE_POLL},
        )

    def test_counters_and_configured_values_are_there(self):
        page = self.server.scrape()
        for operation in ("monitor", "token"):
            self.assertIsNotNone(page.requests("t1", operation))
            self.assertEqual(
                page.value(
                    "pitel_api_request_duration_seconds_bucket",
                    target="t1",
                    operation=operation,
                    le="+Inf",
                ),
                page.value(
                    "pitel_api_request_duration_seconds_count",
                    target="t1",
                    operation=operation,
                ),
            )
            reasons = page.select(
                "pitel_api_request_failures_total", operation=operation
            )
            self.assertEqual(list(reasons.values()), [0] * 16)
        self.assertEqual(
            page.value("pitel_api_rejected_rows_total", target="t1"), 0
        )
        self.assertEqual(
            list(page.select("pitel_api_unknown_values_total").values()),
            [0, 0, 0],
        )
        self.assertEqual(page.value("pitel_poll_interval_seconds"), 3600)
        self.assertEqual(page.value("pitel_poll_timeout_seconds"), 3600)

    def test_nothing_is_claimed_that_is_not_known(self):
        page = self.server.scrape()
        self.assertEqual(page.call_gauges(), {})
        for name in (
            "pitel_up",
            "pitel_poll_duration_seconds",
            "pitel_last_success_timestamp_seconds",
            "pitel_api_token_expiry_timestamp_seconds",
            "pitel_api_clock_skew_seconds",
        ):
            self.assertIsNone(page.value(name), name)

    def test_the_exporter_is_healthy_and_not_ready(self):
        self.assertEqual(self.server.get("/-/healthy").status, 200)
        self.assertEqual(self.server.get("/-/ready").status, 503)

    def test_the_page_satisfies_promtool(self):
        self.assert_lints(self.server.scrape().text)


class AfterTheLastSuccessfulResponse(SystemTest):
    """The API fails; call gauges expire, and return with it."""

    def setUp(self):
        self.upstream = self.api(rows_response(ROWS))
        self.server = self.exporter(
            [target("t1", self.upstream.url)],
            poll={"interval": "1s", "timeout": "1s", "max_age": "4s"},
        ).wait_ready()
        self.whole = self.server.wait_for(
            lambda page: page.value("pitel_up") == 1, "a successful poll"
        )

    def watch(self, condition, what):
        """All pages scraped until one, the last, satisfies `condition`."""
        pages = []

        def seen(page):
            pages.append(page)
            return condition(page)

        self.server.wait_for(seen, what)
        return pages

    def fade(self):
        self.upstream.monitor = Response(500)
        return self.watch(
            lambda page: not page.call_gauges(), "no more call gauges"
        )

    def test_call_gauges_vanish_whole_and_never_show_zero(self):
        before = set(self.whole.call_gauges())
        pages = self.fade()
        for page in pages[:-1]:
            self.assertEqual(set(page.call_gauges()), before)
            self.assertEqual(page.total("pitel_active_calls"), 2)
        self.assertEqual(pages[-1].value("pitel_up"), 0)
        self.assertIn(0, [page.value("pitel_up") for page in pages[:-1]])

    def test_series_that_are_not_of_the_response_stay(self):
        faded = self.fade()[-1]
        kept = set(self.whole.series) - set(self.whole.call_gauges())
        self.assertLessEqual(kept, set(faded.series))
        self.assert_lints(faded.text)

    def test_the_next_successful_poll_restores_everything_at_once(self):
        self.fade()
        self.upstream.monitor = rows_response(ROWS)
        first_success = self.watch(
            lambda page: page.value("pitel_up") == 1, "a successful poll"
        )[-1]
        self.assertEqual(
            set(first_success.call_gauges()), set(self.whole.call_gauges())
        )
        self.assertEqual(first_success.total("pitel_active_calls"), 2)

    def test_an_empty_response_is_not_a_failure(self):
        self.upstream.monitor = rows_response([])
        page = self.server.wait_for(
            lambda page: page.value("pitel_api_rows") == 0, "an empty response"
        )
        self.assertEqual(page.value("pitel_up"), 1)
        zeros = page.select("pitel_active_calls")
        self.assertEqual(len(zeros), 2 * 3 * 2)
        self.assertEqual(set(zeros.values()), {0})


if __name__ == "__main__":
    unittest.main()
