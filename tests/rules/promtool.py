"""Histories of series, and the alerts that they raise in promtool.

A test gives what Prometheus scraped and names every alert that fires, with its
first moment and the first at which it is over. All else is a mistake: an alert
too many, a moment too early or too late.
"""

import json
import os
import re
import subprocess
import tempfile
import unittest
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
RULES_FOLDER = REPOSITORY / "deploy/prometheus/rules"
JSONNET = os.environ.get("JSONNET", "jsonnet")
PROMTOOL = os.environ.get("PROMTOOL", "promtool")

# Labels that distinguish firing alerts.
IDENTITY = (
    "alertname",
    "severity",
    "target",
    "tenant",
    "queue",
    "server",
    "reason",
    "clock",
    "field",
    "label",
    "page",
)

# Whether each test evaluates all rules, and not only what its alert reads.
ALL_RULES = os.environ.get("PITEL_TEST_ALL_RULES") == "ON"
# Histories that are longer never are.
LONG = 4 * 3600

UNITS = {"w": 604800, "d": 86400, "h": 3600, "m": 60, "s": 1}


def seconds(duration):
    """Of "1h30m"."""
    parts = re.findall(r"(\d+)([wdhms])", duration)
    if "".join(count + unit for count, unit in parts) != duration:
        raise ValueError(duration)
    return sum(int(count) * UNITS[unit] for count, unit in parts)


@cache
def mixin():
    """Both, as ctest has evaluated them once for all tests (rules.mixin)."""
    if "PITEL_RULES" in os.environ:
        return json.loads(Path(os.environ["PITEL_RULES"]).read_text())
    text = subprocess.run(
        [
            JSONNET,
            "-e",
            "local mixin = import 'grafana/mixin.libsonnet';"
            "{ recording: mixin.prometheusRules,"
            "  alerts: mixin.prometheusAlerts }",
        ],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
    ).stdout
    return json.loads(text)


def read_rules(name):
    """The groups of recording.yml or alerts.yml, from the mixin itself."""
    return mixin()[name]["groups"]


RECORDED = re.compile(r"\b[a-z_]+:[a-z_0-9]+:[a-z_0-9]+\b")


def recorded_by_name():
    return {
        rule["record"]: rule
        for group in read_rules("recording")
        for rule in group["rules"]
    }


def read_by(rules, recorded):
    """The recording rules that these read, and those that they read."""
    names = set()
    todo = [rule["expr"] for rule in rules]
    while todo:
        for name in RECORDED.findall(todo.pop()):
            if name not in names:
                names.add(name)
                todo.append(recorded[name]["expr"])
    return [rule for name, rule in recorded.items() if name in names]


def selector(metric, **labels):
    """A series of the job; labels of None are left out."""
    labels = {"job": "pitel", "instance": "a:10748", "target": "hcm"} | labels
    pairs = (f'{k}="{v}"' for k, v in labels.items() if v is not None)
    return f"{metric}{{{', '.join(pairs)}}}"


class History:
    """The samples of a series, stretch after stretch.

    A stretch is a duration and the value it has: None for no samples. Of a
    counter the value is what it gains per minute.
    """

    def __init__(self, *stretches, counts=False, begin=0):
        self.stretches = stretches
        self.counts = counts
        self.begin = begin

    def samples(self, step):
        """(number of samples, value) of each stretch."""
        for duration, value in self.stretches:
            count = seconds(duration) // step
            if count * step != seconds(duration):
                raise ValueError(f"{duration} is no multiple of {step} s")
            yield count, value

    def values(self, step):
        """In the notation of promtool."""
        level = self.begin
        words = []
        for count, value in self.samples(step):
            if value is None:
                # As Prometheus marks a series that is not shown any more.
                words.append("stale" + f" _x{count - 1}" * (count > 1))
            elif self.counts:
                gain = value * step / 60
                words.append(f"{level:g}+{gain:g}x{count - 1}")
                level += gain * count
            else:
                words.append(f"{value:g}x{count - 1}")
        return " ".join(words)


def gauge(*stretches):
    return History(*stretches)


def counter(*stretches, begin=0):
    return History(*stretches, counts=True, begin=begin)


def twice(series):
    """As two exporters of the same target show them, unless they differ."""
    return {
        name.replace('instance="a:', 'instance="b:'): history
        for name, history in series.items()
        if "target=" in name
    } | series


@dataclass
class Firing:
    """An alert that fires from `since` until `until`."""

    alert: str
    severity: str
    since: str
    until: str | None = None
    labels: dict = field(default_factory=dict)
    description: str | None = None  # if given, all of its text is checked

    def is_on(self, time):
        return seconds(self.since) <= time and (
            self.until is None or time < seconds(self.until)
        )

    def identity(self):
        labels = {
            "alertname": self.alert,
            "severity": self.severity,
            "target": "hcm",
        } | self.labels
        return {
            name: labels[name] for name in IDENTITY if labels.get(name)
        }


def label_set(labels):
    return "{" + ", ".join(f'{k}="{v}"' for k, v in labels.items()) + "}"


def in_one_group(rules):
    return {"groups": [{"name": "pitel", "rules": rules}]}


def input_series(series, step):
    return [
        {"series": name, "values": history.values(step)}
        for name, history in series.items()
    ]


class AlertTest(unittest.TestCase):
    """Tests the shipped rules, or others with planted faults."""

    rule_files = tuple(
        RULES_FOLDER / f"{name}.yml" for name in ("recording", "alerts")
    )
    only = None  # the alert that there is in other files
    all_rules = ALL_RULES

    def check(
        self, series, fires=(), watch="15m", step="10s", alone=False
    ):
        """`series` are histories by selector; exporters are up by default.

        If a description is to be checked, all is checked a second time with
        two exporters of the target. Only the alert that the class is named for
        is evaluated, or, if `all_rules`, every rule: then no other alert fires.
        Of hours, or `alone`, that would take minutes.
        """
        step = seconds(step)
        end = seconds(watch)
        only = self.only
        own = type(self).__name__
        if own in ALERTS and (end > LONG or alone or not self.all_rules):
            only = only or own
        if only:
            fires = [firing for firing in fires if firing.alert == only]
        series = {
            'up{job="pitel", instance="a:10748"}': gauge((watch, 1)),
        } | series
        groups = [self._group(series, fires, end, step)]
        if any(firing.description for firing in fires):
            groups.append(self._group(twice(series), fires, end, step))
        if only == self.only or only not in ALERTS:
            self._run(groups, step)
        else:
            self._run(groups, step, rules_of(only))

    def check_values(self, series, values, step="10s"):
        """`values` are (expression, time, {labels: value}).

        Only what the expressions read is evaluated, unless `all_rules`.
        """
        step = seconds(step)
        rules = None
        if self.rule_files is AlertTest.rule_files and not self.all_rules:
            rules = in_one_group(
                read_by(
                    [{"expr": expression} for expression, _, _ in values],
                    recorded_by_name(),
                )
            )
        group = {
            "interval": f"{step}s",
            "input_series": input_series(series, step),
            "promql_expr_test": [
                {
                    "expr": expression,
                    "eval_time": time,
                    "exp_samples": [
                        {"labels": labels, "value": value}
                        for labels, value in samples.items()
                    ],
                }
                for expression, time, samples in values
            ],
        }
        self._run([group], step, rules)

    def _run(self, groups, step, rules=None):
        with tempfile.TemporaryDirectory(prefix="pitel_rules_") as folder:
            file = Path(folder) / "test.yml"
            rule_files = self.rule_files
            if rules:
                rule_files = (Path(folder) / "rules.yml",)
                rule_files[0].write_text(json.dumps(rules))
            test = {
                "rule_files": [str(file) for file in rule_files],
                "evaluation_interval": f"{step}s",
                "group_eval_order": [] if rules else GROUP_ORDER,
                "tests": groups,
            }
            file.write_text(json.dumps(test, indent=1))
            run = subprocess.run(
                [PROMTOOL, "test", "rules", file],
                capture_output=True,
                text=True,
                check=False,
                timeout=600,
            )
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def _group(self, series, fires, end, step):
        return {
            "interval": f"{step}s",
            "input_series": input_series(series, step),
            "promql_expr_test": self._expressions(fires, end, step),
            "alert_rule_test": [
                self._text(firing, fires)
                for firing in fires
                if firing.description
            ],
        }

    def _expressions(self, fires, end, step):
        edges = {end}
        for firing in fires:
            for edge in filter(None, (firing.since, firing.until)):
                edges |= {seconds(edge) - step, seconds(edge)}
        by = ", ".join(IDENTITY)
        checks = [
            {
                "expr": f'count by ({by}) (ALERTS{{alertstate="firing"}})',
                "eval_time": f"{time}s",
                "exp_samples": [
                    {"labels": label_set(firing.identity()), "value": 1}
                    for firing in fires
                    if firing.is_on(time)
                ],
            }
            for time in sorted(edges)
        ]
        # And at every step in between.
        moments = {}
        for firing in fires:
            labels = label_set(firing.identity())
            moments[labels] = moments.get(labels, 0) + sum(
                firing.is_on(time) for time in range(0, end + 1, step)
            )
        checks.append(
            {
                "expr": f"sum by ({by}) (count_over_time("
                f'ALERTS{{alertstate="firing"}}[{end + step}s]))',
                "eval_time": f"{end}s",
                "exp_samples": [
                    {"labels": labels, "value": count}
                    for labels, count in moments.items()
                ],
            }
        )
        return checks

    def _text(self, firing, fires):
        """All labels and annotations, when it begins to fire."""
        time = seconds(firing.since)
        return {
            "eval_time": f"{time}s",
            "alertname": firing.alert,
            "exp_alerts": [
                expected_alert(other)
                for other in fires
                if other.alert == firing.alert and other.is_on(time)
            ],
        }


def _alert_rules():
    return {
        (rule["alert"], rule["labels"]["severity"]): rule
        for group in read_rules("alerts")
        for rule in group["rules"]
    }


ALERT_RULES = _alert_rules()
ALERTS = {name for name, _ in ALERT_RULES}


@cache
def rules_of(alert):
    """It, and what it reads, in one group."""
    own = [rule for (name, _), rule in ALERT_RULES.items() if name == alert]
    return in_one_group(read_by(own, recorded_by_name()) + own)


GROUP_ORDER = [
    group["name"]
    for name in ("recording", "alerts")
    for group in read_rules(name)
]


def expected_alert(firing):
    rule = ALERT_RULES[firing.alert, firing.severity]
    labels = {
        name: value
        for name, value in (
            {"job": "pitel", "target": "hcm"} | firing.labels
        ).items()
        if value
    }
    def filled(annotation, escaped=str):
        return re.sub(
            r"{{ \$labels\.(\w+)(?: \| urlquery)? }}",
            lambda label: escaped(labels[label[1]]),
            rule["annotations"][annotation],
        )

    return {
        "exp_labels": labels | rule["labels"],
        "exp_annotations": {
            **rule["annotations"],
            "summary": filled("summary"),
            "description": firing.description,
            "dashboard_url": filled(
                "dashboard_url", lambda label: label.replace(":", "%3A")
            ),
        },
    }
