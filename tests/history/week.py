#!/usr/bin/env python3
"""A Prometheus with a week of made-up calls, for the dashboards.

    week.py COMMAND [ARGUMENT]...

runs a command with two options added: --prometheus, its address, and --to, the
end of the week. That is how the pictures of the documentation are drawn. The
tests of the dashboards import this module instead. The calls are the same
whenever they are made.

pitel_history makes the calls of three API hosts, with an outage of one of them
and too many callers at another; week.py adds the series of the exporter
itself, which pitel_history leaves out, and has promtool record the rules that
the dashboards ask for.
"""

import json
import math
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DASHBOARDS = ROOT / "grafana" / "dashboards"
HISTORY = os.environ.get("PITEL_HISTORY", "pitel_history")
JSONNET = os.environ.get("JSONNET", "jsonnet")
PROMETHEUS = os.environ.get("PROMETHEUS", "prometheus")
PROMTOOL = os.environ.get("PROMTOOL", "promtool")

HOUR, DAY = 3600, 86400
# A Monday, 15:15 in Hanoi and 08:15 in UTC: a busy time. The seven days before
# today are shown, too.
DAYS = 8
END = 1714983300
START = END - DAYS * DAY
RESTART = END - 70 * 60
# Of scrapes; every poll is scraped in the last hours.
STEP_SECONDS, DETAIL_SECONDS = 120, 8 * HOUR
INSTANCE = "exporter.example.com:10748"
SECOND = "second.example.com:10748"
SECOND_HOURS = 3
# In seconds: its start before the end, and its length.
OUTAGE, OUTAGE_SECONDS = 2 * HOUR, 420
OUTAGE_TENANT = "echo.example.com"


def at(seconds_before_end, condition):
    return f"--at={DAYS * DAY - seconds_before_end}:{condition}"


def durations(seed):
    """How long polls take in the last hours."""
    rng = random.Random(seed)
    for before in range(DETAIL_SECONDS, -1, -60):
        seconds = rng.lognormvariate(-1.6, 0.35)
        yield at(before, f"slow?poll_seconds={seconds:.3f}")


def outage():
    yield at(OUTAGE, f"down?seconds={OUTAGE_SECONDS}")
    for before in range(OUTAGE, OUTAGE - OUTAGE_SECONDS, -60):
        yield at(before, "slow?poll_seconds=12")


# For each API host: its phones and tenants, more flags of pitel_history, and
# names that replace those common to all platforms of pitel_history.
TARGETS = {
    # One tenant, as an API key usually shows: it has queues of its own.
    "hanoi": (
        170,
        1,
        [
            "--seed=7",
            *durations(1),
            # For 40 minutes more callers than the tenant can answer.
            *(
                at(3 * HOUR - 60 * minute, "backlog?callers=3&seconds=150")
                for minute in range(40)
            ),
        ],
        {"t00001.": "alpha."},
    ),
    "danang": (
        120,
        3,
        ["--seed=3", *durations(3)],
        {
            "t00001.": "bravo.",
            "t00002.": "charlie.",
            "t00003.": "delta.",
            '"203.0.113.': '"192.0.2.',
        },
    ),
    "saigon": (
        160,
        3,
        [
            "--seed=2",
            # Of several at one time, the first counts.
            *outage(),
            *durations(2),
        ],
        {
            "t00001.": "echo.",
            "t00002.": "foxtrot.",
            "t00003.": "golf.",
            '"203.0.113.': '"198.51.100.',
        },
    ),
}


def poll_seconds(small):
    return STEP_SECONDS if small else 15


def calls(small):
    """The lines of pitel_history, under the names of each target."""
    for target, (phones, tenants, flags, names) in TARGETS.items():
        pattern = re.compile("|".join(map(re.escape, names)))
        command = [
            HISTORY,
            f"--target={target}",
            f"--rows={phones // 10 if small else phones}",
            f"--tenants={1 if small else tenants}",
            "--servers=2",
            f"--start={START}",
            f"--length={DAYS * DAY}",
            f"--poll-interval={poll_seconds(small)}",
            f"--scrape-interval={STEP_SECONDS}",
            f"--detail={DETAIL_SECONDS}",
            "--queues",
            *flags,
        ]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True
        ) as process:
            for line in process.stdout:
                if not line.startswith("#"):
                    yield pattern.sub(lambda match: names[match[0]], line)
        if process.returncode:
            raise RuntimeError(f"{command} failed")


def of_the_exporter(moment):
    """{series: value} that pitel_history leaves out, at a moment."""
    start = START if moment < RESTART else RESTART
    series = {
        "up{": 1,
        'pitel_exporter_build_info{version="1.0.0",': 1,
        "pitel_exporter_config_last_reload_successful{": 1,
        "pitel_log_lines_dropped_total{": 0,
        "process_cpu_seconds_total{": (moment - start) / 250,
        "process_max_fds{": 1024,
        "process_open_fds{": 14,
        "process_resident_memory_bytes{": 21e6
        + 1e6 * math.sin(moment / 9000) // 1,
        "process_start_time_seconds{": start,
    }
    for target in TARGETS:
        series[
            f'pitel_api_token_expiry_timestamp_seconds{{target="{target}",'
        ] = (moment // DAY + 1) * DAY
    return series


def exporter_lines(small):
    for moment in range(START, END + 1, poll_seconds(small)):
        for name, value in of_the_exporter(moment).items():
            yield (
                f'{name}job="pitel",instance="{INSTANCE}"}} '
                f"{value!r} {moment}\n"
            )


# Prometheus itself writes these.
ALERTS = {
    'alertname="PitelRingingBacklog",severity="critical",'
    'target="hanoi",tenant="alpha.example.com",': 400,
    'alertname="PitelUnansweredHigh",severity="warning",'
    'target="hanoi",tenant="alpha.example.com",': 3000,
    'alertname="PitelPollSlow",severity="warning",target="danang",': 1200,
    'alertname="PitelUnknownValues",severity="info",target="saigon",': 900,
}


def alert_lines():
    for labels, seconds in ALERTS.items():
        for moment in range(END - 900, END + 1, 60):
            state = f'{labels}job="pitel"'
            yield f'ALERTS{{alertstate="firing",{state}}} 1 {moment}\n'
            yield f"ALERTS_FOR_STATE{{{state}}} {END - seconds} {moment}\n"


def write(file, lines, has_second):
    for line in lines:
        file.write(line)
        moment = int(line[line.rindex(" ") :])
        if has_second and moment >= END - SECOND_HOURS * HOUR:
            file.write(line.replace(INSTANCE, SECOND))


def rules_to_record():
    """Lists of the rules that the dashboards query, and of those that these
    depend on: each list depends on those before it."""
    mixin = ROOT / "grafana" / "mixin.libsonnet"
    output = subprocess.run(
        [JSONNET, "-e", f"(import '{mixin}').prometheusRules"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    rules = {
        rule["record"]: rule | {"interval": group["interval"]}
        for group in json.loads(output)["groups"]
        for rule in group["rules"]
    }

    def named_in(text):
        return set(re.findall(r"[\w:]+", text)) & set(rules)

    wanted = set()
    waiting = {
        name
        for file in DASHBOARDS.glob("*.json")
        for name in named_in(file.read_text())
    }
    while waiting:
        name = waiting.pop()
        wanted.add(name)
        waiting |= named_in(rules[name]["expr"]) - wanted
    done = set()
    while wanted - done:
        ready = {
            name
            for name in wanted - done
            if named_in(rules[name]["expr"]) <= done
        }
        yield [rules[name] for name in sorted(ready)]
        done |= ready


class History:
    """A real Prometheus with a history, in an empty folder.

    The rules that the dashboards ask for are recorded from `start` to `end`: the
    slow ones every 5 minutes, the others at the intervals of `scrapes`, pairs of
    the beginning and the step of each part.
    """

    def __init__(self, folder, write_history, scrapes, end):
        self._folder = Path(folder)
        self._process = None
        try:
            with open(self._folder / "history", "w", encoding="utf-8") as file:
                write_history(file)
                file.write("# EOF\n")
            self._promtool("openmetrics", "history", "data")
            (self._folder / "history").unlink()
            self.url = self._restart()
            for rules in rules_to_record():
                self._record_all(rules, scrapes, end)
        except BaseException:
            self.stop()
            raise

    def _record_all(self, rules, scrapes, end):
        slow = [rule for rule in rules if rule["interval"] == "5m"]
        fast = [rule for rule in rules if rule["interval"] != "5m"]
        self._record(slow, "5m", scrapes[0][0], end)
        ends = [begin for begin, _ in scrapes[1:]] + [end]
        for (begin, step), part_end in zip(scrapes, ends):
            self._record(fast, f"{step}s", begin, part_end)

    def _promtool(self, *words):
        """In the folder: the path of a file decides when its rules are due."""
        result = subprocess.run(
            [
                PROMTOOL,
                "tsdb",
                "create-blocks-from",
                # Otherwise, it reads everything to write a block every two
                # hours.
                f"--max-block-duration={48 * DAYS}h",
                *words,
            ],
            cwd=self._folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            raise RuntimeError(f"promtool: {result.stdout}{result.stderr}")

    def _record(self, rules, interval, start, end):
        if not rules:
            return
        rules = [
            {"record": rule["record"], "expr": rule["expr"]} for rule in rules
        ]
        group = {"name": "history", "interval": interval, "rules": rules}
        (self._folder / "rules.yml").write_text(json.dumps({"groups": [group]}))
        self._promtool(
            "rules",
            f"--url={self.url}",
            f"--start={start}",
            f"--end={end}",
            "--output-dir=data",
            "rules.yml",
        )
        self.url = self._restart()

    def _restart(self):
        """New blocks are read at a start."""
        self.stop()
        (self._folder / "prometheus.yml").write_text("{}")
        log = self._folder / "log"
        with open(log, "w", encoding="utf-8") as file:
            self._process = subprocess.Popen(
                [
                    PROMETHEUS,
                    f"--config.file={self._folder / 'prometheus.yml'}",
                    f"--storage.tsdb.path={self._folder / 'data'}",
                    "--storage.tsdb.retention.time=100y",
                    "--web.listen-address=127.0.0.1:0",
                    "--web.enable-remote-write-receiver",
                ],
                stderr=file,
            )
        while "ready to receive" not in (text := log.read_text()):
            if self._process.poll() is not None:
                raise RuntimeError(f"prometheus ended: {text}")
            time.sleep(0.05)
        found = re.search(r'Listening on"? address="?([^ "\n]+)', text)
        return f"http://{found[1]}"

    def stop(self):
        if self._process:
            self._process.terminate()
            self._process.wait()


class Week(History):
    """The week of made-up calls.

    A `small` one has fewer phones, tenants and polls. With `has_second` another
    exporter polls the same targets during the last hours.
    """

    def __init__(self, folder, small=False, has_second=False):
        def write_week(file):
            write(file, calls(small), has_second)
            write(file, exporter_lines(small), has_second)
            write(file, alert_lines(), False)

        detail = END - DETAIL_SECONDS
        scrapes = [(START, STEP_SECONDS), (detail, poll_seconds(small))]
        super().__init__(folder, write_week, scrapes, END)


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    with tempfile.TemporaryDirectory(prefix="pitel_week_") as folder:
        week = Week(folder)
        try:
            options = [f"--prometheus={week.url}", f"--to={END * 1000}"]
            sys.exit(subprocess.call([*sys.argv[1:], *options]))
        finally:
            week.stop()


if __name__ == "__main__":
    main()
