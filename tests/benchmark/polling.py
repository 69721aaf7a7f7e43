"""What polls cost, next to the floor, a script and json_exporter."""

import contextlib
import json
import pathlib
import re
import statistics
import sys
import tempfile

import processes
from processes import Exporter, Floor, Process, Simulator
from table import spread


class Polled:
    """An exporter of one simulated platform, poll by poll."""

    def __init__(self, stack, rows, load, options):
        self.rows = rows
        self.simulator = Simulator(stack, rows, rows // 50, load)
        # Beside other work, a poll takes several times its CPU time.
        self.exporter = Exporter(
            stack,
            self.simulator.url,
            max(5, rows / 20_000),
            options.exporter,
        )
        self.poll()
        self.poll()

    def poll(self):
        """The CPU time of the next poll."""
        before = self.exporter.cpu_when_quiet()
        polls = self.exporter.polls()
        self.simulator.advance()
        processes.wait_until(
            lambda: self.exporter.polls() > polls, "the exporter polls"
        )
        return self.exporter.cpu_when_quiet() - before

    def rows_now(self):
        page = self.exporter.page()
        return int(re.search(r"^pitel_api_rows\S* (\d+)", page, re.M).group(1))

    def memory(self):
        return (
            f"{self.exporter.memory('VmRSS'):.0f} MiB resident, "
            f"{self.exporter.memory('VmHWM'):.0f} at most"
        )


def ratio_to_floor(polled, stack, pairs):
    floor = Floor(stack, polled.simulator)
    floor.poll()
    ratios = []
    for _ in range(pairs):
        ours = polled.poll()
        before = floor.cpu()
        floor.poll()
        ratios.append(ours / (floor.cpu() - before))
    return ratios


def measure_polls(table, options):
    for rows, load, aim, memory_aim in (
        (100_000, "active", "1.3", "48 at most"),
        (100_000, "18 % active", "1.2", None),
        (1_000_000, "active", "1.35", "200 resident, 280 at most"),
    ):
        if rows > options.rows:
            continue
        with contextlib.ExitStack() as stack:
            polled = Polled(stack, rows, load, options)
            ratios = ratio_to_floor(polled, stack, options.pairs)
            memory = polled.memory()
            what = f"{rows:,} rows, {load}, {rows // 50:,} tenants"
            table.add(
                f"CPU of a poll to the floor: {what}", spread(ratios), aim
            )
            if memory_aim:
                table.add(f"memory: {what}", memory, memory_aim)


def measure_growth(table, options):
    """The CPU per row, of each number of rows in turn."""
    with contextlib.ExitStack() as stack:
        polled = [
            Polled(stack, rows, "active", options)
            for rows in (1_000, 10_000, 100_000, 1_000_000)
            if rows <= options.rows
        ]
        counts = [one.rows_now() for one in polled]
        for one in polled:
            one.poll()  # scraped before
        costs = [
            [one.poll() / count for one, count in zip(polled, counts)]
            for _ in range(options.pairs)
        ]
    medians = [statistics.median(column) for column in zip(*costs)]
    ratios = [max(costs) / min(costs) for costs in costs]
    table.add(
        f"CPU per row, {counts[0]:,} to {counts[-1]:,} rows",
        " ".join(f"{1e6 * median:.2f}" for median in medians)
        + f" us: {spread(ratios)}",
        "within 1.25",
    )


def cost_of_scrape(process, path="/metrics"):
    before = process.cpu()
    process.get(path)
    return process.cpu() - before


def measure_others(table, options):
    """A script and json_exporter, which poll when they are scraped."""
    with contextlib.ExitStack() as stack:
        polled = Polled(stack, 10_000, "active", options)
        others = {
            "a Python script": (
                processes.script_exporter(stack, polled.simulator),
                "/metrics",
                "5",
            )
        }
        if options.json_exporter:
            others["json_exporter, one metric"] = (
                *json_exporter(stack, polled.simulator, options.json_exporter),
                "100",
            )
        else:
            print("json_exporter is not there: not measured", file=sys.stderr)
        ratios = {name: [] for name in others}
        for _ in range(options.pairs):
            ours = polled.poll()
            for name, (process, path, _) in others.items():
                ratios[name].append(cost_of_scrape(process, path) / ours)
        for name, (_, _, aim) in others.items():
            table.add(
                f"10,000 rows: CPU of {name} to ours",
                spread(ratios[name], 1),
                aim,
            )


def json_exporter(stack, simulator, program):
    folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
    labels = ("domain_name", "server_host", "extension", "call_id", "user_uuid")
    metric = {
        "name": "leg",
        "type": "object",
        "path": "{ .data[*] }",
        "labels": {label: f"{{ .{label} }}" for label in labels},
        "values": {"active": "1"},
    }
    module = {
        "metrics": [metric],
        "http_client_config": {
            "authorization": {"credentials": simulator.token()}
        },
    }
    config = folder / "config.yml"
    config.write_text(json.dumps({"modules": {"default": module}}))
    port = processes.free_port()
    process = Process(
        stack,
        [
            program,
            f"--config.file={config}",
            f"--web.listen-address=127.0.0.1:{port}",
        ],
        r"[Ll]istening on.*?127\.0\.0\.1:(\d+)",
    )
    target = f"{simulator.url}/v3/monitor%3F"
    return process, f"/probe?module=default&target={target}"
