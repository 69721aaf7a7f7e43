"""A tenants filter that excludes every row, probably by mistake."""

import unittest

from harness import SystemTest, target, wait_until
from rows import SAMPLE_ROW
from scripted_api import rows_response

WORDS = "the tenants filter excludes every row"


class TenantsFilter(SystemTest):
    def test_that_excludes_every_row_is_logged_once(self):
        exporter = self.exporter(
            [target("t1", self.api(rows_response([SAMPLE_ROW])).url)],
            poll={"interval": "500ms"},
            tenants={"include": ["another.example.com"]},
        )
        page = exporter.wait_for(
            lambda page: page.requests("t1", "monitor") >= 4, "four polls"
        )
        self.assertEqual(page.value("pitel_up", target="t1"), 1)
        self.assertEqual(page.value("pitel_api_rows", target="t1"), 1)
        self.assertEqual(page.total("pitel_active_calls"), 0)
        wait_until(lambda: WORDS in exporter.get("/").body.decode(), "the page")
        exporter.find(
            f'level=warn msg="{WORDS}" target=t1', lambda: exporter.stderr
        )
        self.assertEqual(exporter.stderr.count(WORDS), 1)

    def test_that_sees_no_rows_is_not_logged(self):
        exporter = self.exporter(
            [target("t1", self.api(rows_response([])).url)],
            tenants={"include": ["another.example.com"]},
        ).wait_ready()
        exporter.end()
        self.assertNotIn(WORDS, exporter.stderr)


if __name__ == "__main__":
    unittest.main()
