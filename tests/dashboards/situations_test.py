"""What dashboards show in situations in which figures easily mislead.

promtool evaluates the queries of a panel on made-up series.
"""

import json
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


class Situations(unittest.TestCase):
    def check(self, expressions, series, at, expected):
        """`expected` are the values of each expression after `at` minutes."""
        test = {
            "rule_files": [],
            "evaluation_interval": f"{STEP}s",
            "tests": [
                {
                    "interval": f"{STEP}s",
                    "input_series": [
                        {"series": name, "values": values}
                        for name, values in series.items()
                    ],
                    "promql_expr_test": [
                        {
                            # Without labels, whatever the legend needs.
                            "expr": f"sum without(target, tenant, instance, job)"
                            f" ({expand(expression)})",
                            "eval_time": f"{at}m",
                            "exp_samples": [
                                {"labels": "{}", "value": value}
                                for value in values
                            ],
                        }
                        for expression, values in zip(
                            expressions, expected, strict=True
                        )
                    ],
                }
            ],
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
        queries = [query["expr"] for query in panel(uid, title)["targets"]]
        self.check(queries, series, at, expected)

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

    def check_marks(self, series, count):
        (mark,) = [
            one["target"]["expr"]
            for one in BOARDS["pitel-overview"]["annotations"]["list"]
            if one["name"] == "API unreachable"
        ]
        self.check([f"count({mark})"], series, 10, [[count] if count else []])

    def test_one_target_of_many_does_not_mark_graphs_of_them_all(self):
        self.check_marks(self.targets(1, of=20), 0)
        self.check_marks(self.targets(3, of=20), 3)
        self.check_marks(self.targets(1, of=1), 1)

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
        self.assertEqual(reached[-1]["color"], "red")

    def test_variables_that_are_offered_select_something(self):
        for uid, board in BOARDS.items():
            queries = json.dumps([one["targets"] for one in panels_of(board)])
            for variable in board["templating"]["list"]:
                if variable["name"] != "datasource" and variable["hide"] == 0:
                    with self.subTest(uid):
                        self.assertIn(f"${variable['name']}", queries)


if __name__ == "__main__":
    unittest.main()
