"""What a running exporter counts, compared with what really happened.

tests/accuracy is exact about it. Here real processes poll in real time, on a
machine that may be busy, so the bounds are wide: what they catch is a counter
that is not connected, counts twice or counts something else.
"""

import unittest

from harness import SystemTest, target

# Ten simulated seconds a second, on a platform whose clock was put back so far
# that no call_time lies in the future. 44 calls a second.
FLAGS = (
    "--rows=4000",
    "--tenants=40",
    "--flat",
    "--seed=5",
    "--speed=10",
    "--start=2024-05-06T09:00:00",
    "--no-idle-rows",
)
CALLS = 1200


def happened(truth, what):
    return sum(counts[what] for counts in truth["totals"].values())


class Followed(SystemTest):
    def test_counters_are_near_the_truth(self):
        platform = self.simulator(*FLAGS)
        before_first_poll = platform.truth()
        server = self.exporter(
            [target("t1", platform.url)],
            poll={"interval": "1s", "timeout": "1s"},
            calls={"grace": "3s"},
        ).wait_ready()
        after_first_poll = platform.truth()
        enough = happened(after_first_poll, "started") + CALLS
        server.wait_for(
            lambda page: happened(platform.truth(), "started") >= enough,
            f"{CALLS} calls",
        )
        before_last_poll = platform.truth()
        # After four polls without it, a call is gone.
        polls = server.scrape().requests("t1", "monitor") + 5
        page = server.wait_for(
            lambda page: page.requests("t1", "monitor") >= polls, "five polls"
        )
        after_last_poll = platform.truth()

        def assert_near(what, least, most):
            """Between shares of the least and the most that really happened."""
            counted = page.total(f"pitel_calls_{what}_total")
            at_least = happened(before_last_poll, what) - happened(
                after_first_poll, what
            )
            at_most = happened(after_last_poll, what) - happened(
                before_first_poll, what
            )
            self.assertGreaterEqual(counted, least * at_least, what)
            self.assertLessEqual(counted, most * at_most, what)

        # Of calls polled every 10 s, 5 % are not seen and 2 % counted twice;
        # of the unanswered ones a fifth is not seen. Calls that rang when the
        # exporter started are nobody's: 3 % of these. Late polls see less.
        assert_near("started", 0.85, 1.1)
        assert_near("answered", 0.85, 1.1)
        assert_near("unanswered", 0.6, 1.1)
        self.assertEqual(
            page.total("pitel_call_wait_seconds_count"),
            page.total("pitel_calls_answered_total", direction="inbound"),
        )
        self.assertEqual(
            page.total("pitel_call_duration_seconds_count"),
            page.total("pitel_calls_ended_total"),
        )
        self.assertGreater(page.value("pitel_tracked_calls"), 100)


if __name__ == "__main__":
    unittest.main()
