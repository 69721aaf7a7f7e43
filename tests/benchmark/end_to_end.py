#!/usr/bin/env python3
"""What the exporter costs from end to end, next to others in the same run.

Run by run.sh; see README.md. Processes are real, responses and pages go over
loopback, and CPU time and memory are what the kernel says. Each figure is a
median over pairs: the exporter and the other one after the other, in turn.
"""

import argparse
import contextlib
import os
import shutil
import signal
import statistics
import subprocess
import sys
import time

import polling
import processes
import scraping
from processes import Exporter, Simulator
from table import Table, spread


def measure_idle(table, options):
    with contextlib.ExitStack() as stack:
        simulator = Simulator(stack, 200, 4, "active")
        exporter = Exporter(stack, simulator.url, 10, options.exporter)
        script = processes.script_exporter(stack, simulator)
        costs = []
        for _ in range(options.pairs + 1):
            before = exporter.cpu(), script.cpu()
            simulator.advance()
            exporter.page()
            script.get()
            time.sleep(10)
            costs.append((exporter.cpu() - before[0], script.cpu() - before[1]))
        costs = costs[1:]
        private = exporter.memory(r"Private_(?:Clean|Dirty)", "smaps_rollup")
        anonymous = exporter.memory("RssAnon")
        resident = exporter.memory("VmRSS")
    table.add(
        "200 rows every 10 s: memory",
        f"{resident:.1f} MiB resident, {private:.1f} private, "
        f"{anonymous:.1f} anonymous",
        "12 resident",
    )
    table.add(
        "200 rows every 10 s: CPU, and to the script's",
        f"{1000 * statistics.median(ours for ours, _ in costs):.1f} ms; "
        f"{spread([ours / theirs for ours, theirs in costs])}",
        "0.15",
    )


def measure_start(table, options):
    with contextlib.ExitStack() as stack:
        simulator = Simulator(stack, 200, 4, "active")
        costs = []
        for _ in range(options.pairs):
            with contextlib.ExitStack() as run:
                exporter = Exporter(run, simulator.url, 3600, options.exporter)
                processes.wait_until(exporter.is_up, "the first poll")
                costs.append(1000 * exporter.cpu())
    table.add(
        "CPU from the start to the first page", f"{spread(costs, 1)} ms", "15"
    )


def measure_targets(table, options):
    program = processes.HERE / "many_targets.py"
    command = [sys.executable, program, *map(str, options.targets)]
    if options.exporter:
        command += ["--exporter", options.exporter]
    print("", flush=True)
    subprocess.run(command, check=True, timeout=200 * len(options.targets))


PARTS = {
    "polls": polling.measure_polls,
    "growth": polling.measure_growth,
    "others": polling.measure_others,
    "scrapes": scraping.measure_scrapes,
    "slowest": scraping.measure_slowest,
    "idle": measure_idle,
    "start": measure_start,
    "targets": measure_targets,
}


def parse_options():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "parts",
        nargs="*",
        metavar="PART",
        help=f"{', '.join(PARTS)}; all by default",
    )
    parser.add_argument("--pairs", type=int, default=9)
    parser.add_argument(
        "--rows", type=int, default=1_000_000, help="at most so many rows"
    )
    parser.add_argument("--seconds", type=int, default=2, help="of a load")
    parser.add_argument(
        "--targets", type=int, nargs="*", default=[1_000, 3_000, 10_000]
    )
    parser.add_argument("--exporter", help="another program to measure")
    parser.add_argument("--json-exporter", default=shutil.which("json_exporter"))
    options = parser.parse_args()
    for part in options.parts:
        if part not in PARTS:
            parser.error(f"unknown part: {part}")
    return options


def main():
    # Leaves every `with`, which stops what was started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    options = parse_options()
    print(
        f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}, "
        f"{options.pairs} pairs\n",
        flush=True,
    )
    table = Table()
    for part in options.parts or PARTS:
        PARTS[part](table, options)


if __name__ == "__main__":
    main()
