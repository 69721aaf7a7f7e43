"""--doctor and --record, against scripted and simulated APIs."""

import json
import os
import pty
import re
import signal
import stat
import subprocess
import unittest
from datetime import datetime, timedelta, timezone

from harness import (
    BOUND_SECONDS,
    EXPORTER,
    TIME_SCALE,
    SystemTest,
    config_text,
    request_json,
    target,
    wait_until,
)
from rows import local_time, ringing_row
from scripted_api import (
    API_KEY,
    SILENCE,
    Response,
    json_response,
    rows_response,
)

FIELDS = (
    "agent_name b_cid_num call_id call_state call_time cid_num destination "
    "direction domain_name domain_uuid extension extension_uuid first_name "
    "last_name middle_name network_ip server_host user_agent user_uuid username"
).split()


class DoctorTest(SystemTest):
    def doctor(self, targets, *flags, **sections):
        """A started doctor."""
        file = self.config_file(config_text(targets, **sections))
        return self.program(
            EXPORTER, f"--config.file={file}", "--doctor", *flags
        )

    def ended(self, doctor, status=0, number=signal.SIGINT):
        """Ends the doctor with a signal; returns its report."""
        ended_with, seconds = doctor.end(number)
        self.assertEqual(ended_with, status, doctor.stderr)
        self.assertLess(seconds, 1 * TIME_SCALE)
        return doctor.stdout

    def sections(self, report):
        """The parts of the report by target, white space made single."""
        parts = re.split(r"\nTarget \d+, ", report)[1:]
        return [" ".join(part.split()) for part in parts]

    def settings(self, report):
        """The recommended settings of each target, by their names."""
        parts = re.split(r"\nTarget \d+, ", report)[1:]
        return [
            dict(re.findall(r"^    (\S+): (.*)$", part, re.M)) for part in parts
        ]


def canary_row(number):
    """Texts that must not be shown, in every field and in others."""
    row = {field: f"CANARY{number}-{field}" for field in FIELDS}
    row["CANARY-key"] = "CANARY-value"
    row["nested"] = {"CANARY": ["CANARY"]}
    return row


# Numbers have another shape than words, and are read in other ways.
CANARY_NUMBERS = ("0977418529", "7741852963", "190077418529", "7748520963")


def number_row():
    mobile, account, service, extension = CANARY_NUMBERS
    return {
        "agent_name": account,
        "b_cid_num": f"sip:{service}@203.0.113.77:5060",
        "call_id": account,
        "call_state": "RINGING",
        "call_time": local_time(5),
        "cid_num": f"+84{mobile[1:]}",
        "destination": mobile,
        "direction": account,
        "domain_name": f"{account}.example.com",
        "extension": extension,
        "extension_uuid": mobile,
        "network_ip": "203.0.113.77",
        "server_host": "203.0.113.77",
        "user_agent": f"{account}/1.0",
        "username": mobile,
    }


class Canaries(DoctorTest):
    """Nothing of what an API says about people is shown."""

    def responses(self):
        headers = {
            "X_Canary": "CANARY-header",
            "Server": "CANARY-server",
            "Set_Cookie": "CANARY=1",
        }
        good = json_response(
            {
                "data": [canary_row(1), canary_row(2), number_row(), "CANARY"],
                "total": 7741852963,
                "CANARY": "CANARY",
            },
            **headers,
        )
        yield good
        for status in (400, 403, 404, 429, 500, 302):
            yield json_response(
                {"error": "CANARY", "content": CANARY_NUMBERS[0]},
                status,
                Location="http://canary.example.com/CANARY",
                WWW_Authenticate="Bearer CANARY",
                **headers,
            )
        yield json_response({"status": "fail", "CANARY": "CANARY"}, **headers)
        yield Response(body=b'{"CANARY": CANARY')
        while True:
            yield good

    def assert_clean(self, text):
        self.assertNotRegex(text, "(?i)canary")
        for number in (*CANARY_NUMBERS, "203.0.113.77", API_KEY, "t0ken"):
            self.assertNotIn(number, text)
            self.assertNotIn(number[1:], text)

    def test_are_in_neither_report_nor_recording_nor_progress(self):
        responses = self.responses()
        api = self.api(lambda _: next(responses))
        token = api.fresh_token

        def canary_token(request):
            body = json.loads(token(request).body)
            return json_response({**body, "user_id": "CANARY"})

        api.token = canary_token
        record = self.folder() / "recording"
        doctor = self.doctor(
            [target("canary-target", api.url, monitor_path="/canary?=null")],
            f"--record={record}",
            poll={"interval": "500ms", "timeout": "500ms"},
        )
        wait_until(
            lambda: len(api.monitor_requests()) >= 14, "a poll of each kind"
        )
        report = self.ended(doctor)
        self.assert_clean(report)
        self.assertNotIn(api.url.split("//")[1], report)
        self.assert_clean(doctor.stderr)
        recording = record.read_text()
        self.assert_clean(recording)
        lines = [json.loads(line) for line in recording.splitlines()]
        self.assertGreater(
            {line.get("failure") for line in lines},
            {"forbidden", "http_5xx", "parse", "schema"},
        )
        kept = next(line["body"] for line in lines if "body" in line)
        self.assertEqual(len(kept["data"]), 4)
        self.assertIn("OTHER", {row["call_state"] for row in kept["data"][:3]})
        section = " ".join(report.split())
        self.assertIn("RINGING", section)
        self.assertRegex(section, r"other \d+ \(rows with a call\)")

    def test_are_not_in_the_report_of_a_refused_key(self):
        api = self.api(rows_response([]))
        api.token = json_response(
            {"error": "CANARY"}, 401, WWW_Authenticate="CANARY"
        )
        doctor = self.doctor(
            [target("canary-target", api.url)], poll={"interval": "200ms"}
        )
        wait_until(api.token_requests, "a request")
        doctor.find("30s|polling", lambda: doctor.stderr)
        report = self.ended(doctor, status=1)
        self.assert_clean(report)


class Runs(DoctorTest):
    def test_polls_for_as_long_as_it_is_told(self):
        api = self.api(rows_response([ringing_row(101, "a")]))
        file = self.config_file(
            config_text([target("t1", api.url)], poll={"interval": "1s"})
        )
        result = self.run_exporter(
            f"--config.file={file}", "--doctor", "--doctor.for=2500ms"
        )
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("Target 1, observed for", result.stdout)
        self.assertIn("polling for 2s500ms", result.stderr)
        self.assertGreaterEqual(len(api.monitor_requests()), 2)

    def test_reports_early_at_each_signal(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            with self.subTest(number):
                api = self.api(rows_response([ringing_row(101, "a")]))
                doctor = self.doctor([target("t1", api.url)])
                wait_until(api.queue_requests, "both endpoints")
                report = self.ended(doctor, number=number)
                self.assertIn("1 successful", report)

    def test_reports_while_a_poll_hangs(self):
        silent = self.api(SILENCE)
        doctor = self.doctor([target("t1", silent.url)])
        wait_until(silent.monitor_requests, "a request")
        report = self.ended(doctor, status=1)
        self.assertIn("0 successful", report)

    def test_a_silent_host_does_not_delay_another(self):
        silent = self.api(SILENCE)
        api = self.api(rows_response([]))
        doctor = self.doctor(
            [target("t1", silent.url), target("t2", api.url)],
            poll={"interval": "500ms", "timeout": "500ms"},
        )
        wait_until(
            lambda: len(api.monitor_requests()) >= 5
            and len(silent.monitor_requests()) >= 2,
            "polls of both",
        )
        report = self.ended(doctor, status=1)
        self.assertIn("monitor timeout", self.sections(report)[0])
        self.assertIn("failures none", self.sections(report)[1])

    def test_exits_with_1_if_a_target_never_responded(self):
        doctor = self.doctor(
            [
                target("t1", self.api(rows_response([])).url),
                target("t2", self.api(Response(500)).url),
            ],
            "--doctor.for=2s",
            poll={"interval": "1s", "timeout": "1s"},
        )
        self.assertEqual(doctor.process.wait(BOUND_SECONDS), 1)
        self.assertIn("monitor http_5xx", self.sections(doctor.stdout)[1])

    def test_ends_with_1_if_the_report_cannot_be_written(self):
        api = self.api(rows_response([]))
        file = self.config_file(config_text([target("t1", api.url)]))
        unread, full = os.pipe()
        self.addCleanup(os.close, unread)
        os.set_blocking(full, False)
        with self.assertRaises(BlockingIOError):
            while True:
                os.write(full, b" ")
        os.set_blocking(full, True)
        with subprocess.Popen(
            [EXPORTER, f"--config.file={file}", "--doctor"],
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.DEVNULL,
        ) as doctor:
            os.close(full)
            wait_until(api.monitor_requests, "a poll")
            doctor.send_signal(signal.SIGINT)
            self.assertEqual(doctor.wait(BOUND_SECONDS), 1)

    def test_spreads_the_targets(self):
        first, second = self.api(), self.api()
        doctor = self.doctor([target("t1", first.url), target("t2", second.url)])
        wait_until(first.queue_requests, "both endpoints of the first")
        self.assertEqual(second.requests, [])
        self.ended(doctor, status=1)

    def test_shows_its_progress_in_place_on_a_terminal(self):
        api = self.api(rows_response([]))
        file = self.config_file(
            config_text([target("t1", api.url)], poll={"interval": "1s"})
        )
        terminal, end = pty.openpty()
        self.addCleanup(os.close, terminal)
        with subprocess.Popen(
            [EXPORTER, f"--config.file={file}", "--doctor"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=end,
        ) as doctor:
            os.close(end)
            shown = b""
            while shown.count(b"\r\x1b[K") < 3:
                shown += os.read(terminal, 4096)
            self.assertNotIn(b"\n", shown)
            self.assertIn(b" of 10m; target 1: ", shown)
            doctor.send_signal(signal.SIGINT)
            report = doctor.stdout.read()
            self.assertEqual(doctor.wait(BOUND_SECONDS), 0)
        self.assertIn(b"Target 1, observed for", report)

    def test_finds_the_endpoint_of_queues(self):
        api = self.api()
        api.queue = json_response({"data": [{"status": "Waiting"}] * 3})
        doctor = self.doctor(
            [target("t1", api.url)], poll={"interval": "500ms"}
        )
        wait_until(
            lambda: len(api.monitor_requests()) >= 2, "the end of a poll"
        )
        self.assertEqual(len(api.queue_requests()), 1)
        report = self.ended(doctor)
        self.assertEqual(self.settings(report)[0]["queues.enabled"], "true")
        self.assertIn("rows: median 3, highest 3", self.sections(report)[0])

    def test_wrong_usage_exits_with_2(self):
        for flags in (
            ["--doctor", "--once"],
            ["--doctor", "--config.check"],
            ["--doctor.for=1m"],
            ["--record=file"],
            ["--doctor", "--doctor.for=soon"],
        ):
            with self.subTest(flags):
                result = self.run_exporter(*flags)
                self.assertEqual(result.returncode, 2, result.stderr)
                self.assertEqual(result.stdout, "")

    def test_a_full_disk_is_a_failure(self):
        file = self.config_file(
            config_text([target("t1", self.api(rows_response([])).url)])
        )
        with open("/dev/full", "w") as full:
            result = subprocess.run(
                [
                    EXPORTER,
                    f"--config.file={file}",
                    "--doctor",
                    "--doctor.for=100ms",
                ],
                stdout=full,
                stderr=subprocess.DEVNULL,
                timeout=BOUND_SECONDS,
                check=False,
            )
        self.assertEqual(result.returncode, 1)


class Recording(DoctorTest):
    def test_is_a_new_file_for_its_owner(self):
        api = self.api(rows_response([ringing_row(101, "a")]))
        record = self.folder() / "recording"
        doctor = self.doctor([target("t1", api.url)], f"--record={record}")
        wait_until(
            lambda: record.exists() and record.read_text().count("\n") == 2,
            "a recorded poll",
        )
        self.assertEqual(stat.S_IMODE(record.stat().st_mode), 0o600)
        self.ended(doctor)
        before = record.read_text()
        again = self.doctor([target("t1", api.url)], f"--record={record}")
        self.assertEqual(again.process.wait(BOUND_SECONDS), 1)
        self.assertIn("exists", again.stderr)
        self.assertEqual(record.read_text(), before)

    def test_is_valid_after_the_process_was_killed(self):
        api = self.api(rows_response([ringing_row(101, "a")] * 500))
        record = self.folder() / "recording"
        doctor = self.doctor(
            [target("t1", api.url)],
            f"--record={record}",
            poll={"interval": "500ms", "timeout": "500ms"},
        )
        wait_until(
            lambda: len(api.monitor_requests()) >= 6, "several polls"
        )
        doctor.end(signal.SIGKILL)
        whole, _, _ = record.read_text().rpartition("\n")
        polls = [json.loads(line) for line in whole.splitlines()[1:]]
        self.assertGreater(len(polls), 2)
        for poll in polls:
            self.assertEqual(poll["body"]["total"], 500)

    def test_is_served_by_the_simulator(self):
        platform = self.simulator("--rows=300", "--tenants=4", "--flat")
        record = self.folder() / "recording"
        doctor = self.doctor(
            [target("t1", platform.url)],
            f"--record={record}",
            poll={"interval": "1s"},
        )
        wait_until(
            lambda: record.exists() and record.read_text().count("\n") >= 4,
            "three polls",
        )
        self.ended(doctor)
        polls = [json.loads(x) for x in record.read_text().splitlines()[1:]]
        replay = self.simulator(
            f"--replay={record}", "--replay-pace=request"
        )
        for poll in polls:
            rows = replay.rows()
            self.assertEqual(len(rows), len(poll["body"]["data"]))
            self.assertEqual(
                [row.get("call_id") for row in rows],
                [row.get("call_id") for row in poll["body"]["data"]],
            )
        file = self.config_file(config_text([target("t1", replay.url)]))
        result = self.run_exporter(f"--config.file={file}", "--once")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn('pitel_api_rows{target="t1"} 300', result.stdout)


class Simulated(DoctorTest):
    """The recommendations for simulated hosts of several kinds."""

    WORLD = ("--rows=600", "--tenants=3", "--flat", "--load=30")

    def test_fit_the_host(self):
        hosts = {
            "plain": (),
            "quirky": ("--values=quirky",),
            "no idle rows": ("--no-idle-rows",),
            "zone": ("--utc-offset=9",),
            "switch": ("--switch-rows",),
        }
        platforms = [
            self.simulator(*self.WORLD, *flags) for flags in hosts.values()
        ]
        doctor = self.doctor(
            [
                target(f"t{number}", platform.url)
                for number, platform in enumerate(platforms, 1)
            ],
            poll={"interval": "2s", "timeout": "2s"},
        )

        def all_polled():
            return all(
                request_json(platform.url + "/requests")["monitor"]["requests"]
                >= 12
                for platform in platforms
            )

        wait_until(all_polled, "a dozen polls of each")
        report = self.ended(doctor)
        for host, found in zip(hosts, self.settings(report)):
            with self.subTest(host):
                zone = '"+09:00"' if host == "zone" else '"+07:00"'
                self.assertEqual(
                    found,
                    {
                        "calls.caller_key": "pair",
                        "calls.empty_state": "unknown",
                        "call_time_zone": "stated",
                        "timezone": zone,
                        "poll.interval": "2s",
                        "queues.enabled": "true",
                    },
                    report,
                )
        for host, section in zip(hosts, self.sections(report)):
            with self.subTest(host):
                self.assertEqual(
                    "idle rows none" in section, host == "no idle rows"
                )
                self.assertIn("tenants 3 ", section)
                self.assertIn("queue endpoint 1 list in 1 request", section)


def switch_row(extension, device, call, state, answered=None):
    """A row as the switch's own server code shows it."""
    row = {
        "call_id": f"{call}-{extension}",
        "call_state": state,
        "call_time": answered or "",
        "cid_num": f"09000{call:05}",
        "b_cid_num": str(extension),
        "direction": "inbound" if state else "",
        "domain_name": "one.example.com",
        "extension": str(extension),
        "extension_uuid": f"uuid-{extension}",
        "user_agent": device,
    }
    return row


class SwitchLike(DoctorTest):
    """A host without a state before the answer, with two devices per phone."""

    def response(self, poll):
        """Every other poll, a caller rings two phones; then one answers."""
        call, answered = divmod(poll, 2)
        now = datetime.now(timezone(timedelta(hours=7)))
        rows = []
        for extension in (101, 102):
            if answered and extension == 102:
                continue
            for device in ("Pitel/3.20.5", "MicroSIP/3.21.3"):
                rows.append(
                    switch_row(
                        extension,
                        device,
                        call,
                        "ACTIVE" if answered else "",
                        f"{now:%Y-%m-%d %H:%M:%S}" if answered else None,
                    )
                )
        return rows_response(rows)

    def test_gets_the_settings_that_fit_it(self):
        polls = []

        def respond(request):
            polls.append(request)
            return self.response(len(polls))

        api = self.api(respond)
        api.queue = Response(404)
        doctor = self.doctor(
            [target("t1", api.url)],
            poll={"interval": "250ms", "timeout": "250ms"},
        )
        wait_until(lambda: len(polls) >= 40, "twenty calls")
        report = self.ended(doctor)
        settings = self.settings(report)[0]
        self.assertEqual(settings["calls.caller_key"], "cid_num", report)
        self.assertEqual(settings["calls.empty_state"], "unknown", report)
        section = self.sections(report)[0]
        self.assertIn("one per phone", section)
        self.assertRegex(section, r"stated only from then on for [1-9]")
        self.assertRegex(section, r"duplicate rows [1-9]")


if __name__ == "__main__":
    unittest.main()
