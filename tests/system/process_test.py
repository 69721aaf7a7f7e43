"""The running process seen from outside: signals, sockets, the log."""

import json
import random
import re
import resource
import signal
import socket
import unittest

from harness import (
    EXPORTER,
    ONE_POLL,
    TIME_SCALE,
    SystemTest,
    config_text,
    request,
    target,
    wait_until,
)
from metrics_page import MetricsPage
from rows import SAMPLE_ROW
from scripted_api import SILENCE, Response, rows_response


def own_address():
    """A loopback address that nobody else is likely to use."""
    numbers = (random.randrange(1, 255) for _ in range(3))
    return (
        "127."
        + ".".join(map(str, numbers))
        + f":{random.randrange(2000, 9999)}"
    )


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
            return True
    except OSError:
        return False


class Signals(SystemTest):
    """A stop that is requested while a poll waits for its response."""

    def assert_ends_at(self, number):
        api = self.api(SILENCE)
        exporter = self.exporter(
            [target("t1", api.url)],
            poll={"interval": ONE_POLL, "timeout": ONE_POLL},
        )
        wait_until(api.monitor_requests, "a poll under way")
        status, seconds = exporter.end(number)
        self.assertEqual(status, 0, exporter.stderr)
        self.assertLess(seconds, 1 * TIME_SCALE)

    def test_sigterm_ends_it_within_a_second(self):
        self.assert_ends_at(signal.SIGTERM)

    def test_sigint_ends_it_within_a_second(self):
        self.assert_ends_at(signal.SIGINT)

    @unittest.skipIf(TIME_SCALE > 1, "sanitizers need memory to end")
    def test_sigterm_ends_it_where_no_memory_is_left(self):
        api = self.api(SILENCE)
        exporter = self.exporter(
            [target("t1", api.url)],
            poll={"interval": ONE_POLL, "timeout": ONE_POLL},
        )
        wait_until(api.monitor_requests, "a poll under way")
        resource.prlimit(exporter.process.pid, resource.RLIMIT_AS, (1, 1))
        status, _ = exporter.end()
        self.assertEqual(status, 0, exporter.stderr)

    def test_idle_scrapers_do_not_hold_it(self):
        api = self.api()
        exporter = self.exporter([target("t1", api.url)]).wait_ready()
        address = exporter.url.removeprefix("http://").split(":")
        with socket.create_connection((address[0], int(address[1]))) as idle:
            idle.sendall(b"GET /metrics HTTP/1.1\r\n")
            self.assertEqual(exporter.get("/-/healthy").status, 200)
            status, seconds = exporter.end()
        self.assertEqual(status, 0, exporter.stderr)
        self.assertLess(seconds, 1 * TIME_SCALE)


class Addresses(SystemTest):
    def test_may_be_several(self):
        second = own_address()
        flags = [f"--web.listen-address={second}"]
        if has_ipv6():
            flags.append("--web.listen-address=[::1]:0")
        exporter = self.exporter([target("t1", self.api().url)], *flags)
        exporter.wait_ready()
        addresses = re.findall(r"msg=listening address=(\S+)", exporter.stderr)
        self.assertEqual(len(addresses), 1 + len(flags))
        self.assertIn(second, addresses)
        pages = [request(f"http://{one}/metrics") for one in addresses]
        self.assertEqual(
            [page.status for page in pages], [200] * len(addresses)
        )

    def test_may_serve_the_metrics_elsewhere(self):
        exporter = self.exporter(
            [target("t1", self.api().url)], "--web.telemetry-path=/numbers"
        ).wait_ready()
        self.assertEqual(exporter.get("/numbers").status, 200)
        self.assertEqual(exporter.get("/metrics").status, 404)


class Log(SystemTest):
    def test_is_json_if_asked_for(self):
        api = self.api(Response(500, b'{"error": "a \\"quoted\\" word"}'))
        exporter = self.exporter([target("t1", api.url)], "--log.format=json")
        exporter.wait_ready().end()
        lines = [json.loads(line) for line in exporter.stderr.splitlines()]
        self.assertLessEqual(
            {"starting", "listening", "stopping"}, {one["msg"] for one in lines}
        )
        for line in lines:
            self.assertLessEqual({"ts", "level", "msg"}, set(line))

    def test_may_go_nowhere(self):
        for redirection in ("2>&-", "2>/dev/full"):
            with self.subTest(redirection):
                self.assert_serves_with(redirection)

    def assert_serves_with(self, redirection):
        """Polls continue, and it stops on request."""
        api = self.api(rows_response([SAMPLE_ROW]))
        file = self.config_file(
            config_text([target("t1", api.url)], poll={"interval": "500ms"})
        )
        address = own_address()
        program = self.program(
            "sh",
            "-c",
            f'exec "$@" {redirection}',
            "sh",
            EXPORTER,
            f"--config.file={file}",
            f"--web.listen-address={address}",
            "--log.level=debug",
        )
        wait_until(lambda: len(api.monitor_requests()) >= 3, "three polls")
        page = MetricsPage(request(f"http://{address}/metrics").body.decode())
        self.assertEqual(page.total("pitel_active_calls"), 1)
        status, _ = program.end()
        self.assertEqual(status, 0)


if __name__ == "__main__":
    unittest.main()
