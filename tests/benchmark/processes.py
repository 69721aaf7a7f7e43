"""The processes that end_to_end.py measures, by what the kernel says of them."""

import gzip
import http.client
import json
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build/release"
HERE = pathlib.Path(__file__).resolve().parent
API_KEY = "00000000-aaaa-bbbb-cccc-5e70f0a51e00"
PATIENCE = 120  # seconds


def wait_until(condition, what, every=0.01):
    end = time.monotonic() + PATIENCE
    while not (result := condition()):
        if time.monotonic() > end:
            raise SystemExit(f"not within {PATIENCE} s: {what}")
        time.sleep(every)
    return result


class Process:
    """A program that tells where it listens; stopped at the end of `with`."""

    def __init__(self, stack, command, pattern=r"listening on (\S+)", env=None):
        self.folder = pathlib.Path(
            stack.enter_context(tempfile.TemporaryDirectory())
        )
        self.output = self.folder / "output"
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [str(word) for word in command],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=env,
            )
        stack.callback(self.stop)
        self.address = self.find(pattern)
        if self.address.isdecimal():
            self.address = f"127.0.0.1:{self.address}"

    def find(self, pattern):
        def match():
            text = self.output.read_text()
            if self.process.poll() is not None:
                raise SystemExit(f"{self.process.args[0]} ended: {text}")
            return re.search(pattern, text)

        return wait_until(match, f"{self.process.args[0]} listens").group(1)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process.stdin.close()

    def pids(self):
        return [self.process.pid]

    def cpu(self):
        """The seconds of CPU time so far, to the nanosecond."""
        clocks = [(~pid << 3) | 2 for pid in self.pids()]  # clock_getcpuclockid
        return sum(map(time.clock_gettime, clocks))

    def memory(self, key, file="status"):
        """In MiB."""
        text = pathlib.Path(f"/proc/{self.process.pid}/{file}").read_text()
        sizes = re.findall(rf"^{key}:\s+(\d+)", text, re.M)
        return sum(map(int, sizes)) / 1024

    def cpu_when_quiet(self):
        """The same once the process has had nothing to do for a while."""
        last = self.cpu()

        def is_quiet():
            nonlocal last
            before, last = last, self.cpu()
            return last - before < 0.001

        wait_until(is_quiet, "the process is quiet", every=0.2)
        return last

    def get(self, path="/metrics", **headers):
        request = urllib.request.Request(
            f"http://{self.address}{path}", headers=headers
        )
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:
            body = response.read()
        return gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body


class Simulator(Process):
    """A platform whose time stands still between calls of `advance`."""

    def __init__(self, stack, rows, tenants, load):
        """`load`: "active" if every row is a call, else the share is 18 %."""
        phones = rows * 3 if load == "active" else rows
        flags = [
            f"--rows={phones}",
            f"--tenants={tenants}",
            "--flat",
            "--speed=0",
            "--warm-up=1200",
            f"--load={8 if load == 'active' else 4.2}",
        ]
        flags += ["--no-idle-rows"] if load == "active" else []
        program = BUILD / "tests/simulator/pitel_simulator"
        super().__init__(stack, [program, *flags], r"http://(\S+)")
        self.url = f"http://{self.address}"

    def ask(self, path, body=None):
        request = urllib.request.Request(self.url + path, body)
        with urllib.request.urlopen(request, timeout=PATIENCE) as response:
            return response.read()

    def token(self):
        body = json.dumps({"api_key": API_KEY}).encode()
        return json.loads(self.ask("/v3/auth/token", body))["token"]

    def advance(self, seconds=10):
        self.ask(f"/inject/advance?seconds={seconds}", b"")


class Exporter(Process):
    def __init__(self, stack, url, interval, program=None):
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        config = pathlib.Path(folder) / "pitel_exporter.yml"
        seconds = f"{interval:g}s"
        target = {
            "name": "site",
            "url": url,
            "api_key": API_KEY,
            "max_response_size": "1GiB",
        }
        poll = {"interval": seconds, "timeout": seconds}
        limits = {"tenants": 50_000, "tenant_server_pairs": 200_000}
        config.write_text(
            json.dumps({"poll": poll, "limits": limits, "targets": [target]})
        )
        super().__init__(
            stack,
            [
                program or BUILD / "exporter/pitel_exporter",
                f"--config.file={config}",
                "--log.level=debug",
                "--web.listen-address=127.0.0.1:0",
            ],
            r'msg=listening address="?([^ "\n]+)',
        )

    def polls(self):
        """How many were successful."""
        log = self.output.read_text()
        return len(re.findall(r'msg=(?:poll|"target is up") ', log))

    def page(self):
        return self.get(**{"Accept-Encoding": "gzip"}).decode()

    def is_up(self):
        return re.search(r"^pitel_up\S* 1$", self.page(), re.M)


class Floor(Process):
    def __init__(self, stack, simulator):
        url = f"{simulator.url}/v3/monitor?"
        program = BUILD / "tests/benchmark/pitel_floor"
        self.answers = 0
        super().__init__(stack, [program, url, simulator.token()])

    def find(self, _):
        return "-"  # it does not listen

    def poll(self):
        self.answers += 1
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()
        wait_until(
            lambda: self.output.read_text().count("\n") == self.answers,
            "the floor has read a response",
        )


def script_exporter(stack, simulator):
    script = HERE / "script_exporter.py"
    command = ["/usr/bin/python3", script, simulator.url, API_KEY]
    return Process(stack, command)


class Nginx(Process):
    """One worker, which serves the files of a folder."""

    def __init__(self, stack, folder):
        port = free_port()
        config = folder / "nginx.conf"
        user = "user root;" if folder.owner() == "root" else ""
        config.write_text(
            f"""{user} daemon off; worker_processes 1;
            pid {folder}/nginx.pid; error_log stderr notice;
            events {{ }}
            http {{ access_log off; sendfile on; tcp_nopush on;
              keepalive_requests 1000000; default_type text/plain;
              client_body_temp_path {folder}/body;
              server {{ listen 127.0.0.1:{port}; root {folder}; }} }}
            """
        )
        nginx = shutil.which("nginx", path="/usr/sbin:/usr/bin")
        super().__init__(
            stack, [nginx, "-p", folder, "-c", config], "(start worker process)"
        )
        self.address = f"127.0.0.1:{port}"

    def pids(self):
        task = pathlib.Path(f"/proc/{self.process.pid}/task")
        children = task / str(self.process.pid) / "children"
        return [self.process.pid, *map(int, children.read_text().split())]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def connection_to(process):
    return http.client.HTTPConnection(process.address, timeout=PATIENCE)
