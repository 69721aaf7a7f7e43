"""More polls at once than the limit on file descriptors allows."""

import unittest

from harness import SystemTest, shell, target
from rows import SAMPLE_ROW
from scripted_api import SILENCE, rows_response

MANY = 400  # targets, too many for 256 descriptors while all hang
POLL = {"interval": "5s", "timeout": "5s", "max_age": "1h"}


class Descriptors(SystemTest):
    def exporter_of(self, targets, limits, api):
        """Many targets on one host, in a process with these limits."""
        return self.exporter(
            [target(f"t{number}", api.url) for number in range(targets)],
            launcher=shell(limits),
            poll=POLL,
        )

    def test_are_not_bounded_by_the_soft_limit(self):
        api = self.api(rows_response([SAMPLE_ROW]))
        exporter = self.exporter_of(
            100, "ulimit -Sn 64; ulimit -Hn 4096", api
        )
        page = exporter.wait_for(
            lambda page: page.total("pitel_up") == 100, "100 targets up"
        )
        self.assertEqual(page.value("process_max_fds"), 4096)
        self.assertEqual(
            page.total("pitel_api_request_failures_total"), 0, page.text
        )

    def test_that_do_not_suffice_are_the_reason_for_failed_polls(self):
        api = self.api(SILENCE)
        exporter = self.exporter_of(MANY, "ulimit -n 256", api)
        exporter.wait_for(
            lambda page: page.total(
                "pitel_api_request_failures_total", reason="other"
            )
            > 10,
            "polls that lack descriptors",
        )
        self.assertIn(
            "out of file descriptors", exporter.get("/").body.decode()
        )
        self.assertEqual(exporter.get("/-/healthy").status, 200)
        exporter.find(
            'level=warn msg="too few file descriptors" .*LimitNOFILE',
            lambda: exporter.stderr,
        )
        # Polls that do not hang need few.
        api.monitor = rows_response([SAMPLE_ROW])
        exporter.wait_for(
            lambda page: page.total("pitel_up") == MANY, "all targets up"
        )


if __name__ == "__main__":
    unittest.main()
