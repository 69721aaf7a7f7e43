"""A real Prometheus reads the page, in both formats, and drops nothing."""

import http.server
import re
import threading
import unittest
import urllib.request

from harness import (
    ONE_POLL,
    PROMETHEUS,
    Program,
    SystemTest,
    request,
    request_json,
    target,
    wait_until,
)
from rows import SAMPLE_ROW
from scripted_api import rows_answer

CONFIG = """\
global: {{scrape_interval: 200ms, scrape_timeout: 200ms}}
scrape_configs:
  - job_name: pitel
    static_configs: [{{targets: ["{address}"]}}]
"""


class TextOnly(http.server.BaseHTTPRequestHandler):
    """Passes a scrape on without its Accept, so that the answer is text."""

    exporter_url = ""

    def do_GET(self):
        with urllib.request.urlopen(self.exporter_url + self.path) as answer:
            body = answer.read()
            content_type = answer.headers["Content-Type"]
        self.send_response(200)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


class Prometheus(Program):
    """Scrapes one address into a store that goes with the test."""

    def __init__(self, address, folder):
        config = folder / "prometheus.yml"
        config.write_text(CONFIG.format(address=address))
        super().__init__(
            [
                PROMETHEUS,
                f"--config.file={config}",
                f"--storage.tsdb.path={folder / 'data'}",
                "--web.listen-address=127.0.0.1:0",
            ],
            folder,
        )
        self.url = "http://" + self.find(
            r'msg="Listening on" address=(127\.0\.0\.1:[1-9]\d*)',
            lambda: self.stderr,
        )[1]
        wait_until(
            lambda: request(self.url + "/-/ready").status == 200,
            "Prometheus is ready",
        )

    def query(self, expression):
        path = "/api/v1/query?query=" + urllib.request.quote(expression)
        return request_json(self.url + path)["data"]["result"]

    def value(self, expression):
        """The only sample of `expression`, once there is one."""
        result = wait_until(lambda: self.query(expression), expression)
        self.only(result)
        return float(result[0]["value"][1])

    @staticmethod
    def only(result):
        if len(result) != 1:
            raise AssertionError(f"not one sample: {result}")


class RealPrometheus(SystemTest):
    def setUp(self):
        upstream = self.api(rows_answer([SAMPLE_ROW]))
        self.running_exporter = self.exporter(
            [target("t1", upstream.url)], poll={"interval": ONE_POLL}
        ).wait_ready()

    def expect_read(self, address):
        prometheus = self.running(Prometheus(address, self.folder()))
        wait_until(lambda: prometheus.query("up == 1"), "a good scrape")
        [state] = request_json(prometheus.url + "/api/v1/targets")["data"][
            "activeTargets"
        ]
        self.assertEqual(state["lastError"], "")
        page = self.running_exporter.scrape().text
        samples = len(re.findall(r"^[a-z]", page, re.MULTILINE))
        self.assertEqual(prometheus.value("scrape_samples_scraped"), samples)
        self.assertEqual(
            prometheus.value("scrape_samples_post_metric_relabeling"), samples
        )
        self.assertEqual(
            prometheus.value(
                'pitel_active_calls{target="t1",tenant="tp.tel4vn.com",'
                'server="203.205.6.79",direction="outbound",state="oncall"}'
            ),
            1,
        )
        self.assertEqual(
            prometheus.value(
                'pitel_api_request_duration_seconds_bucket{operation="monitor",'
                'le="30.0"}'
            ),
            1,
        )

    def test_reads_openmetrics(self):
        self.expect_read(self.running_exporter.url.removeprefix("http://"))

    def test_reads_text(self):
        handler = type(
            "Handler", (TextOnly,), {"exporter_url": self.running_exporter.url}
        )
        proxy = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        thread = threading.Thread(target=proxy.serve_forever)
        thread.start()
        self.addCleanup(proxy.server_close)
        self.addCleanup(thread.join)
        self.addCleanup(proxy.shutdown)
        self.expect_read(f"127.0.0.1:{proxy.server_port}")


if __name__ == "__main__":
    unittest.main()
