"""Containers and what they serve, through the Docker command line."""

import json
import secrets
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
IMAGE = "pitel_exporter"
SIMULATOR = "pitel_simulator"
# The key that the simulated API accepts.
API_KEY = "00000000-aaaa-bbbb-cccc-5e70f0a51e00"
HARDENED = (
    "--read-only",
    "--cap-drop=ALL",
    "--security-opt=no-new-privileges",
)


def run(*command, env=None):
    return subprocess.run(
        [str(word) for word in command],
        capture_output=True,
        text=True,
        check=False,
        env=env,
    )


def docker(*arguments):
    result = run("docker", *arguments)
    if result.returncode != 0:
        raise AssertionError(f"docker {arguments}: {result.stderr}")
    return result.stdout.strip()


def inspect(name, part="."):
    return json.loads(
        docker("inspect", "--format", f"{{{{json {part}}}}}", name)
    )


def wait_for(what, condition, seconds=120):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if value := condition():
            return value
        time.sleep(0.2)
    raise AssertionError(f"no {what} within {seconds} s")


def get(url):
    """The body of a page; empty if there is none."""
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return response.read().decode()
    except (urllib.error.URLError, OSError):
        return ""


class Network:
    """Containers that reach each other by name; removed at the end."""

    def __init__(self):
        self.name = f"pitel-test-{secrets.token_hex(4)}"
        self.containers = []
        docker("network", "create", "--internal", self.name)

    def start(self, name, *arguments):
        container = docker(
            "run",
            "--detach",
            "--network",
            self.name,
            "--network-alias",
            name,
            *HARDENED,
            *arguments,
        )
        self.containers.append(container)
        return container

    def address(self, container):
        networks = inspect(container, ".NetworkSettings.Networks")
        return networks[self.name]["IPAddress"]

    def close(self):
        for container in self.containers:
            run("docker", "rm", "--force", "--volumes", container)
        docker("network", "rm", self.name)
