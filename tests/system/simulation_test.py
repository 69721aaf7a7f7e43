"""A platform that stands still: its page compared with the truth."""

import unittest
from collections import Counter
from datetime import datetime, timedelta, timezone

from harness import ONE_POLL, SystemTest, request_json, target

# With --speed=0, only injected events happen, and at once.
FLAGS = (
    "--rows=1000",
    "--tenants=20",
    "--flat",
    "--seed=3",
    "--speed=0",
)


def active_calls(truth):
    """{(tenant, server, direction, state): calls}, zeros left out."""
    return {
        (
            tenant["tenant"],
            active["server"],
            active["direction"],
            active["state"],
        ): active["calls"]
        for tenant in truth["tenants"]
        for active in tenant["active"]
    }


def by_labels(series, *names):
    """{label values: sum}, zeros left out."""
    sums = Counter()
    for (_, labels), value in series.items():
        by_name = dict(labels)
        sums[tuple(by_name[name] for name in names)] += value
    return {key: value for key, value in sums.items() if value}


TIMES_AND_SIZES = (
    "pitel_ringing_oldest_seconds",
    "pitel_api_response_size_bytes",
    "pitel_call_time_offset_seconds",
)

CALL_LABELS = ("tenant", "server", "direction", "state")


class StandingWorld(SystemTest):
    def setUp(self):
        self.platform = self.simulator(*FLAGS)
        self.truth = self.platform.truth()
        self.page = (
            self.exporter(
                [target("t1", self.platform.url)], poll={"interval": ONE_POLL}
            )
            .wait_ready()
            .scrape()
        )
        self.assertEqual(
            active_calls(self.platform.truth()), active_calls(self.truth)
        )

    def test_one_poll_is_one_request(self):
        served = request_json(self.platform.url + "/requests")
        for operation in ("monitor", "token"):
            self.assertEqual(served[operation], {"requests": 1, "failures": 0})
            self.assertEqual(self.page.requests("t1", operation), 1)

    def test_every_row_arrives(self):
        self.assertEqual(self.page.value("pitel_api_rows"), 1000)
        self.assertEqual(self.page.value("pitel_api_reported_rows"), 1000)
        self.assertEqual(
            self.page.total("pitel_extensions"),
            sum(tenant["extensions"] for tenant in self.truth["tenants"]),
        )

    def test_calls_with_one_id_are_as_they_really_are(self):
        """Unlike ring groups and local calls, these have one id per call."""

        def has_one_id(key):
            _, _, direction, state = key
            return direction == "outbound" or (direction, state) == (
                "inbound",
                "oncall",
            )

        shown = by_labels(self.page.select("pitel_active_calls"), *CALL_LABELS)
        real = active_calls(self.truth)
        self.assertEqual(
            {key: value for key, value in shown.items() if has_one_id(key)},
            {key: value for key, value in real.items() if has_one_id(key)},
        )

    def test_no_real_call_is_missed(self):
        shown = by_labels(self.page.select("pitel_active_calls"), *CALL_LABELS)
        for key, calls in active_calls(self.truth).items():
            with self.subTest(key):
                self.assertGreaterEqual(shown[key], calls)

    def test_ringing_callers_are_people(self):
        self.assertEqual(
            by_labels(self.page.select("pitel_ringing_callers"), "tenant"),
            {
                (tenant["tenant"],): tenant["ringing_callers"]
                for tenant in self.truth["tenants"]
                if tenant["ringing_callers"]
            },
        )

    def test_legs_are_the_rows_with_a_call(self):
        legs = Counter(
            (
                row["domain_name"],
                row["server_host"],
                row["direction"],
                row["call_state"].lower(),
            )
            for row in self.platform.rows()
            if row["call_state"]
        )
        self.assertEqual(
            by_labels(self.page.select("pitel_active_legs"), *CALL_LABELS), legs
        )

    def test_calls_are_the_distinct_ids_of_the_rows(self):
        ids = {
            (row["domain_name"], row["call_id"])
            for row in self.platform.rows()
            if row["call_state"]
        }
        calls = by_labels(self.page.select("pitel_active_calls"), "tenant")
        self.assertEqual(calls, Counter((tenant,) for tenant, _ in ids))


class QuirkyValues(SystemTest):
    """One world, with plain values on one host and quirky ones on another."""

    def setUp(self):
        now = datetime.now(timezone(timedelta(hours=7)))
        flags = (*FLAGS, f"--start={now:%Y-%m-%dT%H:%M:%S}")
        plain = self.simulator(*flags)
        self.quirky = self.simulator(*flags, "--values=quirky")
        self.server = self.exporter(
            [target("plain", plain.url), target("quirky", self.quirky.url)],
            poll={"interval": "2s", "timeout": "2s"},
        ).wait_ready()

    def counts(self, page, name):
        """A target's gauges, except for times and sizes."""
        return {
            (family, frozenset(labels) - {("target", name)}): value
            for (family, labels), value in page.call_gauges(
                target=name
            ).items()
            if family not in TIMES_AND_SIZES
        }

    def test_both_give_the_same_numbers(self):
        page = self.server.wait_for(
            lambda page: all(
                page.value("pitel_up", target=name) == 1
                for name in ("plain", "quirky")
            ),
            "successful polls of both",
        )
        plain = self.counts(page, "plain")
        self.assertGreater(
            sum(page.select("pitel_active_calls", target="plain").values()), 0
        )
        self.assertEqual(self.counts(page, "quirky"), plain)

    def test_a_document_that_reports_a_failure_fails_the_poll(self):
        self.quirky.inject("fail?responses=1")
        self.server.wait_for(
            lambda page: page.failures("quirky") == {("monitor", "schema"): 1},
            "one failed poll",
        )


class Injected(SystemTest):
    """Conditions set while the exporter polls."""

    def setUp(self):
        self.platform = self.simulator(*FLAGS)
        self.neighbour = self.api()
        self.server = self.exporter(
            [
                target("t1", self.platform.url),
                target("neighbour", self.neighbour.url),
            ],
            poll={"interval": "2s", "timeout": "2s"},
        ).wait_ready()

    def test_an_incomplete_response_reports_more_rows_than_it_has(self):
        self.platform.inject("incomplete?rows=100&seconds=1000")
        page = self.server.wait_for(
            lambda page: page.value("pitel_api_rows", target="t1") == 100,
            "an incomplete response",
        )
        self.assertEqual(
            page.value("pitel_api_reported_rows", target="t1"), 1000
        )
        self.assertEqual(page.value("pitel_up", target="t1"), 1)

    def test_a_backlog_raises_the_ringing_callers_of_its_tenant_alone(self):
        before = self.server.wait_for(
            lambda page: page.value("pitel_up", target="t1") == 1,
            "a successful poll",
        ).select("pitel_ringing_callers")
        first = self.platform.truth()["tenants"][0]["tenant"]
        self.platform.inject(f"backlog?tenant={first}&callers=7&phones=3")
        expected = {
            series: value + (7 if ("tenant", first) in series[1] else 0)
            for series, value in before.items()
        }
        self.server.wait_for(
            lambda page: page.select("pitel_ringing_callers") == expected,
            f"seven more callers at {first} and nowhere else",
        )

    def test_maintenance_waits_as_long_as_it_was_told(self):
        self.platform.inject("status?status=503&retry_after=600&seconds=1000")
        page = self.server.wait_for(
            lambda page: page.value("pitel_up", target="t1") == 0,
            "a failed poll",
        )
        self.assertEqual(page.failures("t1"), {("monitor", "http_5xx"): 1})
        asked = page.requests("t1", "monitor")
        self.platform.inject("clear")
        until = page.requests("neighbour", "monitor") + 4
        page = self.server.wait_for(
            lambda page: page.requests("neighbour", "monitor") >= until,
            "four polls of the neighbour",
        )
        self.assertEqual(page.requests("t1", "monitor"), asked)
        self.assertEqual(page.value("pitel_up", target="t1"), 0)

    def test_revoked_tokens_are_exchanged_without_a_failure(self):
        self.platform.inject("revoke")
        page = self.server.wait_for(
            lambda page: page.requests("t1", "token") == 2, "a second token"
        )
        self.assertEqual(page.failures("t1"), {})
        self.assertEqual(page.value("pitel_up", target="t1"), 1)


if __name__ == "__main__":
    unittest.main()
