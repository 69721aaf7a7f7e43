"""Alerts that a simulated platform raises within hours or days of calls.

pitel_history writes what each scrape of the exporter would have shown;
promtool evaluates the rules on it, as Prometheus would have at each step.
"""

import os
import re
import subprocess
import tempfile
from itertools import groupby
from pathlib import Path

from promtool import GROUP_ORDER, IDENTITY, PROMTOOL, RULES_FOLDER, read_rules

HISTORY = os.environ.get("PITEL_HISTORY", "pitel_history")

# Thursday, 2024-05-09, 07:00 at +07:00: midnight in UTC, as promtool's time 0 is,
# of the same day of the week.
START = 1715212800
STEP = 30
PHONES, SERVERS = 600, 2
PHONES_OF_A_TENANT = 40

LINE = re.compile(r"(\w+)(\{.*\}) (\S+) (\d+)\n")
USED = re.compile(r"\bpitel_\w+")


def metrics_in_rules():
    """Names of the exporter's metrics that the rules read."""
    return {
        name
        for file in ("recording", "alerts")
        for group in read_rules(file)
        for rule in group["rules"]
        for name in USED.findall(rule["expr"])
    }


def read_history(lines, start, step):
    """{series: {number of step: value}} of what rules read, from time 0."""
    used = metrics_in_rules()
    series = {}
    for line in lines:
        match = LINE.match(line)
        if not match or match[1] not in used:
            continue
        if 'le="' in match[2] and 'le="20.0"' not in match[2]:
            continue
        value = match[3]
        if match[1].endswith("_timestamp_seconds"):
            value = f"{float(value) - start:.0f}"
        number = (int(match[4]) - start) // step
        series.setdefault(match[1] + match[2], {})[number] = value
    return series


def promtool_values(samples, steps):
    """Runs of equal values. A series that ends is marked stale, as if a scrape
    did not show it any more."""
    values = []
    before = None
    for number in range(steps):
        value = samples.get(number)
        if value is None and before is not None:
            values.append("stale")
        else:
            values.append(value or "_")
        before = value
    words = []
    for value, run in groupby(values):
        count = len(list(run))
        words.append(
            " ".join([value] * count) if value == "stale"
            else f"_x{count}" if value == "_"
            else f"{value}x{count - 1}"
        )
    return " ".join(words)


def history(start, length, conditions, seed, step, phones):
    command = [
        HISTORY,
        f"--rows={phones}",
        f"--tenants={phones // PHONES_OF_A_TENANT}",
        f"--servers={SERVERS}",
        f"--start={start}",
        f"--length={length}",
        f"--scrape-interval={step}",
        f"--seed={seed}",
        *(f"--at={condition}" for condition in conditions),
    ]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True
    ) as process:
        series = read_history(process.stdout, start, step)
    if process.returncode != 0:
        raise AssertionError(f"{command} failed")
    return series


def alerts_of(
    length, conditions=(), seed=1, start=START, step=STEP, phones=PHONES
):
    """How many seconds each alert fires, by its labels as (name, value)."""
    steps = length // step + 1
    by = ", ".join(IDENTITY)
    series = history(start, length, conditions, seed, step, phones)
    series['up{job="pitel", instance="exporter.example.com:10748"}'] = {
        number: "1" for number in range(steps)
    }
    with tempfile.TemporaryDirectory(prefix="pitel_day_") as folder:
        file = Path(folder) / "test.yml"
        with open(file, "w") as out:
            out.write("rule_files:\n")
            for name in ("recording", "alerts"):
                out.write(f"  - {RULES_FOLDER}/{name}.yml\n")
            out.write(f"evaluation_interval: {step}s\ngroup_eval_order:\n")
            out.writelines(f"  - {name}\n" for name in GROUP_ORDER)
            out.write(f"tests:\n  - interval: {step}s\n    input_series:\n")
            for name, samples in series.items():
                out.write(f"      - series: '{name}'\n        values: '")
                out.write(promtool_values(samples, steps) + "'\n")
            # promtool prints what it found if it differs from the expectation.
            out.write(
                "    promql_expr_test:\n"
                f"      - eval_time: {length}s\n"
                f"        expr: sum by ({by}) (count_over_time("
                f'ALERTS{{alertstate="firing"}}[{length}s])) '
                'or vector(0)\n'
            )
        run = subprocess.run(
            [PROMTOOL, "test", "rules", file],
            capture_output=True,
            text=True,
            check=False,
        )
    found = re.search(r"got: (.*)\n", run.stdout + run.stderr)
    if not found:
        raise AssertionError(run.stdout + run.stderr)
    return {
        tuple(re.findall(r'(\w+)="([^"]*)"', labels)): float(count) * step
        for labels, count in re.findall(r"{([^}]*)} (\S+?)(?:,|$)", found[1])
        if labels
    }
