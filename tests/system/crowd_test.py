"""Many clients from one address that use up the server's connections."""

import errno
import itertools
import resource
import socket
import threading
import time
import unittest

from harness import TIME_SCALE, SystemTest, target, wait_until
from rows import SAMPLE_ROW
from scripted_api import rows_response

CLIENTS = 2000
DESCRIPTORS = CLIENTS + 500
# Longer than any client waits on a busy machine, and shorter than a client that
# is locked out: the server closes idle connections after a minute.
PROBE_SECONDS = 10 * TIME_SCALE
PROBES = 20

SCRAPE = b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"
MANY_BYTES = 4096
# What each kind of client sends, and how many bytes at a time.
KINDS = {
    "silent": (b"", MANY_BYTES),
    "idle": (SCRAPE.replace(b"/metrics", b"/-/healthy"), MANY_BYTES),
    "dripping": (SCRAPE, 1),
    "not reading": (50 * SCRAPE, MANY_BYTES),
}
CLOSING = "too many connections, closing idle or stalled ones"


class Client:
    """Sends its request in pieces and reconnects when it is cut off."""

    def __init__(self, address, kind):
        self._address = address
        self._text, self._bit = KINDS[kind]
        self._reads = kind == "idle"
        self._connect()

    def _connect(self):
        self._unsent = self._text
        self._socket = socket.socket()
        self._socket.setblocking(False)
        if not self._reads:
            self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        code = self._socket.connect_ex(self._address)
        if code not in (0, errno.EINPROGRESS):
            raise OSError(code, "cannot connect")

    def step(self):
        """Sends the next piece, if any; returns whether it was cut off."""
        try:
            if self._unsent:
                sent = self._socket.send(self._unsent[: self._bit])
                self._unsent = self._unsent[sent:]
            flags = 0 if self._reads else socket.MSG_PEEK
            if self._socket.recv(MANY_BYTES, flags):
                return False
        except BlockingIOError:
            return False
        except ConnectionError:
            pass
        self._socket.close()
        self._connect()
        return True

    def close(self):
        self._socket.close()


class Crowd:
    """Clients of every kind, on a thread that keeps them busy."""

    def __init__(self, url):
        host, port = url.removeprefix("http://").split(":")
        kinds = itertools.cycle(KINDS)
        self._clients = [
            Client((host, int(port)), next(kinds)) for _ in range(CLIENTS)
        ]
        self.cut_off = 0  # so far
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self):
        while not self._over.wait(0.1):
            self.cut_off += sum([client.step() for client in self._clients])

    def close(self):
        self._over.set()
        self._thread.join()
        for client in self._clients:
            client.close()


class ACrowd(SystemTest):
    def setUp(self):
        before = resource.getrlimit(resource.RLIMIT_NOFILE)
        if before[1] < DESCRIPTORS:
            self.skipTest(f"needs {DESCRIPTORS} file descriptors")
        resource.setrlimit(
            resource.RLIMIT_NOFILE, (max(before[0], DESCRIPTORS), before[1])
        )
        self.addCleanup(resource.setrlimit, resource.RLIMIT_NOFILE, before)

    def crowded_exporter(self):
        """An exporter, and a crowd whose connections it is closing."""
        api = self.api(rows_response([SAMPLE_ROW]))
        exporter = self.exporter([target("t1", api.url)]).wait_ready()
        crowd = Crowd(exporter.url)
        self.addCleanup(crowd.close)
        exporter.find(CLOSING, lambda: exporter.stderr)
        return exporter, crowd

    def assert_prompt(self, exporter, path):
        asked = time.monotonic()
        response = exporter.get(path)
        self.assertEqual(response.status, 200, path)
        self.assertLess(time.monotonic() - asked, PROBE_SECONDS, path)

    def test_locks_nobody_out(self):
        exporter, _ = self.crowded_exporter()
        for _ in range(PROBES):
            self.assert_prompt(exporter, "/-/healthy")
            self.assert_prompt(exporter, "/metrics")

    def test_is_logged_once(self):
        exporter, crowd = self.crowded_exporter()
        enough = crowd.cut_off + 2 * CLIENTS
        wait_until(lambda: crowd.cut_off > enough, "more closed connections")
        self.assertEqual(exporter.stderr.count(CLOSING), 1)

    def test_does_not_delay_the_stop(self):
        exporter, _ = self.crowded_exporter()
        self.assert_ends_soon(exporter)


if __name__ == "__main__":
    unittest.main()
