"""A process that hangs while it opens a file or looks up a host name."""

import os
import subprocess
import time
import unittest

from harness import (
    BOUND_SECONDS,
    EXPORTER,
    SystemTest,
    config_text,
    target,
    wait_until,
)
from metrics_page import MetricsPage
from rows import SAMPLE_ROW
from scripted_api import API_KEY, Response, rows_response

HANGING_OPEN = os.environ["PITEL_HANGING_OPEN"]
MAX_AGE_SECONDS = 5
POLL = {"interval": "1s", "timeout": "800ms", "max_age": f"{MAX_AGE_SECONDS}s"}
STUCK = {("token", "stuck"): 1}
WHERE = "reading the credential"


def launcher(hanging_path, hangs, let_through=0):
    """A prefix for a command, which hangs while the file `hangs` exists."""
    return (
        "env",
        "--block-signal=ALRM",  # as a parent may; stopping needs it
        f"PITEL_HANGING_PATH={hanging_path}",
        f"PITEL_HANGING_WHILE={hangs}",
        f"PITEL_HANGING_AFTER={let_through}",
        "ASAN_OPTIONS=verify_asan_link_order=0",
        f"LD_PRELOAD={HANGING_OPEN}",
    )


class HangingPoll(SystemTest):
    def setUp(self):
        folder = self.folder()
        self.key_file = folder / "key"
        self.key_file.write_text(API_KEY)
        self.hangs = folder / "hangs"  # polls hang while this file exists
        self.api_host = self.api(rows_response([SAMPLE_ROW]))
        self.targets = [
            {
                "name": "t1",
                "url": self.api_host.url,
                "api_key_file": str(self.key_file),
            }
        ]

    def running_exporter(self):
        return self.exporter(
            self.targets,
            launcher=launcher(self.key_file, self.hangs),
            poll=POLL,
        )

    def hanging_exporter(self):
        """An exporter that was up, and whose polls now hang."""
        exporter = self.running_exporter()
        exporter.wait_for(lambda page: page.call_gauges(), "a successful poll")
        self.hangs.touch()
        exporter.wait_for(
            lambda page: page.value("pitel_up", target="t1") == 0, "pitel_up 0"
        )
        return exporter

    def test_counts_once_as_stuck_and_says_where_it_hangs(self):
        exporter = self.hanging_exporter()
        self.assertEqual(exporter.scrape().failures("t1"), STUCK)
        wait_until(
            lambda: WHERE in exporter.get("/").body.decode(), f"{WHERE} on /"
        )
        exporter.find(
            rf'msg="poll failed" .*reason=stuck detail="[^"]*{WHERE}',
            lambda: exporter.stderr,
        )

    def test_removes_its_call_gauges_at_max_age(self):
        exporter = self.hanging_exporter()
        page = exporter.wait_for(
            lambda page: not page.call_gauges(), "no call gauges"
        )
        last_success = page.value(
            "pitel_last_success_timestamp_seconds", target="t1"
        )
        # Both the age and this timestamp count from the request.
        self.assertGreater(time.time() - last_success, MAX_AGE_SECONDS - 1)

    def test_makes_the_process_unhealthy_but_does_not_delay_its_stop(self):
        exporter = self.hanging_exporter()
        self.assertEqual(exporter.get("/-/healthy").status, 200)
        unhealthy = wait_until(
            lambda: self.failed_health(exporter), "/-/healthy 503"
        )
        self.assertIn(WHERE, unhealthy.body.decode())
        self.assertEqual(exporter.scrape().failures("t1"), STUCK)
        exporter.find(rf'msg="no progress" .*{WHERE}', lambda: exporter.stderr)
        self.assert_ends_soon(exporter)

    def test_between_polls_makes_the_process_unhealthy_too(self):
        """While the key is refused, its file is checked every second."""
        self.api_host.token = Response(401)
        exporter = self.running_exporter()
        exporter.find(
            r'msg="backing off" .*seconds=(?:[89]|[1-9]\d)',
            lambda: exporter.stderr,
        )
        self.hangs.touch()
        unhealthy = wait_until(
            lambda: self.failed_health(exporter), "/-/healthy 503"
        )
        self.assertIn(WHERE, unhealthy.body.decode())
        self.assertEqual(
            set(exporter.scrape().failures("t1")), {("token", "unauthorized")}
        )
        self.assert_ends_soon(exporter)

    @staticmethod
    def failed_health(exporter):
        response = exporter.get("/-/healthy")
        return response if response.status == 503 else None

    def test_is_over_after_the_next_successful_one(self):
        exporter = self.hanging_exporter()
        self.hangs.unlink()
        page = exporter.wait_for(
            lambda page: page.value("pitel_up", target="t1") == 1, "pitel_up 1"
        )
        self.assertEqual(page.failures("t1"), STUCK)
        self.assertEqual(page.total("pitel_active_calls"), 1)
        self.assertEqual(exporter.get("/-/healthy").status, 200)

    def test_does_not_block_a_run_with_once(self):
        self.hangs.touch()
        config = self.config_file(config_text(self.targets, poll=POLL))
        # The first time, the file is read at startup to check it.
        once = subprocess.run(
            [
                *launcher(self.key_file, self.hangs, let_through=1),
                EXPORTER,
                f"--config.file={config}",
                "--once",
            ],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=BOUND_SECONDS,
            check=False,
        )
        self.assertEqual(once.returncode, 1, once.stderr)
        page = MetricsPage(once.stdout)
        self.assertEqual(page.value("pitel_up", target="t1"), 0)
        self.assertEqual(page.failures("t1"), STUCK)


class HangingStart(SystemTest):
    def test_does_not_delay_the_stop(self):
        hangs = self.folder() / "hangs"
        hangs.touch()
        host = "host.example.com"
        config = self.config_file(
            config_text([target("t1", self.api().url)], poll=POLL)
        )
        exporter = self.program(
            *launcher(host, hangs),
            EXPORTER,
            f"--config.file={config}",
            f"--web.listen-address={host}:0",
        )
        exporter.find("msg=starting", lambda: exporter.stderr)
        self.assert_ends_soon(exporter)


if __name__ == "__main__":
    unittest.main()
