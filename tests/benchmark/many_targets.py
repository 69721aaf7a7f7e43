#!/usr/bin/env python3
"""What many targets of one host cost, and whether their polls are on time.

    tests/benchmark/many_targets.py [--exporter PROGRAM] TARGETS...

Runs the exporter of build/release with so many targets, each with an interval
of 10 s, against a host on loopback that responds at once with 50 rows. Prints a
row of the table in README.md for each number of targets, after about 80 s.
"""

import argparse
import asyncio
import gzip
import json
import multiprocessing
import os
import pathlib
import re
import resource
import subprocess
import tempfile
import time
import urllib.request

BUILD = pathlib.Path(__file__).resolve().parents[2] / "build/release"
SETTLING = 25  # seconds
MEASURED = 50  # seconds


def body_of(rows):
    phones = [
        {
            "domain_name": f"tenant-{row % 3}.example.com",
            "server_host": "pbx-1.example.com",
            "extension": str(1000 + row),
            "direction": "inbound" if row < 10 else "",
            "call_state": "ONCALL" if row < 10 else "",
            "call_id": f"call-{row}" if row < 10 else "",
            "call_time": "2024-05-06 09:00:00" if row < 10 else "",
        }
        for row in range(rows)
    ]
    return json.dumps({"data": phones, "total": rows}).encode()


class Host(asyncio.Protocol):
    """Responds to each request with a token or with rows."""

    token = json.dumps({"token": "0123abcd", "expired_in": 86400}).encode()
    rows = body_of(50)

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        body = self.token if data.startswith(b"POST") else self.rows
        head = (
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        self.transport.write(head.encode() + body)


def serve(port):
    async def run():
        loop = asyncio.get_running_loop()
        server = await loop.create_server(Host, "127.0.0.1", 0, backlog=4096)
        port.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())


class Exporter:
    def __init__(self, program, targets, port, folder):
        key = folder / "key"
        key.write_text("00000000-aaaa-bbbb-cccc-5e70f0a51e00\n")
        key.chmod(0o600)
        config = folder / "pitel_exporter.yml"
        config.write_text(
            "poll:\n  interval: 10s\n  timeout: 8s\ntargets:\n"
            + "".join(
                f"  - name: site-{number}\n    url: http://127.0.0.1:{port}\n"
                "    api_key_file: key\n"
                for number in range(targets)
            )
        )
        self.log = folder / "log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [
                    program,
                    f"--config.file={config}",
                    "--web.listen-address=127.0.0.1:0",
                ],
                stderr=log,
            )
        self.address = self.wait_for_address()

    def wait_for_address(self):
        while self.process.poll() is None:
            found = re.search(
                r'msg=listening address="?([^ "\n]+)', self.log.read_text()
            )
            if found:
                return found.group(1)
            time.sleep(0.1)
        raise SystemExit(self.log.read_text())

    def page(self):
        request = urllib.request.Request(
            f"http://{self.address}/metrics",
            headers={"Accept-Encoding": "gzip"},
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            return gzip.decompress(response.read()).decode()

    def cpu_seconds(self):
        stat = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text()
        user, system = stat.rsplit(")", 1)[1].split()[11:13]
        return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")

    def status(self, key):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"{key}:\s+(\d+)", status).group(1))

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))


def values(page, name):
    return [
        float(value)
        for value in re.findall(rf"^{name}\{{[^}}]*\}} (\S+)", page, re.M)
    ]


def measure(exporter, targets):
    """A row of the table: how old the last successful polls are at scrapes."""
    time.sleep(SETTLING)
    began, cpu = time.time(), exporter.cpu_seconds()
    ages = []
    while time.time() - began < MEASURED:
        time.sleep(7)
        page = exporter.page()
        now = time.time()
        ages += [
            now - success
            for success in values(page, "pitel_last_success_timestamp_seconds")
        ]
    share = (exporter.cpu_seconds() - cpu) / (time.time() - began)
    failures = sum(values(page, "pitel_api_request_failures_total"))
    ages.sort()
    print(
        f"| {targets:,} | {exporter.status('VmRSS') / 1024:.0f} MiB "
        f"| {exporter.status('Threads'):,} | {exporter.descriptors():,} "
        f"| {100 * share:.0f} % | {ages[len(ages) // 2]:.1f} s "
        f"| {ages[len(ages) * 99 // 100]:.1f} s | {failures:.0f} |",
        flush=True,
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("targets", type=int, nargs="+")
    parser.add_argument(
        "--exporter", default=BUILD / "exporter/pitel_exporter"
    )
    options = parser.parse_args()
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    ours, theirs = multiprocessing.Pipe()
    host = multiprocessing.Process(target=serve, args=(theirs,), daemon=True)
    host.start()
    port = ours.recv()
    print(
        "| targets | resident | threads | descriptors | CPU | age p50 "
        "| age p99 | failures |\n|---:|---:|---:|---:|---:|---:|---:|---:|"
    )
    for targets in options.targets:
        with tempfile.TemporaryDirectory() as folder:
            exporter = Exporter(
                options.exporter, targets, port, pathlib.Path(folder)
            )
            try:
                measure(exporter, targets)
            finally:
                exporter.process.terminate()
                exporter.process.wait()
    host.terminate()


if __name__ == "__main__":
    main()
