"""A process that is paused for a while, as on a suspended machine."""

import os
import signal
import socket
import time
import unittest

from harness import BOUND_SECONDS, SystemTest, target, wait_until
from metrics_page import MetricsPage
from rows import SAMPLE_ROW
from scripted_api import SILENCE, Response, rows_response

MAX_AGE_SECONDS = 1
# More than the timeout of a poll and the 2 s after which it counts as stuck.
STUCK_AFTER_SECONDS = 3.5
SCRAPERS = 5
PAUSES = 10  # whether a scrape or the publisher comes first depends on chance
STOPPED = os.WSTOPPED | os.WEXITED | os.WNOWAIT
GOOD = rows_response([SAMPLE_ROW])
BAD = Response(500)
SCRAPE = b"GET /metrics HTTP/1.0\r\n\r\n"


class WaitingScraper:
    """Sends its request at once, and reads the response when asked to."""

    def __init__(self, url):
        host, port = url.removeprefix("http://").split(":")
        self._socket = socket.create_connection(
            (host, int(port)), timeout=BOUND_SECONDS
        )
        self._socket.sendall(SCRAPE)

    def page(self):
        with self._socket, self._socket.makefile("rb") as response:
            body = response.read().partition(b"\r\n\r\n")[2]
        return MetricsPage(body.decode())


class Pause(SystemTest):
    def setUp(self):
        self.rows_api = self.api(GOOD)
        self.exporter_process = self.exporter(
            [target("t1", self.rows_api.url)],
            poll={"interval": "100ms", "max_age": f"{MAX_AGE_SECONDS}s"},
        )

    def pages_after_a_pause(self):
        """Pages that were requested while the call gauges expired."""
        exporter = self.exporter_process
        self.rows_api.monitor = GOOD
        exporter.wait_for(lambda page: page.call_gauges(), "call gauges")
        exporter.process.send_signal(signal.SIGSTOP)
        try:
            # Scrapes are served until the last thread has stopped.
            os.waitid(os.P_PID, exporter.process.pid, STOPPED)
            self.rows_api.monitor = BAD  # renews no gauges
            old = time.monotonic() + MAX_AGE_SECONDS
            scrapers = [WaitingScraper(exporter.url) for _ in range(SCRAPERS)]
            wait_until(lambda: time.monotonic() > old, "expired gauges")
        finally:
            exporter.process.send_signal(signal.SIGCONT)
        return [scraper.page() for scraper in scrapers]

    def test_longer_than_max_age_leaves_no_call_gauges(self):
        for _ in range(PAUSES):
            for page in self.pages_after_a_pause():
                self.assertEqual(page.call_gauges(), {})
                self.assertIsNotNone(page.requests("t1", "monitor"))


class PauseInPolls(SystemTest):
    def test_does_not_count_as_a_hang(self):
        names = [f"t{number}" for number in range(30)]
        host = self.api(SILENCE)
        exporter = self.exporter(
            [target(name, host.url) for name in names],
            poll={"interval": "1s", "timeout": "1s"},
        )
        wait_until(
            lambda: len(host.monitor_requests()) >= len(names), "polls"
        )
        exporter.process.send_signal(signal.SIGSTOP)
        try:
            os.waitid(os.P_PID, exporter.process.pid, STOPPED)
            over = time.monotonic() + STUCK_AFTER_SECONDS
            wait_until(lambda: time.monotonic() > over, "the end of the pause")
        finally:
            exporter.process.send_signal(signal.SIGCONT)
        page = exporter.wait_for(
            lambda page: all(page.failures(name) for name in names),
            "a failed poll of each target",
        )
        for name in names:
            reasons = {reason for _, reason in page.failures(name)}
            self.assertEqual(reasons, {"timeout"})
        self.assertEqual(exporter.get("/-/healthy").status, 200)


if __name__ == "__main__":
    unittest.main()
