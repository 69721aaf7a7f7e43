"""From the response of the API to the numbers on the page."""

import json
import unittest

from harness import ONE_POLL, SystemTest, target
from metrics_page import MetricsPage
from rows import SAMPLE_PERSONAL, SAMPLE_ROW, TENANT, ringing_row
from scripted_api import API_KEY, MONITOR_PATH, TOKEN_PATH, rows_response

OPENMETRICS = "application/openmetrics-text; version=1.0.0"

SAMPLE_CALL = (
    'pitel_active_calls{target="t1",tenant="tp.tel4vn.com",'
    'server="203.205.6.79",direction="outbound",state="oncall"} 1'
)


class VendorsSample(SystemTest):
    def setUp(self):
        self.upstream = self.api(rows_response([SAMPLE_ROW]))
        self.running_exporter = self.exporter(
            [target("t1", self.upstream.url)], poll={"interval": ONE_POLL}
        ).wait_ready()

    def test_is_one_call(self):
        page = self.running_exporter.scrape()
        self.assertIn(SAMPLE_CALL, page.text.splitlines())
        self.assertEqual(page.total("pitel_active_calls"), 1)

    def test_is_one_leg_of_one_extension(self):
        page = self.running_exporter.scrape()
        busy = {"tenant": "tp.tel4vn.com", "state": "oncall"}
        for name in (
            "pitel_active_legs",
            "pitel_extensions",
            "pitel_stale_legs",
        ):
            with self.subTest(name):
                self.assertEqual(page.total(name, **busy), 1)
                self.assertEqual(page.total(name), 1)
        self.assertEqual(page.total("pitel_extension_devices"), 1)
        self.assertEqual(
            page.value("pitel_extension_devices", device="Pitel"), 1
        )

    def test_has_nobody_waiting(self):
        page = self.running_exporter.scrape()
        self.assertEqual(
            page.value("pitel_ringing_callers", tenant="tp.tel4vn.com"), 0
        )
        self.assertEqual(
            page.value("pitel_ringing_oldest_seconds", tenant="tp.tel4vn.com"),
            0,
        )

    def test_shows_a_successful_poll(self):
        page = self.running_exporter.scrape()
        self.assertEqual(page.value("pitel_up", target="t1"), 1)
        self.assertEqual(page.value("pitel_api_rows", target="t1"), 1)
        self.assertEqual(page.value("pitel_api_reported_rows", target="t1"), 1)
        self.assertEqual(page.failures("t1"), {})

    def test_is_asked_for_as_documented(self):
        token_request, monitor_request = self.upstream.requests
        self.assertEqual(token_request.method, "POST")
        self.assertEqual(token_request.path, TOKEN_PATH)
        self.assertEqual(json.loads(token_request.body), {"api_key": API_KEY})
        self.assertNotIn("Authorization", token_request.headers)
        self.assertEqual(monitor_request.method, "GET")
        self.assertEqual(monitor_request.path, MONITOR_PATH)
        self.assertEqual(
            monitor_request.headers["Authorization"], "Bearer t0ken-0001"
        )
        self.assertEqual(
            monitor_request.headers["Content-Type"], "application/json"
        )

    def test_leaves_no_personal_data_and_no_secret_anywhere(self):
        exporter = self.running_exporter
        outputs = {
            "text": exporter.get("/metrics").body,
            "OpenMetrics": exporter.get("/metrics", accept=OPENMETRICS).body,
            "landing page": exporter.get("/").body,
            "configuration": exporter.get("/config").body,
            "readiness": exporter.get("/-/ready").body,
            "health": exporter.get("/-/healthy").body,
        }
        exporter.end()
        outputs["log"] = exporter.stderr_file.read_bytes()
        self.assertIn(b"rows: 1", outputs["log"])
        for where, output in outputs.items():
            for secret in (*SAMPLE_PERSONAL, API_KEY, "t0ken-0001"):
                with self.subTest(where, secret=secret):
                    self.assertNotIn(secret, output.decode())


class RingGroup(SystemTest):
    """Five phones ring for one person."""

    def page_of(self, rows):
        api = self.api(rows_response(rows))
        exporter = self.exporter(
            [target("t1", api.url)], poll={"interval": ONE_POLL}
        )
        return exporter.wait_ready().scrape()

    def assert_one_waits(self, page: MetricsPage):
        ringing = {"tenant": TENANT, "state": "ringing"}
        self.assertEqual(page.total("pitel_active_legs", **ringing), 5)
        self.assertEqual(page.total("pitel_extensions", **ringing), 5)
        self.assertEqual(page.value("pitel_ringing_callers", tenant=TENANT), 1)
        oldest = page.value("pitel_ringing_oldest_seconds", tenant=TENANT)
        self.assertGreaterEqual(oldest, 10)

    def test_with_one_call_id_is_one_call_and_one_caller(self):
        page = self.page_of([ringing_row(n, "group") for n in range(201, 206)])
        self.assert_one_waits(page)
        self.assertEqual(page.total("pitel_active_calls"), 1)

    def test_with_a_call_id_per_phone_is_one_caller_all_the_same(self):
        page = self.page_of(
            [ringing_row(n, f"id-{n}") for n in range(201, 206)]
        )
        self.assert_one_waits(page)
        self.assertEqual(page.total("pitel_active_calls"), 5)

    def test_ringing_for_five_people_is_five_callers(self):
        page = self.page_of(
            [ringing_row(n, f"id-{n}", f"0900000{n}") for n in range(201, 206)]
        )
        self.assertEqual(page.value("pitel_ringing_callers", tenant=TENANT), 5)


if __name__ == "__main__":
    unittest.main()
