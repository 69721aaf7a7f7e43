"""What dashboards show in situations in which figures easily mislead.

promtool evaluates the queries of a panel on made-up series.
"""

import json
import math
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

from boards import load_boards, panels_of

BOARDS = load_boards()
PROMTOOL = os.environ.get("PROMTOOL", "promtool")
VARIABLES = {
    "job": ".+",
    "instance": ".+",
    "target": ".+",
    "tenant": "acme",
    "__range": "21600s",
    "__rate_interval": "40s",
}
STEP = 60


def samples(*stretches):
    """(minutes, value) one after the other; None: not shown any more."""
    return " ".join(
        f"stale _x{minutes - 1}" if value is None else f"{value}x{minutes - 1}"
        for minutes, value in stretches
    )


def pitel(metric, target="hcm", instance="a:10748", **labels):
    pairs = {"job": "pitel", "instance": instance, "target": target} | labels
    return metric + "{%s}" % ", ".join(
        f'{name}="{value}"' for name, value in pairs.items() if value
    )


def up(*stretches, instance="a:10748"):
    return {pitel("up", target=None, instance=instance): samples(*stretches)}


def polled(*stretches, target="hcm", instance="a:10748"):
    return {pitel("pitel_up", target, instance): samples(*stretches)}


def expand(expression):
    return re.sub(r"\$(\w+)", lambda name: VARIABLES[name[1]], expression)


def panel(uid, title):
    found = [one for one in panels_of(BOARDS[uid]) if one["title"] == title]
    return found[0]


def test_of(expressions, series, at, expected):
    return {
        "interval": f"{STEP}s",
        "input_series": [
            {"series": name, "values": values}
            for name, values in series.items()
        ],
        "promql_expr_test": [
            {
                # Without labels, whatever the legend needs.
                "expr": "sum without(target, tenant, instance, job, alertname)"
                f" ({expand(expression)})",
                "eval_time": f"{at}m",
                "exp_samples": [
                    {"labels": "{}", "value": value} for value in values
                ],
            }
            for expression, values in zip(expressions, expected, strict=True)
        ],
    }


def recorded(name, **labels):
    return pitel(name, instance=None, **{"tenant": "acme"} | labels)


def queries(uid, title):
    return [query["expr"] for query in panel(uid, title)["targets"]]


def agents_by_erlang_c(load, handling_seconds, share=0.8, seconds=20):
    agents = math.floor(load)
    while True:
        agents += 1
        blocked = 1.0
        for busy in range(1, agents + 1):
            blocked = load * blocked / (busy + load * blocked)
        waiting = agents * blocked / (agents - load * (1 - blocked))
        late = math.exp(-(agents - load) * seconds / handling_seconds)
        if 1 - waiting * late >= share:
            return agents


class Situations(unittest.TestCase):
    def check(self, expressions, series, at, expected):
        """`expected` are the values of each expression after `at` minutes."""
        self.check_all([(expressions, series, at, expected)])

    def check_all(self, cases):
        test = {
            "rule_files": [],
            "evaluation_interval": f"{STEP}s",
            "tests": [test_of(*case) for case in cases],
        }
        with tempfile.TemporaryDirectory(prefix="pitel_boards_") as folder:
            file = Path(folder) / "test.yml"
            file.write_text(json.dumps(test))
            run = subprocess.run(
                [PROMTOOL, "test", "rules", file],
                capture_output=True,
                text=True,
                check=False,
            )
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def check_panel(self, uid, title, series, at, *expected):
        self.check(queries(uid, title), series, at, expected)

    def check_availability(self, series, at, expected):
        (query,) = panel("pitel-servers", "Availability")["targets"]
        rounded = f"round({query['expr']}, 0.01)"
        self.check([rounded], series, at, [[expected]])

    def test_without_an_exporter_no_target_is_available(self):
        # For an hour and a half of six hours.
        outage = ((1900, 1), (90, None), (61, 1))
        self.check_availability(polled(*outage), 2050, 0.75)

    def test_a_failing_target_is_not_available(self):
        self.check_availability(polled((270, 1), (180, 0), (1, 1)), 450, 0.5)

    def test_a_target_that_never_responded_is_no_fresh_one(self):
        last = pitel("pitel_last_success_timestamp_seconds", "hcm")
        well = polled((20, 1)) | {last: samples((20, 590))}
        self.check_panel("pitel-exporter", "Oldest response", well, 10, [10], [])
        self.check_panel(
            "pitel-exporter",
            "Oldest response",
            well | polled((20, 0), target="han"),
            10,
            [],
            [1],
        )

    def targets(self, down, of):
        return {
            name: values
            for number in range(of)
            for name, values in polled(
                (20, 0 if number < down else 1), target=f"t{number}"
            ).items()
        }

    def marks(self, uid="pitel-overview"):
        (mark,) = [
            one["target"]["expr"]
            for one in BOARDS[uid]["annotations"]["list"]
            if one["name"] == "API unreachable"
        ]
        return [f"count({mark.replace('$__rate_interval', '4m')})"]

    def outages(self, number, of, minutes=range(10, 15)):
        values = samples(
            (minutes.start, 1), (len(minutes), 0), (60 - minutes.stop, 1)
        )
        return self.targets(0, of) | {
            pitel("pitel_up", f"t{one}"): values for one in range(number)
        }

    def test_one_target_of_many_does_not_mark_graphs_of_them_all(self):
        for number, of in ((1, 20), (3, 20), (1, 1)):
            many = number / of >= 0.1
            series = self.outages(number, of)
            self.check(self.marks(), series, 11, [[number] if many else []])

    def test_an_outage_is_marked_at_both_ends_only(self):
        hour = self.outages(1, 1, range(10, 40))
        self.check_all(
            (self.marks(), hour, minute, [[1] if marked else []])
            for minute, marked in (
                (9, False),
                (11, True),
                (25, False),
                (41, True),
                (50, False),
            )
        )
        self.check(self.marks(), self.targets(1, of=1), 10, [[]])

    def test_a_tenant_has_no_marks_of_other_targets(self):
        started = {
            pitel(
                "pitel_calls_started_total",
                "t0",
                tenant="acme",
                direction=direction,
            ): samples((60, 5))
            for direction in ("inbound", "outbound")
        }
        marks = self.marks("pitel-tenant")
        own = self.outages(1, of=20) | started
        self.check(marks, own, 11, [[1]])
        other = {
            name.replace('"t0"', '"t9"'): values
            for name, values in started.items()
        }
        self.check(marks, self.outages(1, of=20) | other, 11, [[]])

    def test_a_tenant_has_nothing_to_do_with_other_targets(self):
        of_tenant = {
            pitel(
                "pitel_calls_started_total",
                "hcm",
                tenant="acme",
                direction="inbound",
            ): samples((20, 5)),
        }
        others = polled((20, 1)) | polled((20, 0), target="han") | of_tenant
        title = "API unreachable"
        self.check_panel("pitel-tenant", title, others, 10, [0], [])
        own = polled((20, 0)) | polled((20, 1), target="han") | of_tenant
        self.check_panel("pitel-tenant", title, own, 10, [1], [])

    def test_an_exporter_that_is_down_is_shown(self):
        for uid in ("pitel-wallboard", "pitel-overview", "pitel-tenant"):
            self.check_panel(uid, "API unreachable", up((20, 0)), 10, [], [1])
            self.check_panel(uid, "API unreachable", up((20, 1)), 10, [], [])

    def test_a_backlog_is_what_the_alert_takes_for_one(self):
        def backlog(is_one):
            labels = {"job": "pitel", "target": "hcm", "tenant": "acme"}
            pairs = ", ".join(f'{k}="{v}"' for k, v in labels.items())
            name = f"target_tenant:pitel_ringing_backlog:bool{{{pairs}}}"
            return {
                pitel("pitel_ringing_callers", tenant="acme"): samples((20, 40)),
                name: samples((20, is_one)),
            }

        title = "Callers waiting"
        self.check_panel("pitel-overview", title, backlog(0), 10, [40], [])
        self.check_panel("pitel-overview", title, backlog(1), 10, [], [40])

    def test_forty_who_wait_are_red_in_the_table(self):
        (waiting,) = [
            override
            for override in panel("pitel-overview", "Tenants")["fieldConfig"][
                "overrides"
            ]
            if "Waiting" in json.dumps(override["matcher"])
        ]
        (steps,) = [
            one["value"]["steps"]
            for one in waiting["properties"]
            if one["id"] == "thresholds"
        ]
        reached = [s for s in steps if s["value"] is None or s["value"] <= 40]
        self.assertEqual(reached[-1]["color"], "semi-dark-red")

    def hour_of_calls(self, alive):
        """An hour of 60 calls that were answered in time, of 80 that were
        answered, of 100; then, if not `alive`, neither exporter nor recorded
        series."""

        def shown(name, values, minutes=61):
            if alive:
                return {name: values.format(minutes + 60)}
            return {name: values.format(minutes) + " stale _x58"}

        def counter(per_minute):
            return f"0+{per_minute}x{{}}"

        series = {}
        for metric, labels, per_minute in (
            ("pitel_call_wait_seconds_bucket", {"le": "20.0"}, 6),
            ("pitel_call_wait_seconds_bucket", {"le": "30.0"}, 7),
            ("pitel_call_wait_seconds_count", {}, 8),
            ("pitel_call_wait_seconds_sum", {}, 80),
            ("pitel_calls_answered_total", {"direction": "inbound"}, 8),
            ("pitel_calls_unanswered_total", {"direction": "inbound"}, 2),
        ):
            name = pitel(metric, tenant="acme", **labels)
            series |= shown(name, counter(per_minute))
        series |= shown(pitel("pitel_up"), "1x{}")
        series |= shown(pitel("pitel_ringing_callers", tenant="acme"), "1x{}")
        for state, phones in (("idle", 3), ("ringing", 1), ("oncall", 6)):
            for level, labels in (
                ("target_tenant", {}),
                ("target", {"tenant": None}),
            ):
                name = f"{level}_state:pitel_extensions:sum"
                series |= shown(
                    recorded(name, state=state, **labels), f"{phones}x{{}}"
                )
        return series

    # What is shown of that hour by each query of a panel.
    OF_THE_HOUR = {
        "Service level 1 h": (None, 0.75, None),
        "Level of all 1 h": (None, 0.6, None),
        "Unanswered 1 h": (None, 0.2, None),
        "Mean wait 15 min": (None, 10, None),
        "Occupancy 15 min": (0.7,),
        "Phones free": (3, 10),
    }
    WITH_FIGURES = ("pitel-wallboard", "pitel-overview", "pitel-tenant")

    def test_how_callers_of_an_hour_were_served(self):
        self.check_all(
            (
                [f"round({one}, 0.001)" for one in queries(uid, title)],
                self.hour_of_calls(alive=True),
                62,
                [[] if value is None else [value] for value in values],
            )
            for uid in self.WITH_FIGURES
            for title, values in self.OF_THE_HOUR.items()
        )

    def test_nothing_is_judged_without_an_exporter(self):
        for uid in self.WITH_FIGURES:
            for title in self.OF_THE_HOUR:
                defaults = panel(uid, title)["fieldConfig"]["defaults"]
                self.assertEqual(defaults["noValue"], "no data")
                result = defaults["mappings"][-1]["options"]["result"]
                self.assertEqual(result["text"], "no data")
                self.assertEqual(result["color"], "text")
        self.check_all(
            (
                queries(uid, title),
                self.hour_of_calls(alive=False),
                63,
                [[] for _ in values],
            )
            for uid in self.WITH_FIGURES
            for title, values in self.OF_THE_HOUR.items()
        )

    def test_no_phone_is_free_when_nobody_is_logged_in(self):
        phones = {
            recorded(
                "target_state:pitel_extensions:sum", tenant=None, state=state
            ): "0x20"
            for state in ("idle", "oncall")
        }
        uid, title = "pitel-wallboard", "Phones free"
        self.check_panel(uid, title, phones, 10, [], [0])

    def agents_case(self, load, handling_seconds, condition):
        inbound = {"direction": "inbound"}
        level = "target_tenant_direction"
        series = {
            recorded(
                f"{level}:pitel_active_calls_oncall:avg5m", **inbound
            ): f"{load}x90",
            recorded(
                f"{level}:pitel_calls_answered:rate5m", **inbound
            ): f"{load / handling_seconds}x90",
            pitel("pitel_ringing_callers", tenant="acme"): "0x90",
        }
        (needed,) = queries("pitel-tenant", "Agents needed")
        exact = agents_by_erlang_c(load, handling_seconds)
        expected = [1] if load / handling_seconds * 3600 >= 4.5 else []
        return [condition.format(needed, exact)], series, 80, [expected]

    def test_agents_are_those_of_erlang_c(self):
        # 20 calls in half an hour of 3 min each, and so on.
        self.check_all(
            self.agents_case(load, seconds, "({0}) == bool {1}")
            for load, seconds in (
                (0.5, 180),
                (1, 120),
                (2, 180),
                (5, 240),
                (10, 180),
                (20, 180),
                (50, 300),
                (100, 240),
                (200, 180),
            )
        )

    def test_agents_are_at_most_one_too_many(self):
        self.check_all(
            self.agents_case(
                1.35**step,
                seconds,
                "clamp(({0}) - {1}, 0, 1) == bool (({0}) - {1})",
            )
            for step in range(-4, 19)
            for seconds in (60, 120, 180, 300, 600)
        )

    def alerts(self, **severities):
        return {
            f'{metric}{{alertname="{name}", job="pitel", target="hcm", '
            f'tenant="acme", severity="{severity}"{more}}}': values
            for name, severity in severities.items()
            for metric, more, values in (
                ("ALERTS", ', alertstate="firing"', "1x20"),
                ("ALERTS_FOR_STATE", "", "300x20"),
            )
        }

    def test_alerts_that_fire_are_listed(self):
        firing = self.alerts(PitelRingingBacklog="critical")
        for uid in self.WITH_FIGURES:
            title = "Alerts that fire"
            self.check_panel(uid, title, firing, 10, [3], [300])
            pending = {
                name.replace("firing", "pending"): values
                for name, values in firing.items()
            }
            self.check_panel(uid, title, pending, 10, [0], [])
            warning = self.alerts(PitelUnansweredHigh="warning")
            self.check_panel(uid, title, warning, 10, [2], [300])

    def test_alerts_without_a_target_are_listed(self):
        bare = {
            'ALERTS{alertname="PitelExporterAbsent", alertstate="firing", '
            'severity="info"}': "1x20"
        }
        for uid in ("pitel-wallboard", "pitel-overview"):
            self.check_panel(uid, "Alerts that fire", bare, 10, [1], [])

    def test_yesterday_is_beside_today(self):
        calls = {
            recorded(
                "target_tenant_direction_state:pitel_active_calls:sum",
                direction="inbound",
                state="oncall",
            ): samples((1440, 5), (200, 8))
        }
        for uid in ("pitel-overview", "pitel-tenant"):
            title = "Active calls today, yesterday, a week ago"
            self.check_panel(uid, title, calls, 1500, [8], [5], [])

    def test_peaks_of_days_and_months(self):
        peak = {
            recorded("target_tenant:pitel_active_calls_peak:max1d"): samples(
                (200, 30), (10500, 12), (20, 14)
            )
        }
        title = "Most calls at once by tenant"
        uid = "pitel-service-level"
        self.check_panel(uid, title, peak, 10690, [12], [12], [30])
        # Within the hour.
        self.check_panel(uid, title, peak, 10710, [14], [14], [30])

    def test_variables_that_are_offered_select_something(self):
        for uid, board in BOARDS.items():
            queries = json.dumps([one["targets"] for one in panels_of(board)])
            for variable in board["templating"]["list"]:
                if variable["name"] != "datasource" and variable["hide"] == 0:
                    with self.subTest(uid):
                        self.assertIn(f"${variable['name']}", queries)


if __name__ == "__main__":
    unittest.main()
