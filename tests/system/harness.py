"""Real processes for the tests: exporter, simulator, Prometheus, promtool.

Every one lives in a temporary folder of its test, takes a free loopback port
and is stopped by its own id when the test ends. Nothing waits for a time to
pass; everything waits for a condition, with a bound that loaded machines and
sanitizers do not reach.
"""

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import unittest
from pathlib import Path
from urllib.parse import urlsplit

from metrics_page import MetricsPage
from scripted_api import API_KEY, MONITOR_PATH, TOKEN_PATH, ScriptedApi

EXPORTER = os.environ["PITEL_EXPORTER"]
SIMULATOR = os.environ["PITEL_SIMULATOR"]
PROMETHEUS = os.environ.get("PROMETHEUS") or shutil.which("prometheus")
PROMTOOL = os.environ.get("PROMTOOL") or shutil.which("promtool")

# Slow builds (sanitizers) multiply every bound.
TIME_SCALE = float(os.environ.get("PITEL_TIME_SCALE", "1"))
BOUND_SECONDS = 60 * TIME_SCALE

# Too long for a second poll during a test, so the published page stays.
ONE_POLL = "1h"


def wait_until(condition, what):
    """Waits until `condition` returns a true value, and returns that."""
    deadline = time.monotonic() + BOUND_SECONDS
    while not (result := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {BOUND_SECONDS:g} s: {what}")
        time.sleep(0.02)
    return result


def request(url, method="GET", headers=None, body=None):
    """A response of any status, with its `body` read."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=BOUND_SECONDS)
    try:
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(method, path, body, headers or {})
        response = connection.getresponse()
        response.body = response.read()
        return response
    finally:
        connection.close()


def request_json(url, method="GET", body=None):
    return json.loads(request(url, method, body=body).body)


def target(name, url, **keys):
    """An entry of `targets:`, with the key the scripted API accepts."""
    return {"name": name, "url": url, "api_key": API_KEY, **keys}


def config_text(targets, **sections):
    """A configuration; JSON, which is YAML too."""
    return json.dumps({"targets": targets, **sections}, indent=1)


class Program:
    """A running process that writes its output to files in `folder`."""

    def __init__(self, command, folder):
        self.stdout_file = folder / "stdout"
        self.stderr_file = folder / "stderr"
        with (
            open(self.stdout_file, "wb") as stdout,
            open(self.stderr_file, "wb") as stderr,
        ):
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr
            )

    @property
    def stdout(self):
        return self.stdout_file.read_text()

    @property
    def stderr(self):
        return self.stderr_file.read_text()

    def find(self, pattern, read):
        """Waits for the first match of `pattern` in the result of `read`."""

        def match():
            found = re.search(pattern, read())
            if not found and self.process.poll() is not None:
                raise AssertionError(f"ended early: {self.stderr}")
            return found

        return wait_until(match, f"{pattern} in {read()}")

    def end(self, number=signal.SIGTERM):
        """Signals the process; returns its exit status and the time taken."""
        asked = time.monotonic()
        self.process.send_signal(number)
        status = self.process.wait(BOUND_SECONDS)
        return status, time.monotonic() - asked

    def stop(self):
        """Ends the process if it still runs, by force if necessary."""
        if self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(BOUND_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Exporter(Program):
    """pitel_exporter with a configuration of its own.

    `launcher` is a command that runs the command in its arguments.
    """

    def __init__(self, config, flags, folder, launcher=()):
        config_file = folder / "pitel_exporter.yml"
        config_file.write_text(config)
        super().__init__(
            [
                *launcher,
                EXPORTER,
                f"--config.file={config_file}",
                "--web.listen-address=127.0.0.1:0",
                "--log.level=debug",
                *flags,
            ],
            folder,
        )
        self.url = (
            "http://"
            + self.find(
                r'listening.*?address\W+([^\s"]+)["\n]', lambda: self.stderr
            )[1]
        )

    def get(self, path, method="GET", **headers):
        """Headers are keywords: `accept_encoding` is Accept-Encoding."""
        names = {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        return request(self.url + path, method, names)

    def scrape(self):
        return MetricsPage(self.get("/metrics").body.decode())

    def wait_ready(self):
        """Waits until every target was polled and the page shows it."""
        wait_until(lambda: self.get("/-/ready").status == 200, "/-/ready")
        return self

    def wait_for(self, condition, what):
        """Scrapes until `condition` is true of a page, and returns that."""

        def fitting_page():
            page = self.scrape()
            return page if condition(page) else None

        return wait_until(fitting_page, what)


class Simulator(Program):
    """pitel_simulator, and the true state of its world."""

    def __init__(self, flags, folder):
        super().__init__(
            [SIMULATOR, "--listen=127.0.0.1:0", f"--api-key={API_KEY}", *flags],
            folder,
        )
        self.url = self.find(r"listening on (\S+)\n", lambda: self.stdout)[1]

    def truth(self):
        return request_json(self.url + "/truth")

    def rows(self):
        """The rows of the API, read without the exporter."""
        token = request_json(
            self.url + TOKEN_PATH, "POST", json.dumps({"api_key": API_KEY})
        )["token"]
        response = request(
            self.url + MONITOR_PATH,
            headers={"Authorization": f"Bearer {token}"},
        )
        return json.loads(response.body)["data"]

    def inject(self, condition):
        """`condition` with its arguments: `incomplete?rows=10`."""
        response = request(f"{self.url}/inject/{condition}", "POST")
        if response.status != 200:
            raise AssertionError(f"{condition}: {response.body}")


def shell(commands):
    """A launcher that runs `commands` first, such as `ulimit -n 100`."""
    return ("sh", "-ec", commands + '; exec "$@"', "sh")


class SystemTest(unittest.TestCase):
    """Starts what a test needs and ends it afterwards."""

    maxDiff = None

    def folder(self):
        folder = tempfile.TemporaryDirectory(prefix="pitel_system_")
        self.addCleanup(folder.cleanup)
        return Path(folder.name)

    def running(self, program):
        self.addCleanup(program.stop)
        return program

    def api(self, *response, **keys):
        api = ScriptedApi(*response, **keys)
        self.addCleanup(api.close)
        return api

    def exporter(self, targets, *flags, launcher=(), **sections):
        """A started exporter; `sections` are those of the configuration."""
        config = config_text(targets, **sections)
        return self.running(Exporter(config, flags, self.folder(), launcher))

    def simulator(self, *flags):
        return self.running(Simulator(flags, self.folder()))

    def program(self, *command):
        return self.running(Program(command, self.folder()))

    def run_exporter(self, *flags):
        """Runs the exporter to its end."""
        return subprocess.run(
            [EXPORTER, *flags],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=BOUND_SECONDS,
            check=False,
        )

    def config_file(self, text):
        path = self.folder() / "config.yml"
        path.write_text(text)
        return path

    def assert_ends_soon(self, exporter):
        """SIGTERM ends it within a second, with status 0."""
        status, seconds = exporter.end()
        self.assertEqual(status, 0)
        self.assertLess(seconds, 1 * TIME_SCALE)

    def assert_lints(self, text):
        """promtool, which reads the text format, accepts it without remarks."""
        lint = subprocess.run(
            [PROMTOOL, "check", "metrics"],
            input=text,
            capture_output=True,
            text=True,
            timeout=BOUND_SECONDS,
            check=False,
        )
        self.assertEqual((lint.returncode, lint.stderr), (0, ""))
