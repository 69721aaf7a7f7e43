"""What the exporter shows of a whole platform against what really happens."""

import unittest

from harness import SystemTest, target

# Hardly any time passes on the platform while it is looked at.
STILL = ("--speed=0.001", "--flat", "--rows=1000", "--tenants=10", "--seed=7")


class Platform(SystemTest):
    def setUp(self):
        self.platform = self.simulator(*STILL)
        self.running_exporter = self.exporter(
            [target("t1", self.platform.url, interval="200ms")]
        ).wait_ready()

    def test_every_row_arrives(self):
        page = self.running_exporter.scrape()
        self.assertEqual(page.total("pitel_api_rows"), 1000)
        self.assertEqual(page.total("pitel_api_reported_rows"), 1000)
        self.assertEqual(page.total("pitel_extensions"), 1000)
        self.assertGreater(page.total("pitel_active_calls", state="oncall"), 0)

    def test_a_backlog_is_seen_in_full(self):
        tenant = "t00001.example.com"  # the largest
        before = self.running_exporter.scrape().total(
            "pitel_ringing_callers", tenant=tenant
        )
        self.platform.inject(f"backlog?tenant={tenant}&callers=12&phones=3")
        self.running_exporter.wait_for(
            lambda page: page.total("pitel_ringing_callers", tenant=tenant)
            == before + 12,
            "12 more ringing callers",
        )

    def test_an_incomplete_answer_says_so(self):
        self.platform.inject("incomplete?rows=100&seconds=600")
        page = self.running_exporter.wait_for(
            lambda page: page.total("pitel_api_rows") == 100, "100 rows"
        )
        self.assertEqual(page.total("pitel_api_reported_rows"), 1000)
        self.assertEqual(page.total("pitel_up"), 1)

    def test_an_outage_ends_within_an_interval(self):
        self.platform.inject("status?status=503&seconds=600")
        self.running_exporter.wait_for(
            lambda page: page.total("pitel_up") == 0, "pitel_up 0"
        )
        self.platform.inject("clear")
        page = self.running_exporter.wait_for(
            lambda page: page.total("pitel_up") == 1, "pitel_up 1"
        )
        self.assertEqual(page.total("pitel_extensions"), 1000)


if __name__ == "__main__":
    unittest.main()
