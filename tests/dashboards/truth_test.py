"""What the dashboards say in trouble, from a real Prometheus.

For the last of two hours, one target answers, one is polled by an exporter that
is dead for the second half of it, one has never answered, and one stopped for
some minutes.
"""

import unittest

import data
from boards import load_boards, panels_of
from harness import SystemTest, request_json
from week import END, History

BOARDS = load_boards()
STEP = 60
MINUTES, SHOWN = 120, 60
DEAD = MINUTES - SHOWN // 2
OUTAGE = range(70, 75)
ANSWERING, SILENT, NEVER, FLAKY = "hcm", "hn", "dn", "ct"
TENANT = "acme.example.com"
DIRECTIONS = ("inbound", "outbound", "local")
FAILURES = 'pitel_api_request_failures_total{operation="monitor",reason="dns"'


def of_target(target, minute, moment):
    """{series: value} of a target that an exporter polls."""
    is_up = target != NEVER and (target != FLAKY or minute not in OUTAGE)
    series = {
        "pitel_up{": int(is_up),
        "pitel_poll_interval_seconds{": 10,
        f"{FAILURES},": 0 if is_up else 2 * minute,
    }
    if target != NEVER:
        series["pitel_last_success_timestamp_seconds{"] = moment
    return series


def of_tenant(minute):
    """Of a tenant for whom 40 callers ring, of 30 on call."""
    named = f'tenant="{TENANT}",'
    calls = f'pitel_active_calls{{{named}server="s1",'
    series = {
        f"pitel_ringing_callers{{{named}": 40,
        f"pitel_ringing_oldest_seconds{{{named}": 50,
    }
    for direction in DIRECTIONS:
        labels = f'direction="{direction}",'
        series[f"pitel_calls_started_total{{{named}{labels}"] = 9 * minute
        for state, many in (("ringing", 40), ("oncall", 30)):
            value = many if direction == "inbound" else 0
            series[f'{calls}{labels}state="{state}",'] = value
    return series


def write_hour(file):
    for minute in range(MINUTES + 1):
        moment = END - STEP * (MINUTES - minute)
        for target in (ANSWERING, SILENT, NEVER, FLAKY):
            if target == SILENT and minute >= DEAD:
                continue
            series = of_target(target, minute, moment)
            if target == ANSWERING:
                series |= of_tenant(minute)
            instance = "two" if target == SILENT else "one"
            scraped = f'target="{target}",job="pitel",instance="{instance}"'
            file.writelines(
                f"{name}{scraped}}} {value} {moment}\n"
                for name, value in series.items()
            )


class Truth(SystemTest):
    @classmethod
    def setUpClass(cls):
        cls.setting = SystemTest()
        cls.addClassCleanup(cls.setting.doCleanups)
        scrapes = [(END - STEP * MINUTES, STEP)]
        hour = History(cls.setting.folder(), write_hour, scrapes, END)
        cls.addClassCleanup(hour.stop)
        cls.asked = data.Asked(request_json, hour.url, TENANT)

    def expanded(self, uid, expression):
        # What is shown is the hour.
        board = dict(BOARDS[uid], time={"from": "now-1h"})
        return self.asked.expand(expression, board, 4 * STEP)

    def result(self, uid, expression, at=END):
        """{labels that tell series apart: value}."""
        response = self.asked.get(
            "query", query=self.expanded(uid, expression), time=at
        )
        return {
            series["metric"].get("target", ""): float(series["value"][1])
            for series in response["data"]["result"]
        }

    def figure(self, uid, title, letter="A"):
        (panel,) = [p for p in panels_of(BOARDS[uid]) if p["title"] == title]
        (query,) = [q for q in panel["targets"] if q["refId"] == letter]
        return self.result(uid, query["expr"])

    def column(self, uid, title, column):
        (panel,) = [p for p in panels_of(BOARDS[uid]) if p["title"] == title]
        renamed = panel["transformations"][1]["options"]["renameByName"]
        (letter,) = [
            key.removeprefix("Value #")
            for key, name in renamed.items()
            if name == column
        ]
        return self.figure(uid, title, letter)

    def test_an_outage_of_the_exporter_is_not_available(self):
        shares = self.column("pitel-servers", "Targets", "Availability")
        self.assertEqual(shares[ANSWERING], 1)
        self.assertEqual(shares[NEVER], 0)
        # A sample is found for 5 minutes.
        self.assertAlmostEqual(
            shares[SILENT], (SHOWN / 2 + 4) / SHOWN, delta=2 / SHOWN
        )

    def test_a_target_that_nobody_polls_is_down(self):
        self.assertEqual(
            self.column("pitel-servers", "Targets", "State"),
            {ANSWERING: 1, SILENT: 0, NEVER: 0, FLAKY: 1},
        )
        for uid in ("pitel-wallboard", "pitel-overview", "pitel-exporter"):
            with self.subTest(uid):
                self.assertEqual(self.figure(uid, "API unreachable"), {"": 2})

    def test_a_tenant_shows_its_own_targets(self):
        self.assertEqual(
            self.figure("pitel-tenant", "API unreachable"), {"": 0}
        )

    def test_a_target_that_never_answered_has_no_age(self):
        self.assertEqual(self.figure("pitel-exporter", "Oldest response"), {})
        self.assertEqual(
            self.figure("pitel-exporter", "Oldest response", "B"), {"": 1}
        )

    def test_a_backlog_is_more_than_many_callers(self):
        self.assertEqual(
            self.column("pitel-overview", "Tenants", "Backlog"), {ANSWERING: 1}
        )
        self.assertEqual(
            self.figure("pitel-wallboard", "Callers waiting", "B"), {"": 40}
        )

    def test_failures_do_not_grow_with_the_window(self):
        # Two a minute, whatever the window is.
        shown = self.figure(
            "pitel-exporter", "Failed requests by reason, per min"
        )
        self.assertAlmostEqual(shown[""], 2, places=6)

    def marked(self, uid):
        """{target: minutes with a mark}."""
        (expression,) = [
            annotation["expr"]
            for annotation in BOARDS[uid]["annotations"]["list"]
            if annotation["name"] == "API unreachable"
        ]
        minutes = {}
        for minute in range(1, MINUTES + 1):
            at = END - STEP * (MINUTES - minute)
            for target, value in self.result(uid, expression, at).items():
                self.assertGreater(value, 0)
                minutes.setdefault(target, []).append(minute)
        return minutes

    def test_a_dead_target_marks_no_graph(self):
        minutes = self.marked("pitel-overview")
        self.assertEqual(set(minutes), {FLAKY})
        self.assertLess(len(minutes[FLAKY]), 2 * len(OUTAGE))
        self.assertIn(OUTAGE[0], minutes[FLAKY])
        self.assertEqual(self.marked("pitel-tenant"), {})


if __name__ == "__main__":
    unittest.main()
