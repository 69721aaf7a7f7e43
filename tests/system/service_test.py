"""The exporter as a service of systemd: passed sockets and notifications."""

import os
import shutil
import signal
import socket
import subprocess
import unittest
from pathlib import Path

from harness import (
    BOUND_SECONDS,
    EXPORTER,
    SystemTest,
    config_text,
    request,
    shell,
    target,
    wait_until,
)
from rows import SAMPLE_ROW
from scripted_api import rows_response

# Runs its arguments with the descriptors from 3 on as passed sockets.
PASS_ONE = shell("export LISTEN_FDS=1 LISTEN_PID=$$")
PASS_TWO = shell("export LISTEN_FDS=2 LISTEN_PID=$$")
SYSTEMD = "--web.systemd-socket"
UNITS = Path(__file__).resolve().parents[2] / "deploy/systemd"
NOBODY = config_text([target("t1", "http://127.0.0.1:1")])


class ServiceManager:
    """Receives what a service tells systemd."""

    def __init__(self, name):
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(name.replace("@", "\0"))
        self.socket.settimeout(BOUND_SECONDS)

    def next_message(self):
        return self.socket.recv(4096).decode()

    def await_message(self, wanted):
        """Returns the messages before it."""
        messages = []
        while (message := self.next_message()) != wanted:
            messages.append(message)
        return messages


class Notifications(SystemTest):
    def service(self, name, *flags, watchdog_usec=0):
        manager = ServiceManager(name)
        self.addCleanup(manager.socket.close)
        api = self.api(rows_response([SAMPLE_ROW]))
        launcher = ("env", f"NOTIFY_SOCKET={name}")
        if watchdog_usec:
            launcher += (f"WATCHDOG_USEC={watchdog_usec}",)
        exporter = self.exporter(
            [target("t1", api.url)], *flags, launcher=launcher
        )
        return manager, exporter

    def test_tell_that_it_is_ready_what_it_does_and_that_it_stops(self):
        for abstract in ("", "@"):
            with self.subTest(abstract):
                name = f"{abstract}{self.folder()}/notify"
                manager, exporter = self.service(name)
                manager.await_message("READY=1")
                manager.await_message("STATUS=1 of 1 targets up")
                self.assert_ends_soon(exporter)
                self.assertEqual(manager.next_message(), "STOPPING=1")

    def test_feed_the_watchdog(self):
        manager, _ = self.service(
            f"{self.folder()}/notify", watchdog_usec=1_000_000
        )
        for _ in range(5):
            manager.await_message("WATCHDOG=1")

    def test_come_after_the_socket_listens(self):
        name = f"{self.folder()}/notify"
        manager, exporter = self.service(name)
        manager.await_message("READY=1")
        self.assertEqual(exporter.get("/-/healthy").status, 200)

    def test_are_not_sent_by_a_failed_start(self):
        name = f"{self.folder()}/notify"
        manager = ServiceManager(name)
        self.addCleanup(manager.socket.close)
        subprocess.run(
            [EXPORTER, "--config.file=/no/such/file"],
            env={**os.environ, "NOTIFY_SOCKET": name},
            capture_output=True,
            timeout=BOUND_SECONDS,
            check=False,
        )
        manager.socket.setblocking(False)
        with self.assertRaises(BlockingIOError):
            manager.next_message()


class PassedSockets(SystemTest):
    def listening(self, family=socket.AF_INET, address=("127.0.0.1", 0)):
        passed = socket.socket(family)
        self.addCleanup(passed.close)
        passed.bind(address)
        passed.listen()
        return passed

    def start(self, launcher, sockets, *flags):
        """The exporter, or what starts it, with the sockets from 3 on."""
        config_file = self.config_file(NOBODY)
        # subprocess passes a descriptor under its own number only.
        moves = " ".join(
            f"{number}<&{passed.fileno()}"
            for number, passed in enumerate(sockets, 3)
        )
        command = [
            "bash",
            "-ec",
            f'exec "$@" {moves}',
            "bash",
            *launcher,
            EXPORTER,
            f"--config.file={config_file}",
            *flags,
        ]
        return subprocess.Popen(
            command,
            pass_fds=[passed.fileno() for passed in sockets],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def serve(self, launcher, sockets, *flags):
        process = self.start(launcher, sockets, *flags)
        self.addCleanup(process.communicate, timeout=BOUND_SECONDS)
        self.addCleanup(process.send_signal, signal.SIGTERM)
        return process

    def refuse(self, launcher, sockets, *flags):
        """Returns the message of a process that ends by itself."""
        process = self.start(launcher, sockets, *flags)
        stderr = process.communicate(timeout=BOUND_SECONDS)[1]
        self.assertEqual(process.returncode, 1, stderr)
        return stderr

    def assert_serves(self, passed):
        host, port = passed.getsockname()[:2]
        host = f"[{host}]" if ":" in host else host
        response = request(f"http://{host}:{port}/-/healthy")
        self.assertEqual(response.status, 200)

    def test_are_served_all(self):
        sockets = [self.listening()]
        try:
            sockets.append(self.listening(socket.AF_INET6, ("::1", 0)))
        except OSError:
            sockets.append(self.listening())
        self.serve(PASS_TWO, sockets, SYSTEMD)
        for passed in sockets:
            self.assert_serves(passed)

    def test_come_from_systemd(self):
        passed = self.listening()
        activate = (*PASS_ONE, "systemd-socket-activate")
        process = self.serve(activate, [passed], SYSTEMD)
        self.assert_serves(passed)
        # The first client started the exporter; the socket outlives it.
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(BOUND_SECONDS), 0)
        self.serve(activate, [passed], SYSTEMD)
        self.assert_serves(passed)

    def test_hold_clients_back_until_it_serves(self):
        passed = self.listening()
        client = socket.create_connection(passed.getsockname(), BOUND_SECONDS)
        with client:
            client.sendall(b"GET /-/healthy HTTP/1.0\r\n\r\n")
            self.serve(PASS_ONE, [passed], SYSTEMD)
            self.assertIn(b"200 OK", client.recv(4096))

    def test_must_be_passed(self):
        expected = (
            "pitel_exporter: systemd passed no sockets, which "
            "--web.systemd-socket requires: start the exporter from a socket "
            "unit\n"
        )
        for launcher in ((), shell("export LISTEN_FDS=1 LISTEN_PID=1")):
            with self.subTest(launcher):
                message = self.refuse(launcher, [self.listening()], SYSTEMD)
                self.assertIn(expected, message)

    def test_must_listen(self):
        with socket.socket() as silent:
            message = self.refuse(PASS_ONE, [silent], SYSTEMD)
        self.assertIn(
            "cannot use socket 3 from systemd: it does not listen for "
            "connections; its unit needs ListenStream= and Accept=no",
            message,
        )

    def test_exclude_listen_addresses(self):
        result = self.run_exporter(SYSTEMD, "--web.listen-address=:1")
        self.assertEqual(result.returncode, 2)
        self.assertIn(
            "--web.listen-address excludes --web.systemd-socket", result.stderr
        )

    def test_are_ignored_without_the_flag(self):
        passed = self.listening()
        process = self.serve(
            PASS_ONE, [passed], "--web.listen-address=127.0.0.1:0"
        )
        wait_until(
            lambda: "listening" in process.stderr.readline(), "listening"
        )
        client = socket.create_connection(passed.getsockname(), BOUND_SECONDS)
        with client:
            client.setblocking(False)
            with self.assertRaises(BlockingIOError):
                client.recv(1)


class UnitFiles(SystemTest):
    """The units of deploy/systemd, as systemd reads them."""

    def analyze(self, *arguments):
        result = subprocess.run(
            ["systemd-analyze", *arguments],
            capture_output=True,
            text=True,
            timeout=BOUND_SECONDS,
            check=False,
        )
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return result

    def test_are_valid(self):
        folder = self.folder()
        service = (UNITS / "pitel_exporter.service").read_text()
        self.assertIn("ExecStart=/usr/bin/pitel_exporter ", service)
        (folder / "pitel_exporter.service").write_text(
            service.replace("/usr/bin/pitel_exporter ", f"{EXPORTER} ")
        )
        shutil.copy(UNITS / "pitel_exporter.socket", folder)
        for unit in sorted(folder.iterdir()):
            with self.subTest(unit.name):
                result = self.analyze("verify", "--man=no", unit)
                self.assertNotIn("pitel_exporter", result.stderr)

    def test_expose_at_most_1_2_of_10(self):
        unit = UNITS / "pitel_exporter.service"
        self.analyze("security", "--offline=yes", "--threshold=12", unit)


if __name__ == "__main__":
    unittest.main()
