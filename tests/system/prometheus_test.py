"""A real Prometheus scrapes the exporter, in either format."""

import json
import threading
import unittest
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import quote

from harness import (
    ONE_POLL,
    PROMETHEUS,
    SystemTest,
    request,
    request_json,
    target,
    wait_until,
)
from rows import SAMPLE_ROW, ringing_row
from scripted_api import rows_response

COUNTS_OF_SAMPLES = (
    "scrape_samples_scraped",
    "scrape_samples_post_metric_relabeling",
)

# Gauges, a counter and a histogram that do not change after the only poll.
COMPARED = (
    "pitel_active_calls",
    "pitel_ringing_callers",
    "pitel_api_requests_total",
    "pitel_api_request_duration_seconds_bucket",
    "pitel_api_request_duration_seconds_sum",
)


def static(url):
    return {"targets": [url.removeprefix("http://")]}


def own_labels(metric):
    """The sorted labels of a series, without those that Prometheus added."""
    added = ("__name__", "job", "instance")
    return tuple(
        sorted(pair for pair in metric.items() if pair[0] not in added)
    )


class FormatProxy:
    """Passes scrapes on without their Accept, which gives the text format.

    Prometheus before version 3 always prefers OpenMetrics.
    """

    def __init__(self, upstream):
        self.content_types = set()
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                response = request(upstream + self.path)
                proxy.content_types.add(response.headers["Content-Type"])
                self.send_response(response.status)
                self.send_header(
                    "Content-Type", response.headers["Content-Type"]
                )
                self.end_headers()
                self.wfile.write(response.body)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(
            target=self._server.serve_forever, args=(0.05,), daemon=True
        ).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


class PrometheusTest(SystemTest):
    def prometheus(self, *jobs):
        """A Prometheus that scrapes each second; its own URL."""
        folder = self.folder()
        config = {
            "global": {"scrape_interval": "1s", "scrape_timeout": "1s"},
            "scrape_configs": jobs,
        }
        (folder / "prometheus.yml").write_text(json.dumps(config))
        program = self.program(
            PROMETHEUS,
            f"--config.file={folder}/prometheus.yml",
            f"--storage.tsdb.path={folder}/data",
            "--web.listen-address=127.0.0.1:0",
        )
        address = program.find(
            r'msg="Listening on" address=(\S+)', lambda: program.stderr
        )[1]
        url = f"http://{address}"
        wait_until(
            lambda: request(f"{url}/-/ready").status == 200,
            "Prometheus is ready",
        )
        return url

    def query(self, prometheus, expression):
        """{labels: value} of an instant vector."""
        response = request_json(
            f"{prometheus}/api/v1/query?query={quote(expression)}"
        )
        self.assertEqual(response["status"], "success", response)
        return {
            own_labels(one["metric"]): float(one["value"][1])
            for one in response["data"]["result"]
        }


class Scrapes(PrometheusTest):
    def setUp(self):
        rows = [SAMPLE_ROW] + [ringing_row(n, f"id-{n}") for n in (201, 202)]
        self.server = self.exporter(
            [target("t1", self.api(rows_response(rows)).url)],
            poll={"interval": ONE_POLL},
        ).wait_ready()

    def assert_scrapes_all(self, url):
        prometheus = self.prometheus(
            {"job_name": "pitel", "static_configs": [static(url)]}
        )
        self.wait_until_scraped(prometheus)
        page = self.server.scrape()
        for name in COUNTS_OF_SAMPLES:
            self.assertEqual(
                self.query(prometheus, name), {(): len(page.series)}
            )
        for name in COMPARED:
            shown = {
                labels: value
                for (_, labels), value in page.select(name).items()
            }
            self.assertNotEqual(shown, {})
            self.assertEqual(self.query(prometheus, name), shown)
        self.assert_no_scrape_error(prometheus)

    def wait_until_scraped(self, prometheus):
        wait_until(lambda: self.query(prometheus, "up") == {(): 1}, "up is 1")

    def assert_no_scrape_error(self, prometheus):
        (scraped,) = request_json(f"{prometheus}/api/v1/targets")["data"][
            "activeTargets"
        ]
        self.assertEqual((scraped["health"], scraped["lastError"]), ("up", ""))

    def test_openmetrics(self):
        self.assert_scrapes_all(self.server.url)

    def test_text(self):
        proxy = FormatProxy(self.server.url)
        self.addCleanup(proxy.close)
        self.assert_scrapes_all(proxy.url)
        self.assertEqual(
            proxy.content_types, {"text/plain; version=0.0.4; charset=utf-8"}
        )


class ScrapesParts(PrometheusTest):
    """One scrape per target, which the exporter lists itself."""

    def setUp(self):
        api = self.api(rows_response([SAMPLE_ROW]))
        self.server = self.exporter(
            [target(name, api.url) for name in ("t1", "t2", "t 3")],
            poll={"interval": ONE_POLL},
        ).wait_ready()

    def test_as_the_documentation_says(self):
        prometheus = self.prometheus(
            {
                "job_name": "pitel",
                "honor_labels": True,
                "http_sd_configs": [{"url": self.server.url + "/sd"}],
                "relabel_configs": [
                    {
                        "source_labels": ["__param_target"],
                        "target_label": "target",
                    }
                ],
            },
            {
                "job_name": "pitel_exporter",
                "params": {"target": [""]},
                "static_configs": [
                    {**static(self.server.url), "labels": {"job": "pitel"}}
                ],
            },
        )
        targets = [(("target", name),) for name in ("t 3", "t1", "t2")]
        everything = dict.fromkeys([(), *targets], 1.0)
        wait_until(
            lambda: self.query(prometheus, "up") == everything, "4 are up"
        )
        self.assert_series_are_scraped_once(prometheus)
        for name in ("pitel_up", "pitel_active_calls"):
            count = f"count by (target) ({name})"
            self.assertEqual(
                list(self.query(prometheus, count)), targets, name
            )
        self.assertEqual(
            self.query(prometheus, "count(process_open_fds)"), {(): 1}
        )

    def assert_series_are_scraped_once(self, prometheus):
        scraped = self.query(prometheus, "sum(scrape_samples_scraped)")
        self.assertEqual(scraped, {(): len(self.server.scrape().series)})


if __name__ == "__main__":
    unittest.main()
