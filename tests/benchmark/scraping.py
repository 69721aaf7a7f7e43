"""What scrapes cost, next to nginx and prometheus-cpp's Exposer."""

import contextlib
import pathlib
import re
import subprocess
import tempfile
import time

import processes
from processes import Exporter, Nginx, Process, Simulator
from table import spread


def load(process, path, encoding, seconds):
    """Requests per second over 8 connections, and the CPU time of each."""
    before = process.cpu_when_quiet()
    command = ["wrk", "-t1", "-c8", f"-d{seconds}s", "--timeout=60s"]
    if encoding == "gzip":
        command.append("-HAccept-Encoding: gzip")
    output = subprocess.run(
        [*command, f"http://{process.address}{path}"],
        check=True,
        capture_output=True,
        text=True,
        timeout=60 + seconds,
    ).stdout
    if "Non-2xx" in output:
        raise SystemExit(output)
    # One that was not answered in time has cost something as well.
    requests = max(1, int(re.search(r"(\d+) requests in", output).group(1)))
    rate = requests / seconds
    return rate, (process.cpu_when_quiet() - before) / requests


def measure_scrapes(table, options):
    for tenants in (210, 1050):
        with contextlib.ExitStack() as stack:
            measure_page(stack, table, tenants, options)


def measure_page(stack, table, tenants, options):
    simulator = Simulator(stack, tenants * 20, tenants, "active")
    ours = Exporter(stack, simulator.url, 3600, options.exporter)
    processes.wait_until(ours.is_up, "the first poll")
    folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
    page = folder / "metrics"
    page.write_bytes(ours.get())
    subprocess.run(["gzip", "-k5", page], check=True)
    series = len(re.findall(r"^[^#]", page.read_text(), re.M))
    nginx = Nginx(stack, folder)
    program = processes.BUILD / "tests/benchmark/pitel_exposer"
    exposer = Process(stack, [program, "127.0.0.1:0", page])
    for encoding, file in (("identity", "/metrics"), ("gzip", "/metrics.gz")):
        others = {
            "nginx": (nginx, file, options.seconds, "0.95; CPU 1.5"),
            # So slow that it needs longer.
            "Exposer": (exposer, "/metrics", 5 * options.seconds, "60"),
        }
        ratios = {name: [] for name in others}
        for _ in range(options.pairs):
            rate, cost = load(ours, "/metrics", encoding, options.seconds)
            for name, (process, path, seconds, _) in others.items():
                its_rate, its_cost = load(process, path, encoding, seconds)
                ratios[name].append((rate / its_rate, cost / its_cost))
        for name, (*_, aim) in others.items():
            rates, costs = zip(*ratios[name])
            table.add(
                f"scrapes/s to {name}'s: {series:,} series, {encoding}",
                f"{spread(rates)}; CPU of each {spread(costs, 3)}",
                aim,
            )


def slowest_scrape(exporter, count):
    connection = processes.connection_to(exporter)
    slowest = 0
    for _ in range(count):
        began = time.perf_counter()
        headers = {"Accept-Encoding": "gzip"}
        connection.request("GET", "/metrics", headers=headers)
        connection.getresponse().read()
        slowest = max(slowest, time.perf_counter() - began)
        time.sleep(0.01)
    connection.close()
    return slowest


def measure_slowest(table, options):
    """In turn an exporter that polls all the time and one that does not."""
    with contextlib.ExitStack() as stack:
        simulator = Simulator(stack, 100_000, 2_000, "active")
        busy = Exporter(stack, simulator.url, 1, options.exporter)
        idle = Exporter(stack, simulator.url, 3600, options.exporter)
        for exporter in busy, idle:
            processes.wait_until(exporter.is_up, "the first poll")
        pairs = []
        for _ in range(options.pairs):
            quiet = slowest_scrape(idle, 1000 // options.pairs)
            pairs.append((slowest_scrape(busy, 1000 // options.pairs), quiet))
    table.add(
        "slowest scrape while 100,000 rows are polled to when idle",
        f"{max(p[0] for p in pairs) / max(p[1] for p in pairs):.1f}",
        "2",
    )
