"""A memory limit that one response exceeds and the others do not."""

import json
import re
import resource
import unittest
from pathlib import Path

from harness import TIME_SCALE, SystemTest, target
from rows import SAMPLE_ROW, TENANT
from scripted_api import Response, rows_response

ROOM_BYTES = 16 << 20
ROWS = 300_000
SMALL = rows_response([SAMPLE_ROW])


def big_response():
    """So many distinct calls that they need far more memory than ROOM_BYTES."""
    rows = [
        {
            "call_id": f"call-{number}",
            "call_state": "ONCALL",
            "direction": "inbound",
            "domain_name": TENANT,
            "extension": str(number),
        }
        for number in range(ROWS)
    ]
    return Response(body=json.dumps({"data": rows, "total": ROWS}).encode())


def address_space(process):
    """The size of the process's address space, in bytes."""
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmSize:\s+(\d+) kB", status)[1]) * 1024


@unittest.skipIf(TIME_SCALE > 1, "sanitizers reserve address space")
class MemoryLimit(SystemTest):
    def test_costs_only_the_poll_that_exceeds_it(self):
        api = self.api(SMALL)
        exporter = self.exporter(
            [target("t1", api.url)],
            poll={"interval": "2s", "timeout": "2s", "max_age": "1h"},
        ).wait_ready()
        responses = iter([big_response()])
        limit = address_space(exporter.process) + ROOM_BYTES
        resource.prlimit(
            exporter.process.pid, resource.RLIMIT_AS, (limit, limit)
        )
        api.monitor = lambda _: next(responses, SMALL)
        page = exporter.wait_for(
            lambda page: page.total("pitel_api_request_failures_total") > 0,
            "a failed poll",
        )
        self.assertEqual(page.value("pitel_up", target="t1"), 0)
        polls = page.requests("t1", "monitor")
        page = exporter.wait_for(
            lambda page: page.requests("t1", "monitor") > polls, "the next poll"
        )
        self.assertEqual(page.value("pitel_up", target="t1"), 1)
        self.assertEqual(page.total("pitel_active_calls"), 1)
        self.assertEqual(page.failures("t1"), {("monitor", "other"): 1})
        exporter.find("out of memory", lambda: exporter.stderr)


if __name__ == "__main__":
    unittest.main()
