"""An outage of one target's host while another target is still polled."""

import unittest

from harness import SystemTest, target
from rows import SAMPLE_ROW
from scripted_api import rows_response

# Polls of the other target measure the time. On a busy machine, two targets
# with the same interval may differ by UNEVEN polls.
POLLS = 12
UNEVEN = 3


class Outage(SystemTest):
    def test_at_startup_ends_for_the_exporter_within_an_interval(self):
        down = self.api(rows_response([SAMPLE_ROW]), listening=False)
        other = self.api(rows_response([]))
        exporter = self.exporter(
            [target("down", down.url), target("other", other.url)],
            poll={"interval": "500ms", "timeout": "500ms"},
        )
        page = exporter.wait_for(
            lambda page: (page.requests("other", "monitor") or 0) >= POLLS,
            f"{POLLS} polls of the other target",
        )
        self.assertEqual(set(page.failures("down")), {("token", "connect")})
        self.assertGreaterEqual(
            sum(page.failures("down").values()),
            page.requests("other", "monitor") - UNEVEN,
        )
        down.listen()
        polls = exporter.scrape().requests("other", "monitor")
        page = exporter.wait_for(
            lambda page: page.value("pitel_up", target="down") == 1, "up"
        )
        self.assertLessEqual(
            page.requests("other", "monitor"), polls + 1 + UNEVEN
        )
        self.assertEqual(page.total("pitel_active_calls", target="down"), 1)


if __name__ == "__main__":
    unittest.main()
