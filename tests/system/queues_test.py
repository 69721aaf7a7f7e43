"""The callers in queues: from the API to the page."""

import unittest

from harness import ONE_POLL, SystemTest, request_json, target
from rows import TENANT, queue_row, ringing_row
from scripted_api import SILENCE, Response, json_response, rows_response

INTERVAL = {"interval": "1s", "timeout": "1s", "max_age": "1h"}
QUEUE = queue_row("")["call_center_queue_uuid"]


class ScriptedQueues(SystemTest):
    def setUp(self):
        self.host = self.api(rows_response([ringing_row(201, "a call")]))

    def start(self, **sections):
        return self.exporter(
            [target("t1", self.host.url)],
            **{"poll": INTERVAL, "queues": {"enabled": True}, **sections},
        ).wait_ready()

    def next_poll(self, exporter):
        """A page of a poll that began after this call."""
        polls = exporter.scrape().requests("t1", "monitor")
        return exporter.wait_for(
            lambda page: page.requests("t1", "monitor") >= polls + 3,
            "three more polls",
        )

    def test_callers_are_counted_by_queue(self):
        exporter = self.start()
        self.host.queue = json_response(
            {"data": [queue_row("a"), queue_row("b", "TRYING", age_seconds=70)]}
        )
        page = exporter.wait_for(
            lambda page: page.total("pitel_queue_joined_total") == 2, "2 joined"
        )
        labels = {"target": "t1", "tenant": TENANT, "queue": QUEUE}
        waiting = page.select("pitel_queue_waiting_callers", **labels)
        self.assertEqual(list(waiting.values()), [2])
        oldest = page.value("pitel_queue_oldest_wait_seconds")
        self.assertGreater(oldest, 69)
        self.assertLess(oldest, 200)
        self.host.queue = json_response(
            {"data": [queue_row("a", "Abandoned", abandoned_time="")]}
        )
        page = exporter.wait_for(
            lambda page: page.total("pitel_queue_abandoned_total") == 1,
            "1 abandoned",
        )
        self.assertEqual(page.value("pitel_queue_up"), 1)
        self.assert_lints(page.text)

    def test_nothing_personal_is_shown(self):
        self.host.queue = json_response(
            {
                "data": [
                    queue_row(
                        "call-canary",
                        call_center_queue_name="name-canary",
                        call_center_agent_uuid="agent-canary",
                        call_center_agent_name="person-canary",
                        mobile="0900-canary",
                    )
                ]
            }
        )
        exporter = self.start()
        self.next_poll(exporter)
        self.host.queue = Response(500, b'{"error": "body-canary"}')
        self.next_poll(exporter)
        for path in ("/metrics", "/", "/config"):
            body = exporter.get(path).body.decode()
            self.assertIn("t1", body)
            self.assertNotIn("canary", body, path)
        self.assertNotIn("canary", exporter.stderr)

    def test_failures_leave_calls_alone(self):
        exporter = self.start()
        failures = {
            "http_5xx": Response(500),
            "parse": Response(200, b"<html>"),
            "schema": json_response({"data": {}}),
            "timeout": SILENCE,
            "truncated": Response(200, b'{"data": [', missing=5),
            "forbidden": Response(403),
        }
        for reason, response in failures.items():
            self.host.queue = response
            page = exporter.wait_for(
                lambda page, reason=reason: page.total(
                    "pitel_api_request_failures_total",
                    operation="queue",
                    reason=reason,
                ),
                reason,
            )
            self.assertEqual(page.value("pitel_queue_up"), 0)
            self.assertEqual(page.value("pitel_up"), 1)
            self.assertEqual(page.value("pitel_ringing_callers"), 1)
            self.assertEqual(
                page.total(
                    "pitel_api_request_failures_total", operation="monitor"
                ),
                0,
            )
        asked = len(self.host.queue_requests())
        self.next_poll(exporter)
        self.assertEqual(
            len(self.host.queue_requests()), asked, "for five minutes"
        )
        self.assertIn(
            "queue: status 403", exporter.get("/").body.decode()
        )

    def test_a_target_can_leave_its_queues_out(self):
        exporter = self.exporter(
            [
                target("on", self.host.url),
                target("off", self.host.url, queues={"enabled": False}),
            ],
            poll={"interval": ONE_POLL},
            queues={"enabled": True, "label": "name"},
        ).wait_ready()
        page = exporter.wait_for(
            lambda page: page.select("pitel_queue_up"), "queues"
        )
        self.assertEqual(
            [dict(labels)["target"] for _, labels in page.select("pitel_queue_up")],
            ["on"],
        )


class SimulatedQueues(SystemTest):
    """A world that moves on between polls only."""

    def setUp(self):
        self.platform = self.simulator(
            "--rows=60", "--tenants=1", "--flat", "--load=12", "--speed=0"
        )
        self.running_exporter = self.exporter(
            [target("t1", self.platform.url)],
            poll=INTERVAL,
            queues={"enabled": True},
        ).wait_ready()

    def queues(self):
        return self.platform.truth()["tenants"][0]["queues"]

    def next_page(self, seconds):
        """The page of a poll after the world has moved on."""
        self.platform.inject(f"advance?seconds={seconds}")
        asked = request_json(self.platform.url + "/requests")["queue"][
            "requests"
        ]
        # The first of these began after the world had moved on.
        return self.running_exporter.wait_for(
            lambda page: page.requests("t1", "queue") > asked, "a poll"
        )

    def test_callers_who_wait_while_no_phone_rings_are_those_of_the_truth(self):
        self.platform.inject("busy?seconds=720")
        self.next_page(120)
        most = 0
        for _ in range(30):
            page = self.next_page(20)
            self.assertEqual(page.total("pitel_ringing_callers"), 0)
            waiting = {
                queue["queue"]: queue["waiting"] for queue in self.queues()
            }
            shown = {
                dict(labels)["queue"]: value
                for (_, labels), value in page.select(
                    "pitel_queue_waiting_callers"
                ).items()
            }
            self.assertEqual(
                {queue: n for queue, n in shown.items() if n},
                {queue: n for queue, n in waiting.items() if n},
            )
            most = max(most, *waiting.values())
        self.assertGreater(most, 2)

    def test_callers_are_counted_as_in_the_truth(self):
        def totals():
            names = ("joined", "answered", "abandoned")
            return {
                name: sum(queue[name] for queue in self.queues())
                for name in names
            }

        before = totals()
        for _ in range(30):
            page = self.next_page(5)
        after = totals()
        shown = {
            name: page.total(f"pitel_queue_{name}_total") for name in after
        }
        self.assertEqual(
            shown["abandoned"], after["abandoned"] - before["abandoned"]
        )
        for name in ("joined", "answered"):
            truth = after[name] - before[name]
            self.assertGreater(truth, 5)
            self.assertLessEqual(shown[name], truth)
            self.assertGreaterEqual(shown[name], truth - 2)


if __name__ == "__main__":
    unittest.main()
