"""The dashboards against a real exporter's page and a real Prometheus."""

import copy
import unittest

import data
import promql
from boards import load_boards, panels_of, queries_of, query_variables_of
from harness import SystemTest, request_json, target
from rows import SAMPLE_ROW
from scripted_api import rows_response
from week import INSTANCE, Week

BOARDS = load_boards()
JOB = {"job": "pitel", "instance": INSTANCE}
TENANT = "alpha.example.com"


def asked_for():
    """Names of all series that the dashboards query."""
    asked = [
        expression
        for board in BOARDS.values()
        for _, expression in queries_of(board)
    ] + [
        data.LABEL_VALUES.fullmatch(question)[1]
        for board in BOARDS.values()
        for question in query_variables_of(board).values()
    ]
    return {
        selector.metric
        for expression in asked
        for selector in promql.read(expression).selectors
    }


def panel(board, title):
    (found,) = [p for p in panels_of(board) if p["title"] == title]
    return found


def asks(title, expression, letter=0):
    """Replaces the query of a panel."""
    return lambda board: panel(board, title)["targets"][letter].update(
        expr=expression
    )


EVERYWHERE = 'job=~"$job", instance=~"$instance", target=~"$target"'

# (check that must detect it, change to the overview)
FAULTS = [
    ("names", asks("Active calls", "sum(pitel_calls)")),
    ("names", asks("Active calls", 'sum(pitel_active_calls{queue="1"})')),
    (
        "names",
        asks("Active calls", 'sum(pitel_active_calls{state="on_call"})'),
    ),
    ("names", asks("Active calls", "sum by (agent) (pitel_active_calls)")),
    (
        "names",
        lambda b: panel(b, "Active calls by state")["targets"][0].update(
            legendFormat="{{call_state}}"
        ),
    ),
    (
        "selection",
        asks("Active calls", f"sum(pitel_active_calls{{{EVERYWHERE}}})"),
    ),
    (
        "selection",
        lambda b: b["annotations"]["list"][0]["target"].update(
            expr="pitel_up == 0"
        ),
    ),
    ("results", asks("Active calls", "sum(pitel_active_calls))")),
    ("results", asks("Active calls by state", "sum(pitel_active_calls[5m])")),
    ("results", asks("Active calls", "pitel_up > 1")),
    ("results", asks("Active calls by state", "pitel_up > 1")),
    ("results", asks("Active calls", "0 / (pitel_up * 0)")),
    (
        "results",
        lambda b: b["annotations"]["list"][0]["target"].update(
            expr="pitel_up =="
        ),
    ),
    # There, but with the value 0.
    (
        "results",
        lambda b: b["annotations"]["list"][0]["target"].update(
            expr="pitel_up == 0"
        ),
    ),
    (
        "results",
        lambda b: b["templating"]["list"][-1]["query"].update(
            query="label_values(pitel_queue, tenant)"
        ),
    ),
]


class Data(SystemTest):
    @classmethod
    def setUpClass(cls):
        cls.setting = SystemTest()
        cls.addClassCleanup(cls.setting.doCleanups)
        simulator = cls.setting.simulator(
            "--rows=60", "--tenants=2", "--servers=2", "--flat"
        )
        exporter = cls.setting.exporter(
            # The second API is the one that says what time it is.
            [
                target("hcm", simulator.url),
                target("hn", cls.setting.api(rows_response([SAMPLE_ROW])).url),
            ],
            poll={"interval": "1s"},
            queues={"enabled": True},
        )
        page = exporter.wait_for(
            lambda page: page.total("pitel_active_calls", target="hcm")
            and page.total("pitel_active_calls", target="hn")
            and page.total("pitel_queue_joined_total", target="hcm"),
            "calls of both targets, and callers in queues",
        )
        cls.week = Week(cls.setting.folder(), small=True, has_second=True)
        cls.addClassCleanup(cls.week.stop)
        # Prometheus adds `up`, what is recorded and alerts.
        series = [*data.series_of(page, JOB), ("up", JOB)]
        for name in asked_for():
            if ":" not in name and not name.startswith("ALERTS"):
                continue
            for labels in request_json(
                f"{cls.week.url}/api/v1/series?match[]={name}"
            )["data"]:
                labels.pop("__name__")
                series.append((name, labels))
        cls.known = data.Known(series)
        cls.asked = data.Asked(request_json, cls.week.url, TENANT)
        cls.metrics = {name for name, _ in page.series}

    def problems_of(self, uid, board):
        found = {
            "names": list(data.names(uid, board, self.known)),
            "selection": list(data.selection(uid, board, self.known)),
            "results": list(data.results(uid, board, self.asked)),
        }
        return {check: one for check, one in found.items() if one}

    def test_everything_asked_for_is_there(self):
        for uid, board in BOARDS.items():
            with self.subTest(uid):
                self.assertEqual(self.problems_of(uid, board), {})

    def test_each_planted_fault_is_seen(self):
        uid = "pitel-overview"
        for number, (check, plant) in enumerate(FAULTS):
            with self.subTest(number=number, check=check):
                board = copy.deepcopy(BOARDS[uid])
                plant(board)
                self.assertIn(check, self.problems_of(uid, board))

    def figures_of_calls(self, instance):
        """{(board, panel, query): values} with these exporters selected."""
        self.asked.instance = instance
        return {
            (uid, one["title"], query["refId"]): sorted(
                map(float, self.asked.samples(board, one, query))
            )
            for uid, board in BOARDS.items()
            if uid not in ("pitel-exporter", "pitel-service-level")
            for one in panels_of(board)
            for query in one["targets"]
            if query["instant"]
        }

    def test_two_exporters_of_a_target_count_once(self):
        self.addCleanup(setattr, self.asked, "instance", ".+")
        self.assertEqual(
            self.figures_of_calls(".+"), self.figures_of_calls(INSTANCE)
        )
        # Otherwise the second is missing, and nothing was tested.
        summed = 'sum(pitel_active_calls{instance=~"$instance"})'
        board = BOARDS["pitel-overview"]
        one = panel(board, "Active calls")
        question = dict(one["targets"][0], expr=summed)
        (single,) = self.asked.samples(board, one, question)
        self.asked.instance = ".+"
        (double,) = self.asked.samples(board, one, question)
        self.assertAlmostEqual(float(double), 2 * float(single))

    def test_every_metric_is_shown_somewhere(self):
        self.assertEqual(
            {family(name) for name in self.metrics - asked_for()}
            - {family(name) for name in asked_for()}
            - {recorded_from(name) for name in asked_for()},
            NOT_SHOWN,
        )


def recorded_from(name):
    """The metric in the middle of level:metric:operations."""
    return name.split(":")[1] if ":" in name else None


def family(name):
    """Of a histogram's series."""
    for suffix in ("_bucket", "_count", "_sum"):
        name = name.removesuffix(suffix)
    return name


# Counts of phones rather than people, and metrics of no use to an operator.
NOT_SHOWN = {
    "pitel_active_legs",
    "pitel_exporter_config_last_reload_success_timestamp_seconds",
    "process_threads",
    "process_virtual_memory_bytes",
    "process_virtual_memory_max_bytes",
}


if __name__ == "__main__":
    unittest.main()
