"""The form of the dashboards, and whether the checks detect faults."""

import copy
import json
import os
import subprocess
import unittest

import form
from boards import FOLDER, ROOT, load_boards, overrides_of, panels_of

JSONNET = os.environ.get("JSONNET", "jsonnet")
MIXIN = ROOT / "grafana" / "mixin.libsonnet"
UIDS = {
    "pitel-exporter",
    "pitel-overview",
    "pitel-servers",
    "pitel-service-level",
    "pitel-tenant",
    "pitel-wallboard",
}


def panel(board, title):
    (found,) = [p for p in panels_of(board) if p["title"] == title]
    return found


def row(board, title):
    (found,) = [p for p in board["panels"] if p["title"] == title]
    return found


def variable(board, name):
    (found,) = [v for v in board["templating"]["list"] if v["name"] == name]
    return found


def override(one, name):
    (found,) = [
        o
        for o in one["fieldConfig"]["overrides"]
        if o["matcher"]["options"] == name
    ]
    return found


# (check that must detect it, dashboard, change to it). Most dashboards that are
# published have several of these faults.
FAULTS = [
    ("head", "pitel-overview", lambda b: b.update(uid="overview")),
    ("head", "pitel-overview", lambda b: b.update(schemaVersion=41)),
    ("head", "pitel-overview", lambda b: b.update(editable=True)),
    ("head", "pitel-overview", lambda b: b.update(graphTooltip=0)),
    ("head", "pitel-overview", lambda b: b.update(tags=[])),
    ("head", "pitel-overview", lambda b: b.update(id=7)),
    ("head", "pitel-overview", lambda b: b.update(refresh="")),
    (
        "variables",
        "pitel-overview",
        lambda b: b["templating"]["list"].reverse(),
    ),
    (
        "variables",
        "pitel-overview",
        lambda b: variable(b, "datasource").update(
            current={"text": "Prometheus", "value": "Prometheus"}
        ),
    ),
    (
        "variables",
        "pitel-overview",
        lambda b: variable(b, "tenant").update(allValue=None),
    ),
    (
        "variables",
        "pitel-overview",
        lambda b: variable(b, "tenant").update(multi=False),
    ),
    (
        "variables",
        "pitel-overview",
        lambda b: variable(b, "tenant").update(refresh=1),
    ),
    (
        "variables",
        "pitel-overview",
        lambda b: variable(b, "target")["query"].update(
            query="label_values(pitel_up, target)"
        ),
    ),
    (
        "variables",
        "pitel-tenant",
        lambda b: variable(b, "tenant").update(includeAll=True),
    ),
    (
        "used_variables",
        "pitel-exporter",
        lambda b: b["templating"]["list"].append(
            dict(variable(b, "target"), name="tenant")
        ),
    ),
    (
        "used_variables",
        "pitel-overview",
        lambda b: panel(b, "Active calls")["targets"][0].update(
            expr='pitel_up{cluster="$cluster"}'
        ),
    ),
    (
        "datasources",
        "pitel-overview",
        lambda b: panel(b, "Tenants")["targets"][2]["datasource"].update(
            uid="P1809F7CD0C75ACF3"
        ),
    ),
    (
        "datasources",
        "pitel-overview",
        lambda b: variable(b, "tenant").pop("datasource"),
    ),
    (
        "datasources",
        "pitel-overview",
        lambda b: b["annotations"]["list"][0].update(datasource="Prometheus"),
    ),
    (
        "words",
        "pitel-overview",
        lambda b: panel(b, "Tenants").update(description=""),
    ),
    (
        "words",
        "pitel-overview",
        lambda b: panel(b, "Waits of answered calls")["fieldConfig"][
            "defaults"
        ].pop("unit"),
    ),
    (
        "words",
        "pitel-overview",
        lambda b: panel(b, "Active calls")["fieldConfig"]["defaults"].pop(
            "noValue"
        ),
    ),
    (
        "words",
        "pitel-overview",
        lambda b: panel(b, "Active calls").update(title=""),
    ),
    (
        "words",
        "pitel-overview",
        lambda b: panel(b, "Active calls").update(
            title="Active calls of all the tenants of all the targets chosen"
        ),
    ),
    (
        "words",
        "pitel-overview",
        lambda b: panel(b, "Active calls").update(title="Oldest ringing"),
    ),
    (
        "layout",
        "pitel-overview",
        lambda b: panel(b, "Tenants")["gridPos"].update(y=20),
    ),
    (
        "layout",
        "pitel-overview",
        lambda b: panel(b, "Active calls")["gridPos"].update(w=3),
    ),
    (
        "layout",
        "pitel-overview",
        lambda b: panel(b, "Tenants")["gridPos"].update(w=25),
    ),
    (
        "layout",
        "pitel-overview",
        lambda b: panel(b, "Tenants").update(id=1),
    ),
    (
        "layout",
        "pitel-wallboard",
        lambda b: [p["gridPos"].update(h=15) for p in b["panels"][-3:]],
    ),
    (
        "layout",
        "pitel-wallboard",
        lambda b: [p["gridPos"].update(h=13) for p in b["panels"][-3:]],
    ),
    (
        "layout",
        "pitel-servers",
        lambda b: row(b, "Target $target").update(collapsed=False),
    ),
    (
        "layout",
        "pitel-servers",
        lambda b: panel(b, "API latency")["gridPos"].update(y=14),
    ),
    (
        "layout",
        "pitel-servers",
        lambda b: [
            p["gridPos"].update(y=p["gridPos"]["y"] - 13)
            for p in row(b, "Target $target")["panels"]
        ],
    ),
    (
        "layout",
        "pitel-servers",
        lambda b: panel(b, "API latency").update(id=1),
    ),
    (
        "words",
        "pitel-servers",
        lambda b: panel(b, "API latency").update(description=""),
    ),
    (
        "history",
        "pitel-service-level",
        lambda b: panel(b, "Level 30 d").update(description="A share."),
    ),
    (
        "history",
        "pitel-tenant",
        lambda b: panel(b, "Most calls at once, by day").update(
            description="Peaks."
        ),
    ),
    (
        "used_variables",
        "pitel-wallboard",
        lambda b: (
            b["templating"]["list"].append(
                dict(variable(b, "target"), name="tenant")
            ),
            b["annotations"]["list"][0]["target"].update(
                expr='pitel_up{target="$tenant"}'
            ),
        ),
    ),
    (
        "many_targets",
        "pitel-exporter",
        lambda b: panel(b, "Response size")["targets"][0].update(
            expr="pitel_api_response_size_bytes"
        ),
    ),
    (
        "moments",
        "pitel-overview",
        lambda b: panel(b, "Active calls")["targets"][0].update(
            instant=False, range=True
        ),
    ),
    (
        "moments",
        "pitel-overview",
        lambda b: panel(b, "Tenants")["targets"][3].update(range=True),
    ),
    (
        "moments",
        "pitel-overview",
        lambda b: panel(b, "Active calls by state")["targets"][0].update(
            instant=True
        ),
    ),
    (
        "moments",
        "pitel-overview",
        lambda b: panel(b, "Tenants")["targets"][3].update(refId="A"),
    ),
    (
        "windows",
        "pitel-overview",
        lambda b: panel(b, "Wait until answered")["targets"][0].update(
            expr="sum(rate(pitel_call_wait_seconds_bucket[5m]))"
        ),
    ),
    (
        "ratios",
        "pitel-overview",
        lambda b: panel(b, "Active calls")["targets"][0].update(
            expr="sum(pitel_active_calls) / sum(pitel_extensions)"
        ),
    ),
    (
        "colours",
        "pitel-overview",
        lambda b: override(panel(b, "Active calls by state"), "ringing")[
            "properties"
        ][0]["value"].update(fixedColor="blue"),
    ),
    (
        "colours",
        "pitel-overview",
        lambda b: panel(b, "Inbound calls answered and not, per 5 min")[
            "fieldConfig"
        ].update(overrides=[]),
    ),
    (
        "thresholds",
        "pitel-overview",
        lambda b: panel(b, "Oldest ringing")["fieldConfig"]["defaults"][
            "thresholds"
        ]["steps"].reverse(),
    ),
    (
        "links",
        "pitel-overview",
        lambda b: b["links"][0].update(url="/d/pitel-wall"),
    ),
    ("links", "pitel-overview", lambda b: b["links"][0].update(keepTime=False)),
    ("links", "pitel-overview", lambda b: b["links"].pop()),
    (
        "links",
        "pitel-overview",
        lambda b: overrides_of(panel(b, "Tenants"))["Tenant"]["links"][
            0
        ].update(url="/d/pitel-tenant?var-tenant=${__data.fields.tenant}"),
    ),
    (
        "links",
        "pitel-overview",
        lambda b: overrides_of(panel(b, "Tenants"))["Tenant"]["links"][
            0
        ].update(url="/d/pitel-nobody?${__url_time_range}"),
    ),
    ("annotations", "pitel-overview", lambda b: b["annotations"]["list"].pop()),
    (
        "annotations",
        "pitel-overview",
        lambda b: b["annotations"]["list"][0].update(enable=False),
    ),
]


class Form(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.boards = load_boards()

    def test_the_six_are_there(self):
        self.assertEqual(set(self.boards), UIDS)

    def test_nothing_is_wrong(self):
        self.assertEqual(form.problems_of(self.boards), {})

    def test_each_planted_fault_is_seen(self):
        for number, (check, uid, plant) in enumerate(FAULTS):
            with self.subTest(number=number, check=check):
                boards = copy.deepcopy(self.boards)
                plant(boards[uid])
                self.assertIn(check, form.problems_of(boards, [uid]))

    def test_each_check_has_a_planted_fault(self):
        checks = {check.__name__ for check in form.CHECKS} | {"links"}
        self.assertEqual(checks, {check for check, _, _ in FAULTS})


def threshold_values(board):
    """{where: step values} of all thresholds that a board sets."""
    found = {}
    for one in panels_of(board):
        owners = {"": one["fieldConfig"]["defaults"], **overrides_of(one)}
        for name, owner in owners.items():
            steps = owner.get("thresholds", {}).get("steps", [])
            for number, step in enumerate(steps[1:]):
                found[one["title"], name, number] = step["value"]
    return found


class Numbers(unittest.TestCase):
    """Thresholds are the numbers of _config, or none and any."""

    def generate(self, change):
        code = f"""
            local mixin = import '{MIXIN}';
            local change(v) =
              if std.type(v) == 'object'
              then std.mapWithKey(function(_, one) change(one), v)
              else if std.type(v) == 'number' then {change}
              else v;
            (mixin + {{ _config+:: {{
              alerts: change(mixin._config.alerts),
              colours: change(mixin._config.colours),
              poll_seconds: change(mixin._config.poll_seconds),
              service_level: change(mixin._config.service_level),
            }} }}).grafanaDashboards
        """
        result = subprocess.run(
            [JSONNET, "-e", code],
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(result.stdout)

    def test_every_threshold_follows_the_configuration(self):
        as_it_is, changed = self.generate("v"), self.generate("v * 3")
        seen = 0
        for name, board in as_it_is.items():
            self.assertEqual(
                board, json.loads((FOLDER / name).read_text()), name
            )
            after = threshold_values(changed[name])
            for where, value in threshold_values(board).items():
                seen += 1
                # Severities are numbered.
                if value not in (1, 2) and where[0] != "Alerts that fire":
                    self.assertNotEqual(value, after[where], (name, where))
        self.assertGreater(seen, 20)


if __name__ == "__main__":
    unittest.main()
