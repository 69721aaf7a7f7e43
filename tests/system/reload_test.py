"""The configuration is replaced while the exporter runs, by SIGHUP or POST."""

import json
import os
import signal
import socket
import threading
import unittest
from pathlib import Path

from harness import (
    ONE_POLL,
    Program,
    SystemTest,
    config_text,
    request_json,
    target,
    wait_until,
)
from metrics_page import MetricsPage
from prometheus_test import PrometheusTest, static
from rows import SAMPLE_ROW, TENANT, queue_row, ringing_row
from scripted_api import (
    API_KEY,
    SILENCE,
    Response,
    json_response,
    rows_response,
)
from shards_test import shard_of

SUCCESSFUL = "pitel_exporter_config_last_reload_successful"
LOADED = "pitel_exporter_config_last_reload_success_timestamp_seconds"
FAST = {"interval": "500ms"}
ONCE = {"interval": ONE_POLL}
STARTED = "pitel_calls_started_total"


class ReloadTest(SystemTest):
    def start(self, targets, *flags, poll=ONCE, **sections):
        return self.exporter(
            targets, "--web.enable-lifecycle", *flags, poll=poll, **sections
        ).wait_ready()

    def write(self, exporter, text):
        folder = exporter.stderr_file.parent
        (folder / "pitel_exporter.yml").write_text(text)

    def reload(self, exporter, targets, poll=ONCE, **sections):
        """Puts another configuration into force."""
        self.write(exporter, config_text(targets, poll=poll, **sections))
        response = exporter.get("/-/reload", "POST")
        self.assertEqual((response.status, response.body.decode()), RELOADED)

    def names(self, exporter):
        groups = json.loads(exporter.get("/sd").body)
        return [group["labels"]["__param_target"] for group in groups]

    def wait_for_names(self, exporter, names):
        wait_until(
            lambda: self.names(exporter) == names, f"the targets {names}"
        )


RELOADED = (200, "Configuration reloaded\n")


class Requests(ReloadTest):
    def setUp(self):
        self.targets = [target("t1", self.api().url)]

    def test_reload_only_if_that_is_enabled(self):
        exporter = self.exporter(self.targets, poll=ONCE).wait_ready()
        for method in ("POST", "PUT"):
            response = exporter.get("/-/reload", method)
            self.assertEqual(response.status, 403)
            self.assertIn(b"--web.enable-lifecycle", response.body)
        exporter.process.send_signal(signal.SIGHUP)
        exporter.find('msg="configuration reloaded"', lambda: exporter.stderr)

    def test_reload_by_post_and_put_alone(self):
        exporter = self.start(self.targets)
        for method in ("POST", "PUT"):
            response = exporter.get("/-/reload", method)
            self.assertEqual(
                (response.status, response.body.decode()), RELOADED
            )
        for method in ("GET", "HEAD", "DELETE"):
            response = exporter.get("/-/reload", method)
            self.assertEqual(response.status, 405)
            self.assertEqual(response.headers["Allow"], "POST, PUT")
        self.assertEqual(
            exporter.stderr.count(
                'msg="configuration reloaded" targets=1 added=0 changed=0 '
                "removed=0"
            ),
            2,
        )

    def test_may_come_at_once(self):
        exporter = self.start(self.targets)
        statuses = []

        def reload():
            statuses.append(exporter.get("/-/reload", "POST").status)

        threads = [threading.Thread(target=reload) for _ in range(30)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(statuses, [200] * 30)
        self.assertEqual(exporter.get("/-/healthy").status, 200)

    def test_go_on_if_the_client_leaves(self):
        exporter = self.start(self.targets)
        self.write(
            exporter,
            config_text([*self.targets, target("t2", self.targets[0]["url"])]),
        )
        host, port = exporter.url.removeprefix("http://").split(":")
        self.leave_after_request(host, int(port))
        self.wait_for_names(exporter, ["t1", "t2"])

    def leave_after_request(self, host, port):
        with socket.create_connection((host, port)) as client:
            client.sendall(b"POST /-/reload HTTP/1.1\r\nHost: x\r\n\r\n")


class Hangups(ReloadTest):
    def test_reload(self):
        api = self.api()
        exporter = self.start([target("t1", api.url)])
        before = exporter.scrape().value(LOADED)
        self.write(exporter, config_text([target("t2", api.url)]))
        exporter.process.send_signal(signal.SIGHUP)
        self.wait_for_names(exporter, ["t2"])
        page = exporter.wait_for(
            lambda page: page.value(LOADED) > before, "a later success"
        )
        self.assertEqual(page.value(SUCCESSFUL), 1)
        self.assertIn('name: "t2"', exporter.get("/config").body.decode())
        exporter.find("added=1 changed=0 removed=1", lambda: exporter.stderr)

    def test_during_the_start_are_not_lost(self):
        folder = self.folder()
        (folder / "pitel_exporter.yml").write_text(
            config_text([target("t1", self.api().url)])
        )
        fifo = folder / "fifo"
        os.mkfifo(fifo)
        program = self.running(
            Program(
                [
                    # Waits, with the signal blocked, until the fifo is read.
                    *("env", "--block-signal=HUP", "sh", "-c"),
                    f'read line < {fifo}; exec "$@"',
                    "sh",
                    os.environ["PITEL_EXPORTER"],
                    f"--config.file={folder}/pitel_exporter.yml",
                    "--web.listen-address=127.0.0.1:0",
                ],
                folder,
            )
        )
        with open(fifo, "w") as writer:  # waits for the reader
            program.process.send_signal(signal.SIGHUP)
            writer.write("go\n")
        program.find('msg="configuration reloaded"', lambda: program.stderr)
        self.assertEqual(program.stderr.count("configuration reloaded"), 1)


class Refusals(ReloadTest):
    def setUp(self):
        self.api_host = self.api(rows_response([SAMPLE_ROW]))
        self.exporter_ = self.start([target("t1", self.api_host.url)])
        self.shown = self.exporter_.get("/config").body
        self.loaded = self.exporter_.scrape().value(LOADED)

    def assert_refused(self, text, *reasons):
        """Nothing has changed, but metrics and the log tell of it."""
        self.write(self.exporter_, text)
        requests = len(self.api_host.requests)
        response = self.exporter_.get("/-/reload", "POST")
        self.assertEqual(response.status, 500)
        body = response.body.decode()
        first, *lines = body.splitlines()
        self.assertEqual(first, "Configuration not reloaded:")
        self.assertEqual(len(lines), len(reasons), body)
        for reason, line in zip(reasons, lines):
            self.assertRegex(line, reason)
        page = self.exporter_.wait_for(
            lambda page: page.value(SUCCESSFUL) == 0, "the metric is 0"
        )
        self.assertEqual(page.value(LOADED), self.loaded)
        self.assertEqual(self.exporter_.get("/config").body, self.shown)
        self.assertEqual(self.names(self.exporter_), ["t1"])
        self.assertEqual(page.value("pitel_up", target="t1"), 1)
        self.assertEqual(len(self.api_host.requests), requests)
        for line in lines:
            self.exporter_.find(
                'level=error msg="configuration not reloaded" reason',
                lambda: self.exporter_.stderr,
            )
        for shown in (body, self.exporter_.stderr):
            self.assertNotIn(API_KEY, shown)

    def tearDown(self):
        self.reload(self.exporter_, [target("t1", self.api_host.url)])
        self.exporter_.wait_for(
            lambda page: page.value(SUCCESSFUL) == 1
            and page.value(LOADED) > self.loaded,
            "the metric is 1 again",
        )

    def test_of_mistakes_list_them_all(self):
        self.assert_refused(
            "targets:\n"
            f"  - {{name: t1, url: ftp://x, api_key: {API_KEY}}}\n"
            "  - {name: t2, url: https://x}\n"
            "unknown: 1\n",
            r"pitel_exporter\.yml:2:\d+: ",
            r"pitel_exporter\.yml:3:\d+: ",
            r"pitel_exporter\.yml:4:1: ",
        )

    def test_of_what_is_not_yaml(self):
        self.assert_refused("targets: [\n", r"pitel_exporter\.yml:\d+:\d+: ")

    def test_of_a_missing_secret_file(self):
        nowhere = {"name": "t2", "url": "https://x.example.com"}
        self.assert_refused(
            config_text(
                [
                    target("t1", self.api_host.url + "/other"),
                    nowhere | {"api_key_file": "/nowhere/key"},
                ]
            ),
            r"^/\.\.\.: cannot be read: .*\(`api_key_file` of target t2\)",
        )

    def test_of_a_missing_file(self):
        (self.exporter_.stderr_file.parent / "pitel_exporter.yml").unlink()
        response = self.exporter_.get("/-/reload", "POST")
        self.assertEqual(response.status, 500)
        self.assertIn(b"pitel_exporter.yml", response.body)


class Targets(ReloadTest):
    def setUp(self):
        self.apis = [self.api(rows_response([SAMPLE_ROW])) for _ in range(3)]

    def target(self, number, **keys):
        url = self.apis[number - 1].url
        return target(f"t{number}", **{"url": url} | keys)

    def test_come_and_go_without_touching_the_others(self):
        exporter = self.start([self.target(1), self.target(2)])
        asked = len(self.apis[0].requests)
        before = exporter.scrape().select("pitel_active_calls", target="t1")
        self.reload(exporter, [self.target(1), self.target(3)])
        page = exporter.wait_for(
            lambda page: page.value("pitel_up", target="t3") == 1, "t3 is up"
        )
        self.assertEqual(self.names(exporter), ["t1", "t3"])
        self.assertNotIn('"t2"', page.text)
        self.assertEqual(
            page.select("pitel_active_calls", target="t1"), before
        )
        self.assertEqual(len(self.apis[0].requests), asked)
        self.assertEqual(exporter.get("/-/ready").status, 200)

    def test_are_shown_as_soon_as_the_reload_is_over(self):
        url = self.api().url
        exporter = self.start([target("t1", url)])
        for name in ("t2", "t3", "t4", "t5"):
            self.reload(exporter, [target(name, url)])
            self.assertEqual(self.names(exporter), [name])
        self.write(exporter, "{")
        self.assertEqual(exporter.get("/-/reload", "POST").status, 500)
        self.assertEqual(exporter.scrape().value(SUCCESSFUL), 0)

    def test_with_another_name_are_new(self):
        exporter = self.start([self.target(1)])
        self.reload(exporter, [target("other", self.apis[0].url)])
        page = exporter.wait_for(
            lambda page: page.value("pitel_up", target="other") == 1, "up"
        )
        self.assertEqual(page.requests("other", "monitor"), 1)
        self.assertEqual(self.names(exporter), ["other"])

    def changed(self, before, after):
        """A page after `before` was polled, and one after `after` was too."""
        exporter = self.start([before], poll=FAST)
        row = ringing_row("101", "call-1")
        self.apis[0].monitor = rows_response([SAMPLE_ROW, row])
        self.apis[1].monitor = rows_response([SAMPLE_ROW, row])
        exporter.wait_for(lambda page: page.total(STARTED) == 1, "a call")
        old = exporter.scrape()
        self.reload(exporter, [after], poll=FAST)
        page = exporter.wait_for(
            lambda page: page.requests("t1", "monitor")
            > old.requests("t1", "monitor") + 2,
            "three more polls",
        )
        self.assertEqual(page.value("pitel_up", target="t1"), 1)
        self.assertEqual(page.total(STARTED), 1, "the call is known")
        self.assertEqual(page.total("pitel_calls_unanswered_total"), 0)
        for series, value in old.series.items():
            if series[0].endswith(("_total", "_bucket", "_count", "_sum")):
                self.assertGreaterEqual(page.series[series], value, series)
        return exporter

    def test_may_move_to_another_url(self):
        self.changed(
            self.target(1), self.target(1, url=self.apis[1].url)
        )
        self.assertNotEqual(self.apis[1].monitor_requests(), [])
        asked = len(self.apis[0].requests)
        wait_until(
            lambda: len(self.apis[1].monitor_requests()) > 4, "more polls"
        )
        self.assertEqual(len(self.apis[0].requests), asked)

    def test_may_get_another_credential(self):
        key = "22222222-aaaa-bbbb-cccc-5ec2e75ec2e7"
        exporter = self.changed(self.target(1), self.target(1, api_key=key))
        bodies = [one.body.decode() for one in self.apis[0].token_requests()]
        self.assertEqual(len(bodies), 2)
        self.assertIn(key, bodies[1])
        shown = exporter.get("/config").body.decode() + exporter.stderr
        self.assertNotIn(key, shown)

    def test_may_get_another_interval(self):
        exporter = self.start([self.target(1)])
        self.reload(exporter, [self.target(1)], poll=FAST)
        page = exporter.wait_for(
            lambda page: page.requests("t1", "monitor") >= 3, "more polls"
        )
        self.assertEqual(
            page.value("pitel_poll_interval_seconds", target="t1"), 0.5
        )
        self.assertEqual(
            page.value("pitel_poll_timeout_seconds", target="t1"), 0.4
        )
        self.assertEqual(len(self.apis[0].token_requests()), 1, "is kept")

    def test_that_was_refused_is_polled_at_once_with_another_credential(self):
        self.apis[0].token = Response(401)
        exporter = self.exporter(
            [self.target(1)], "--web.enable-lifecycle", poll={"interval": "30s"}
        ).wait_ready()
        self.apis[0].token = self.apis[0].fresh_token
        key = "22222222-aaaa-bbbb-cccc-5ec2e75ec2e7"
        self.reload(
            exporter, [self.target(1, api_key=key)], poll={"interval": "1s"}
        )
        exporter.wait_for(
            lambda page: page.value("pitel_up", target="t1") == 1, "up"
        )

    def test_may_get_and_lose_queues(self):
        self.apis[0].queue = json_response({"data": [queue_row("a")]})
        exporter = self.start([self.target(1)], poll=FAST)
        before = exporter.scrape().requests("t1", "monitor")
        self.reload(
            exporter, [self.target(1)], poll=FAST, queues={"enabled": True}
        )
        exporter.wait_for(
            lambda page: page.total("pitel_queue_waiting_callers") == 1,
            "a caller waits",
        )
        self.reload(exporter, [self.target(1)], poll=FAST)
        page = exporter.wait_for(
            lambda page: not any(
                name.startswith("pitel_queue") or ("operation", "queue") in labels
                for name, labels in page.series
            ),
            "no queues",
        )
        self.assertGreater(page.requests("t1", "monitor"), before)
        self.assertEqual(page.value("pitel_up", target="t1"), 1)

    def test_of_other_shards_stay_away(self):
        names = [f"t{number}" for number in range(1, 9)]
        targets = [target(name, self.apis[0].url) for name in names]
        exporter = self.start(targets[:1], "--shard=0/2")
        self.reload(exporter, targets)
        own = [name for name in names if shard_of(name, 2) == 0]
        self.assertNotEqual(own, names)
        self.wait_for_names(exporter, own)

    def test_in_files_are_read_again(self):
        exporter = self.start(
            [self.target(1)], target_files=["targets/*.yml"]
        )
        folder = exporter.stderr_file.parent / "targets"
        folder.mkdir()
        (folder / "more.yml").write_text(json.dumps([self.target(2)]))
        self.assertEqual(exporter.get("/-/reload", "POST").status, 200)
        self.wait_for_names(exporter, ["t1", "t2"])
        (folder / "more.yml").unlink()
        self.assertEqual(exporter.get("/-/reload", "POST").status, 200)
        self.wait_for_names(exporter, ["t1"])


class HangingTargets(ReloadTest):
    def test_do_not_hold_a_reload_and_vanish(self):
        silent = self.api(SILENCE)
        other = self.api(rows_response([SAMPLE_ROW]))
        exporter = self.exporter(
            [target("t1", silent.url)], "--web.enable-lifecycle", poll=ONCE
        )
        wait_until(silent.monitor_requests, "a poll under way")
        # A change waits for the poll, everything else does not.
        self.reload(
            exporter,
            [target("t1", other.url), target("t2", other.url)],
            poll=ONCE,
        )
        exporter.wait_for(
            lambda page: page.value("pitel_up", target="t2") == 1, "t2 is up"
        )
        self.assertIsNone(exporter.scrape().value("pitel_up", target="t1"))
        self.reload(exporter, [target("t2", other.url)])
        exporter.wait_for(lambda page: '"t1"' not in page.text, "t1 is gone")
        self.reload(exporter, [target("t1", other.url)])
        exporter.wait_for(
            lambda page: page.value("pitel_up", target="t1") == 1, "t1 is new"
        )
        self.assert_ends_soon(exporter)


class Tenants(ReloadTest):
    def test_that_are_let_in_are_as_at_a_first_poll(self):
        api = self.api(rows_response([ringing_row("101", "old")]))
        targets = [target("t1", api.url)]
        exporter = self.start(
            targets, poll=FAST, tenants={"exclude": [TENANT]}
        )
        exporter.wait_for(
            lambda page: page.requests("t1", "monitor") >= 2, "two polls"
        )
        self.reload(exporter, targets, poll=FAST)
        exporter.wait_for(
            lambda page: page.total("pitel_ringing_callers") == 1, "a caller"
        )
        api.monitor = rows_response(
            [ringing_row("101", "old"), ringing_row("102", "new", "0900000124")]
        )
        page = exporter.wait_for(
            lambda page: page.total(STARTED) > 0, "a new call"
        )
        self.assertEqual(page.total(STARTED), 1)
        self.reload(
            exporter, targets, poll=FAST, tenants={"exclude": [TENANT]}
        )
        page = exporter.wait_for(
            lambda page: TENANT not in page.text, "the tenant is gone"
        )
        self.assertEqual(page.value("pitel_tracked_calls", target="t1"), 0)


class HundredReloads(ReloadTest, PrometheusTest):
    RELOADS = 100

    def setUp(self):
        self.simulator_ = self.simulator(
            "--rows=100", "--tenants=4", "--flat", "--load=60"
        )
        self.number = 0

    def targets(self):
        """t1 never changes; t2 changes each time, t3 comes and goes."""
        url = self.simulator_.url
        targets = [
            target("t1", url),
            target("t2", url, headers={"X-Number": str(self.number)}),
        ]
        return targets + [target("t3", url)] * (self.number % 2)

    def reload_often(self, exporter, times):
        """Some reloads at once, some polls apart."""
        polled = exporter.scrape().requests("t1", "monitor")
        for _ in range(times):
            self.number += 1
            self.reload(exporter, self.targets(), poll=FAST)
            if self.number % 3 == 0:
                page = exporter.wait_for(
                    lambda page: page.requests("t1", "monitor") > polled,
                    "another poll",
                )
                polled = page.requests("t1", "monitor")

    def settled(self, exporter):
        """Counts of descriptors and threads, once t1 and t2 are up."""
        exporter.wait_for(
            lambda page: page.total("pitel_up") == len(self.targets()), "up"
        )
        process = Path(f"/proc/{exporter.process.pid}")
        return [len(os.listdir(process / name)) for name in ("fd", "task")]

    def memory(self, exporter):
        page = MetricsPage(exporter.get("/metrics").body.decode())
        return page.value("process_resident_memory_bytes")

    def test_lose_nothing(self):
        exporter = self.running_exporter()
        prometheus = self.prometheus(
            {
                "job_name": "pitel",
                "honor_labels": True,
                "static_configs": [static(exporter.url)],
            }
        )
        wait_until(
            lambda: self.query(prometheus, 'pitel_up{target="t1"}'), "scraped"
        )
        self.reload_often(exporter, 20)  # until memory is in use that is kept
        before = self.settled(exporter)
        memory = self.memory(exporter)
        self.reload_often(exporter, self.RELOADS)
        # Polls that overlap need a few more connections and threads, which are
        # kept; a leak would need one more after each reload.
        for now, then in zip(self.settled(exporter), before):
            self.assertLess(now, then + self.RELOADS / 4)
        grown = self.memory(exporter) - memory
        self.assertLess(grown, 16 * 1024 * 1024)
        self.assert_no_sample_lost(prometheus)
        self.assertEqual(
            exporter.stderr.count('msg="configuration reloaded"'),
            20 + self.RELOADS,
        )
        self.assert_ends_soon(exporter)

    def running_exporter(self):
        # Without a quarantine, memory that a sanitizer keeps does not count.
        options = os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1"
        return self.exporter(
            self.targets(),
            "--web.enable-lifecycle",
            launcher=("env", f"ASAN_OPTIONS={options}"),
            poll=FAST,
        ).wait_ready()

    def assert_no_sample_lost(self, prometheus):
        scrapes = self.query(prometheus, "sum_over_time(up[1h])")[()]
        self.assertGreater(scrapes, 10)
        series = self.query(
            prometheus, 'count_over_time(pitel_up{target="t1"}[1h])'
        )
        (up,) = series.values()
        # A scrape may lie between two queries.
        self.assertGreaterEqual(up, scrapes)
        self.assertLessEqual(up, scrapes + 1)
        names = request_json(f"{prometheus}/api/v1/label/__name__/values")
        counters = [
            name
            for name in names["data"]
            if name.startswith("pitel_")
            and name.endswith(("_total", "_bucket", "_count", "_sum"))
        ]
        self.assertIn("pitel_calls_started_total", counters)
        for name in counters:
            resets = self.query(
                prometheus, f'sum(resets({name}{{target=~"t1|t2"}}[1h]))'
            )
            self.assertIn(resets, ({(): 0}, {}), name)  # {}: of the exporter


if __name__ == "__main__":
    unittest.main()
