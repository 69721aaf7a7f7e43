"""Several targets, failing ones among them, and how each failure is counted."""

import unittest

from harness import ONE_POLL, SystemTest, target, wait_until
from rows import SAMPLE_ROW, ringing_row
from scripted_api import Response, SILENCE, json_response, rows_response

# In the body of every failing response, and nowhere else.
PLANTED = "0900000777"


def failing_response(status, **headers):
    return json_response({"error": PLANTED}, status, **headers)


# Faults of the API, by the reason that they count under.
FAILURES = {
    "http_5xx": failing_response(500),
    "http_4xx": failing_response(404),
    "rate_limited": failing_response(429),
    "forbidden": failing_response(403),
    "unauthorized": failing_response(401),
    "redirect": failing_response(302, Location="http://127.0.0.1:1/"),
    "parse": Response(body=b"<html>" + PLANTED.encode()),
    "schema": json_response({"data": {"number": PLANTED}, "total": 1}),
    "truncated": Response(body=b'{"data": [', missing=100),
    "timeout": SILENCE,
}


class Neighbours(SystemTest):
    def test_a_silent_target_does_not_delay_another(self):
        live, silent = self.api(rows_response([SAMPLE_ROW])), self.api(SILENCE)
        exporter = self.exporter(
            [  # polled spread over the interval: by name, the first at once
                target("a silent one", silent.url, interval="1h", timeout="1h"),
                target("live", live.url, interval="500ms"),
            ]
        )
        wait_until(silent.monitor_requests, "a poll of the silent target")
        before = len(live.monitor_requests())
        wait_until(
            lambda: len(live.monitor_requests()) >= before + 8,
            "eight polls of the live target",
        )
        self.assertEqual(len(silent.monitor_requests()), 1)
        page = exporter.scrape()
        self.assertIsNone(page.value("pitel_up", target="a silent one"))
        self.assertEqual(exporter.get("/-/ready").status, 503)
        self.assert_shows_the_sample(page, "live")

    def test_a_dead_target_does_not_disturb_another(self):
        live = self.api(rows_response([SAMPLE_ROW]))
        dead = self.api(listening=False)
        exporter = self.exporter(
            [
                target("live", live.url, interval="1s", timeout="1s"),
                target("dead", dead.url, interval="1s", timeout="1s"),
            ]
        )
        page = exporter.wait_for(
            lambda page: page.requests("live", "monitor") >= 5
            and page.value("pitel_up", target="dead") == 0,
            "five polls of the live target, and a failed one of the other",
        )
        self.assert_shows_the_sample(page, "live")
        self.assertEqual(page.call_gauges(target="dead"), {})
        self.assertEqual(page.requests("dead", "monitor"), 0)
        self.assert_lints(page.text)

    def test_a_target_that_appears_is_whole_at_its_first_successful_poll(self):
        late = self.api(rows_response([SAMPLE_ROW]), listening=False)
        exporter = self.exporter(
            [target("late", late.url, interval="1s", timeout="1s")]
        )
        exporter.wait_for(
            lambda page: page.value("pitel_up") == 0, "a failed poll"
        )
        late.listen()
        page = exporter.wait_for(
            lambda page: page.value("pitel_up") == 1, "a successful poll"
        )
        self.assert_shows_the_sample(page, "late")

    def assert_shows_the_sample(self, page, name):
        self.assertEqual(page.value("pitel_up", target=name), 1)
        self.assertEqual(page.total("pitel_active_calls", target=name), 1)
        self.assertEqual(page.value("pitel_api_rows", target=name), 1)


class FailureReasons(SystemTest):
    """Every kind of failure at once, a target each, in one exporter."""

    def start(self, **keys):
        self.upstreams = {
            reason: self.api(response) for reason, response in FAILURES.items()
        }
        return self.exporter(
            [
                target(reason, api.url, **keys)
                for reason, api in self.upstreams.items()
            ],
            poll={"interval": "2s", "timeout": "2s"},
        )

    def test_each_counts_once_per_failed_poll(self):
        page = self.start().wait_for(
            lambda page: all(
                sum(page.failures(reason).values()) >= 2 for reason in FAILURES
            ),
            "two failed polls of every target",
        )
        for reason in FAILURES:
            with self.subTest(reason):
                self.assert_only_failed_for(page, reason)
        self.assert_lints(page.text)

    def assert_only_failed_for(self, page, reason):
        """A poll sends one request, and one more if its token was refused."""
        per_poll = 2 if reason == "unauthorized" else 1
        failures = page.failures(reason)
        self.assertEqual(list(failures), [("monitor", reason)])
        polls = failures["monitor", reason]
        self.assertEqual(page.value("pitel_up", target=reason), 0)
        self.assertEqual(page.requests(reason, "monitor"), polls * per_poll)
        self.assertEqual(page.call_gauges(target=reason), {})

    def test_none_repeats_text_of_the_response(self):
        exporter = self.start().wait_ready()
        outputs = {
            path: exporter.get(path).body.decode()
            for path in ("/metrics", "/", "/config")
        }
        exporter.end()
        outputs["log"] = exporter.stderr
        for where, output in outputs.items():
            with self.subTest(where):
                self.assertNotIn(PLANTED, output)

    def test_each_is_logged(self):
        exporter = self.start().wait_ready()
        exporter.end()
        failures = [
            line
            for line in exporter.stderr.splitlines()
            if "level=warn" in line
        ]
        for reason in FAILURES:
            with self.subTest(reason):
                logged = [one for one in failures if f"target={reason} " in one]
                self.assertTrue(logged, failures)
                self.assertIn(f"reason={reason}", logged[0])


class OnePoll(SystemTest):
    """The requests and counters of exactly one poll."""

    def poll(self, api):
        return (
            self.exporter(
                [target("t1", api.url)],
                poll={"interval": ONE_POLL, "timeout": "1m"},
            )
            .wait_ready()
            .scrape()
        )

    def test_that_is_unauthorized_renews_the_token_once(self):
        api = self.api(failing_response(401))
        page = self.poll(api)
        self.assertEqual(page.failures("t1"), {("monitor", "unauthorized"): 1})
        self.assertEqual(len(api.monitor_requests()), 2)
        self.assertEqual(len(api.token_requests()), 2)
        self.assertEqual(page.requests("t1", "monitor"), 2)
        self.assertEqual(page.requests("t1", "token"), 2)

    def test_that_succeeds_with_a_fresh_token_counts_no_failure(self):
        def refuse_the_first_token(request):
            if request.headers["Authorization"] == "Bearer t0ken-0001":
                return failing_response(401)
            return rows_response([ringing_row(201, "a call")])

        api = self.api(refuse_the_first_token)
        page = self.poll(api)
        self.assertEqual(page.failures("t1"), {})
        self.assertEqual(page.value("pitel_up"), 1)
        self.assertEqual(page.total("pitel_active_calls"), 1)
        self.assertEqual(page.requests("t1", "monitor"), 2)
        self.assertEqual(page.requests("t1", "token"), 2)

    def test_that_gets_no_token_sends_no_other_request(self):
        for status, reason in ((401, "unauthorized"), (500, "http_5xx")):
            with self.subTest(reason):
                api = self.api(rows_response([]))
                api.token = failing_response(status)
                page = self.poll(api)
                self.assertEqual(page.failures("t1"), {("token", reason): 1})
                self.assertEqual(api.monitor_requests(), [])

    def test_that_is_refused_a_connection_sends_no_request(self):
        page = self.poll(self.api(listening=False))
        self.assertEqual(page.failures("t1"), {("token", "connect"): 1})

    def test_that_is_refused_a_connection_with_a_token_in_hand(self):
        api = self.api(listening=False)
        given = {"name": "t1", "url": api.url, "bearer_token": "t0ken"}
        page = self.exporter([given], poll={"interval": ONE_POLL}).wait_ready()
        self.assertEqual(
            page.scrape().failures("t1"), {("monitor", "connect"): 1}
        )

    def test_that_is_redirected_does_not_follow(self):
        other = self.api(rows_response([]))
        location = other.url + "/v3/monitor"
        api = self.api(failing_response(302, Location=location))
        page = self.poll(api)
        self.assertEqual(page.failures("t1"), {("monitor", "redirect"): 1})
        self.assertEqual(other.requests, [])


if __name__ == "__main__":
    unittest.main()
