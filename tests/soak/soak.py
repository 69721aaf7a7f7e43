#!/usr/bin/env python3
"""Polls a simulated API fast for a long time and checks for memory growth.

    tests/soak/soak.py --for 1h

Runs the exporter of build/release with five targets and an interval of 100 ms
(50 polls per second) against the simulator, whose calls keep changing, and
scrapes it once per second. A second exporter does the same without the thread
caches of malloc, which take memory that is free for memory in use, and fill up
over hours. For each minute, this takes the mean resident memory of the first
and the minimum heap in use of the second, which is the memory in use between
polls. It prints the mean of both for each twelfth of the time, and their
slopes, by least squares, after the first 20 minutes or the first third of the
time, whichever is less. Memory grows until then, since calls that are gone are
remembered for 15 minutes. Exits 1 if a slope, less twice its standard error, is
at least 1 kB per minute.
"""

import argparse
import json
import math
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from statistics import mean

ROOT = Path(__file__).resolve().parents[2]
MOST_KB_A_MINUTE = 1.0
SETTLED_MINUTES = 20
PARTS = 12
LEAST_SECONDS = 60 * PARTS
KEY = "00000000-aaaa-bbbb-cccc-5e70f0a51e00"
TARGETS = ["a", "b", "c", "d", "e"]
UNITS = {"s": 1, "m": 60, "h": 3600}


def seconds(text):
    match = re.fullmatch(r"(\d+)([smh])", text)
    if not match:
        raise argparse.ArgumentTypeError("expected 90s, 10m, 1h or similar")
    return int(match[1]) * UNITS[match[2]]


def first_match(pattern, path, process):
    """The first match in a growing file."""
    while process.poll() is None:
        match = re.search(pattern, path.read_text())
        if match:
            return match[1]
        time.sleep(0.05)
    sys.exit(f"a process ended early: {path.read_text()}")


def by_minute(points, reduce):
    """Reduces points (seconds, bytes) to one (minute, bytes) per minute."""
    minutes = {}
    for x, y in points:
        minutes.setdefault(int(x // 60), []).append(y)
    return [(minute, reduce(values)) for minute, values in minutes.items()]


def slope(points):
    """The slope of (x, y) by least squares, and its standard error."""
    mean_x = mean(x for x, _ in points)
    mean_y = mean(y for _, y in points)
    across = sum((x - mean_x) ** 2 for x, _ in points)
    along = sum((x - mean_x) * (y - mean_y) for x, y in points)
    rest = sum(
        (y - mean_y - along / across * (x - mean_x)) ** 2 for x, y in points
    )
    return along / across, math.sqrt(rest / (len(points) - 2) / across)


def build_heap_report(folder):
    library = folder / "heap_in_use.so"
    source = ROOT / "tests/soak/heap_in_use.c"
    subprocess.run(
        ["cc", "-O1", "-shared", "-fPIC", "-o", library, source], check=True
    )
    return library


class Soak:
    def __init__(self, args, folder):
        self.args = args
        self.folder = folder
        self.processes = []
        self.exporters = []
        self.urls = []

    def start(self, name, command, **environment):
        stdout = (self.folder / f"{name}.out").open("wb")
        stderr = (self.folder / f"{name}.err").open("wb")
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            env={**os.environ, **environment},
        )
        self.processes.append(process)
        return process

    def start_all(self):
        build = Path(self.args.build_dir)
        simulator = self.start(
            "simulator",
            [
                build / "tests/simulator/pitel_simulator",
                f"--rows={self.args.rows}",
                "--flat",
                "--load=60",
                f"--api-key={KEY}",
            ],
        )
        api = first_match(
            r"listening on (\S+)\n", self.folder / "simulator.out", simulator
        )
        config = self.folder / "pitel_exporter.yml"
        config.write_text(
            "poll: {interval: 100ms}\ncalls: {grace: 1s}\ntargets:\n"
            + "".join(
                f"  - {{name: '{name}', url: '{api}', api_key: '{KEY}'}}\n"
                for name in TARGETS
            )
        )
        self.start_exporter("as shipped", config)
        self.start_exporter(
            "without thread caches",
            config,
            LD_PRELOAD=str(build_heap_report(self.folder)),
            PITEL_HEAP_REPORT=str(self.folder / "heap"),
            GLIBC_TUNABLES="glibc.malloc.tcache_count=0",
        )

    def start_exporter(self, name, config, **environment):
        exporter = self.start(
            name,
            [
                Path(self.args.build_dir) / "exporter/pitel_exporter",
                f"--config.file={config}",
                "--web.listen-address=127.0.0.1:0",
            ],
            **environment,
        )
        self.exporters.append(exporter)
        self.urls.append(
            "http://"
            + first_match(
                r"msg=listening address=(\S+)",
                self.folder / f"{name}.err",
                exporter,
            )
        )

    @staticmethod
    def scrape(url):
        with urllib.request.urlopen(url + "/metrics", timeout=10) as page:
            text = page.read().decode()

        def value(series):
            match = re.search(f"^{re.escape(series)} (\\S+)$", text, re.M)
            return float(match[1]) if match else 0.0

        return value

    def run(self):
        self.start_all()
        began = time.monotonic()
        resident = []
        while (now := time.monotonic() - began) < self.args.duration:
            for exporter in self.exporters:
                if exporter.poll() is not None:
                    sys.exit(f"an exporter ended with {exporter.returncode}")
            value, _ = [self.scrape(url) for url in self.urls]
            resident.append((now, value("process_resident_memory_bytes")))
            time.sleep(1)
        rates = [self.polls(url) / self.args.duration for url in self.urls]
        print(
            f"{self.args.duration} s, "
            + " and ".join(f"{rate:.1f}" for rate in rates)
            + " polls per second"
        )
        return resident

    def polls(self, url):
        value = self.scrape(url)
        return sum(
            value(
                f'pitel_api_requests_total{{target="{name}",'
                'operation="monitor"}'
            )
            for name in TARGETS
        )

    def heap(self):
        lines = (self.folder / "heap").read_text().splitlines()
        return [tuple(float(number) for number in line.split()) for line in lines]

    def stop(self):
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(10)


def report(name, points, minutes):
    parts = []
    for i in range(PARTS):
        begin, end = i * minutes / PARTS, (i + 1) * minutes / PARTS
        part = mean(y for x, y in points if begin <= x < end)
        parts.append(f"{part / 1e6:.2f}")
    settled = min(SETTLED_MINUTES, minutes // 3)
    growth, error = slope([(x, y / 1e3) for x, y in points if x >= settled])
    print(f"{name}: {' '.join(parts)} MB")
    print(
        f"{name} after {settled} min: "
        f"{growth:+.2f} kB per minute, standard error {error:.2f}"
    )
    return growth - 2 * error < MOST_KB_A_MINUTE


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--for", dest="duration", type=seconds, default="1h")
    parser.add_argument("--rows", type=int, default=500)
    parser.add_argument("--save", help="write all values to this file, as JSON")
    parser.add_argument("--build-dir", default=ROOT / "build/release")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pitel_soak_") as folder:
        soak = Soak(args, Path(folder))
        try:
            resident = soak.run()
            heap = soak.heap()
        finally:
            soak.stop()
        if args.save:
            Path(args.save).write_text(json.dumps([resident, heap]))
        minutes = args.duration // 60
        level = [
            report("resident", by_minute(resident, mean), minutes),
            report("heap in use", by_minute(heap, min), minutes),
        ]
    sys.exit(0 if all(level) else 1)


if __name__ == "__main__":
    main()
