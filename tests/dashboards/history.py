"""Days of scrapes of a page, written at once.

The series are those of a real page, so nothing is asked for here that the
exporter does not have; their courses are made up: a rhythm of days for gauges
and rates. What Prometheus would have recorded meanwhile, it records afterwards.
"""

import json
import math
import os
import subprocess
from itertools import count

import promql
from boards import ROOT
from harness import PROMETHEUS, PROMTOOL, request, wait_until

JSONNET = os.environ.get("JSONNET", "jsonnet")
MIXIN = ROOT / "grafana" / "mixin.libsonnet"

# Two samples and more in five minutes, which is the shortest window of a rule.
STEP_SECONDS = 150
DAYS = 9
HOUR, DAY = 3600, 86400
INSTANCE = "exporter.example.com:10748"
JOB = {"job": "pitel", "instance": INSTANCE}
# For the last hours a second exporter polls the same targets.
SECOND = {"job": "pitel", "instance": "second.example.com:10748"}
SECOND_HOURS = 3

CONSTANTS = {
    "pitel_poll_interval_seconds",
    "pitel_poll_timeout_seconds",
    "pitel_exporter_build_info",
    "pitel_exporter_config_last_reload_successful",
    "pitel_exporter_config_last_reload_success_timestamp_seconds",
    "process_max_fds",
}

# Mean of what a histogram observes; its observations fall off exponentially.
MEAN_SECONDS = {
    "pitel_call_wait_seconds": 12,
    "pitel_call_duration_seconds": 180,
    "pitel_api_request_duration_seconds": 0.2,
}
# How many happen per hour: also at the quietest time more than the 20 below which
# no share is shown.
EVENTS = 150
RARE_EVENTS = 2
RARE = ("failures", "rejected", "unknown", "lost", "unanswered")


def rhythm(moment):
    """From 0.2 to 1.8 within a day."""
    return 1 + 0.8 * math.sin(2 * math.pi * moment / DAY)


def happened(moment, start, per_hour):
    """Events since the start, of a rate with that rhythm."""

    def integral(at):
        return at - 0.8 * DAY / (2 * math.pi) * math.cos(2 * math.pi * at / DAY)

    return (integral(moment) - integral(start)) * per_hour / 3600


def course(name, labels, value, start, end):
    """The series' value at a moment, as a function."""
    if name == "pitel_last_success_timestamp_seconds":
        return lambda moment: moment - 4
    if name == "pitel_api_token_expiry_timestamp_seconds":
        return lambda moment: moment + DAY - moment % 70000
    if name == "process_start_time_seconds":
        return lambda moment: start if moment < end - HOUR else end - HOUR
    if name == "pitel_up":
        return lambda moment: 0 if end - 2 * HOUR < moment < end - HOUR else 1
    if name in CONSTANTS:
        return lambda moment: value
    for histogram, mean in MEAN_SECONDS.items():
        if name == f"{histogram}_sum":
            return lambda moment: happened(moment, start, EVENTS) * mean
        if name == f"{histogram}_count":
            return lambda moment: math.floor(happened(moment, start, EVENTS))
        if name == f"{histogram}_bucket":
            below = 1 - math.exp(-float(labels["le"]) / mean)
            return lambda moment: math.floor(
                math.floor(happened(moment, start, EVENTS)) * below
            )
    if name == "process_cpu_seconds_total":
        return lambda moment: happened(moment, start, EVENTS)
    if name.endswith("_total"):
        rare = any(word in name for word in RARE)
        rate = RARE_EVENTS if rare else EVENTS
        return lambda moment: math.floor(happened(moment, start, rate))
    return lambda moment: max(value, 3) * rhythm(moment)


def write(page, end, file):
    """The page's series up to `end` in the format that promtool reads."""
    start = end - DAYS * DAY
    for (name, labels), value in page.series.items():
        at = course(name, dict(labels), value, start, end)
        for more, since in (
            (JOB, start),
            (SECOND, end - SECOND_HOURS * HOUR),
        ):
            text = ",".join(
                f"{label}={json.dumps(one, ensure_ascii=False)}"
                for label, one in (dict(labels) | more).items()
            )
            file.writelines(
                f"{name}{{{text}}} {at(moment):.10g} {moment}\n"
                for moment in range(since, end + 1, STEP_SECONDS)
            )
    file.write("# EOF\n")


def recording_rules():
    """{name: expression} of the mixin."""
    result = subprocess.run(
        [JSONNET, "-e", f"(import '{MIXIN}').prometheusRules"],
        capture_output=True,
        text=True,
        check=True,
    )
    return {
        rule["record"]: rule
        for group in json.loads(result.stdout)["groups"]
        for rule in group["rules"]
        if "record" in rule
    }


def layers(rules, wanted):
    """Those that are wanted and what they stand on: lists, one by one.

    A layer stands on the ones before it.
    """
    names = {
        name: {one.metric for one in promql.read(rule["expr"]).selectors}
        & set(rules)
        for name, rule in rules.items()
    }
    needed, waiting = set(), list(wanted)
    while waiting:
        name = waiting.pop()
        if name not in needed:
            needed.add(name)
            waiting += names[name]
    done = set()
    while needed - done:
        layer = {name for name in needed - done if names[name] <= done}
        yield [rules[name] for name in sorted(layer)]
        done |= layer


class History:
    """A real Prometheus on that history.

    `start` starts a program (a command's words) and gives it; it is stopped by
    whoever gave `start`.
    """

    def __init__(self, page, wanted_rules, end, folder, start):
        self._folder = folder
        self._start = start
        self.end = end - end % STEP_SECONDS
        self._data = folder / "data"
        raw = folder / "history.om"
        with open(raw, "w", encoding="utf-8") as file:
            write(page, self.end, file)
        self._promtool("openmetrics", raw, self._data)
        raw.unlink()
        self._numbers = count()
        self.url = self._restart(None)
        for layer in layers(recording_rules(), wanted_rules):
            self._record(layer)

    def _promtool(self, *words):
        result = subprocess.run(
            [
                PROMTOOL,
                "tsdb",
                "create-blocks-from",
                # Or it writes, and reads everything for, every two hours.
                f"--max-block-duration={48 * DAYS}h",
                *map(str, words),
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            raise AssertionError(f"promtool: {result.stdout}{result.stderr}")

    def _record(self, layer):
        rules = self._folder / f"rules{next(self._numbers)}.yml"
        groups = [{"name": "history", "interval": "5m", "rules": layer}]
        rules.write_text(json.dumps({"groups": groups}))
        self._promtool(
            "rules",
            f"--url={self.url}",
            f"--start={self.end - DAYS * DAY}",
            f"--end={self.end}",
            f"--output-dir={self._data}",
            rules,
        )
        self.url = self._restart(self._program)

    def _restart(self, running):
        """New blocks are read at a start."""
        if running:
            running.stop()
        config = self._folder / "prometheus.yml"
        config.write_text("{}")
        self._program = self._start(
            PROMETHEUS,
            f"--config.file={config}",
            f"--storage.tsdb.path={self._data}",
            "--storage.tsdb.retention.time=1y",
            "--web.listen-address=127.0.0.1:0",
        )
        address = self._program.find(
            r'msg="Listening on" address=(\S+)', lambda: self._program.stderr
        )[1]
        url = f"http://{address}"
        wait_until(
            lambda: request(f"{url}/-/ready").status == 200,
            "Prometheus is ready",
        )
        return url
