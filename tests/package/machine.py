"""A Debian that systemd-nspawn boots, without a network of its own."""

import os
import subprocess
import time
from pathlib import Path

BOUND_SECONDS = 120


def wait_until(condition, what, bound=BOUND_SECONDS):
    """Waits until `condition` returns a true value, and returns that."""
    deadline = time.monotonic() + bound
    while not (result := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {bound} s: {what}")
        time.sleep(0.1)
    return result


class Machine:
    """Booted from the folder `root` until `stop`."""

    def __init__(self, root):
        self.root = Path(root)
        with open(self.root.with_suffix(".log"), "ab") as log:
            self._nspawn = subprocess.Popen(
                [
                    # Ends with this process.
                    *("setpriv", "--pdeathsig", "TERM"),
                    "systemd-nspawn",
                    f"--directory={root}",
                    "--boot",
                    # Needs no systemd on this machine.
                    "--register=no",
                    "--keep-unit",
                    "--private-network",
                    "--console=pipe",
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        self._leader = wait_until(self._find_leader, "systemd runs")
        wait_until(
            lambda: self.output("systemctl", "is-system-running", check=False)
            in ("running", "degraded"),
            "the system is up",
        )

    def _find_leader(self):
        if self._nspawn.poll() is not None:
            raise AssertionError(self.root.with_suffix(".log").read_text())
        pid = self._nspawn.pid
        for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
            if os.readlink(f"/proc/{child}/exe").endswith("/systemd"):
                return child
        return None

    def stop(self):
        self.run("systemctl", "poweroff", check=False)
        try:
            self._nspawn.wait(BOUND_SECONDS)
        except subprocess.TimeoutExpired:
            self._nspawn.kill()
            self._nspawn.wait()

    def command(self, *command):
        """`command` as it is run from outside."""
        return ["nsenter", f"--target={self._leader}", "--mount", "--uts",
                "--ipc", "--net", "--pid", "--cgroup", "--wd=/", "--",
                "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C",
                *command]  # fmt: skip

    def start(self, *command):
        return subprocess.Popen(
            self.command(*command),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, *command, check=True, text=""):
        result = subprocess.run(
            self.command(*command),
            input=text,
            capture_output=True,
            text=True,
            timeout=BOUND_SECONDS,
            check=False,
        )
        if check and result.returncode != 0:
            raise AssertionError(f"{command}: {result.stdout}{result.stderr}")
        return result

    def output(self, *command, check=True):
        return self.run(*command, check=check).stdout.strip()

    def write(self, path, text, mode=0o644):
        file = self.root / path.lstrip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        file.chmod(mode)

    def exists(self, path):
        file = self.root / path.lstrip("/")
        return file.exists() or file.is_symlink()
