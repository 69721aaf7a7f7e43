"""Error responses with small bodies that take endless time to decode."""

import gzip
import unittest
import zlib

from harness import TIME_SCALE, SystemTest, target
from scripted_api import Response

INTERVAL_SECONDS = 2

GZIP_HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
GZIP_BITS = 31  # zlib's value for the gzip format
# A deflate block of no bytes: it decodes to nothing that a limit could count.
EMPTY_BLOCK = b"\0\0\0\xff\xff"
BLOCKS_AT_A_TIME = 200_000
TIMES = 20_000


def layered_body():
    """A body in three layers of gzip: 20 GB that decode to nothing."""
    packer = zlib.compressobj(9, zlib.DEFLATED, GZIP_BITS)

    def pack(data):
        return packer.compress(data) + packer.flush(zlib.Z_FULL_FLUSH)

    head = pack(GZIP_HEAD)
    # After a full flush, the same input compresses to the same output.
    blocks = pack(BLOCKS_AT_A_TIME * EMPTY_BLOCK)
    return gzip.compress(head + TIMES * blocks)


class CompressedErrors(SystemTest):
    def exporter_of(self, api):
        return self.exporter(
            [target("t1", api.url)],
            poll={"interval": f"{INTERVAL_SECONDS}s", "max_age": "1h"},
        )

    def assert_fails_in_time(self, status, reason):
        api = self.api(
            Response(
                status,
                layered_body(),
                {
                    "Content-Encoding": "gzip, gzip, gzip",
                    "Location": "http://127.0.0.1:1/",
                },
            )
        )
        page = self.exporter_of(api).wait_for(
            lambda page: page.total("pitel_api_request_failures_total") >= 3,
            "three failed polls",
        )
        self.assertEqual(
            set(page.failures("t1")), {("monitor", reason)}, page.text
        )
        self.assertLess(
            page.value("pitel_poll_duration_seconds", target="t1"),
            INTERVAL_SECONDS * TIME_SCALE,
        )

    def test_of_the_server_end_in_time(self):
        self.assert_fails_in_time(500, "http_5xx")

    def test_of_the_request_end_in_time(self):
        self.assert_fails_in_time(404, "http_4xx")

    def test_that_are_redirects_end_in_time(self):
        self.assert_fails_in_time(302, "redirect")


if __name__ == "__main__":
    unittest.main()
