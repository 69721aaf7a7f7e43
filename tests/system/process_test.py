"""The process as shells and service managers see it: flags, exits, signals."""

import json
import random
import re
import signal
import socket
import subprocess
import unittest

from harness import (
    EXPORTER,
    ONE_POLL,
    TIME_SCALE,
    SystemTest,
    config_text,
    request,
    target,
    wait_until,
)
from metrics_page import MetricsPage
from rows import SAMPLE_ROW
from scripted_api import SILENCE, Answer, rows_answer

ANY_PORT = "--web.listen-address=127.0.0.1:0"


def own_address():
    """An address of the loopback network that nobody else is likely to use."""
    numbers = (random.randrange(1, 255) for _ in range(3))
    return "127." + ".".join(map(str, numbers)) + f":{random.randrange(2000, 9999)}"


def has_ipv6():
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
            return True
    except OSError:
        return False


class Signals(SystemTest):
    """A stop, asked for while a poll waits for its answer."""

    def assert_ends_at(self, number):
        api = self.api(SILENCE)
        exporter = self.exporter(
            [target("t1", api.url)],
            poll={"interval": ONE_POLL, "timeout": ONE_POLL},
        )
        wait_until(api.monitor_requests, "a poll under way")
        status, seconds = exporter.end(number)
        self.assertEqual(status, 0, exporter.stderr)
        self.assertLess(seconds, 1 * TIME_SCALE)

    def test_sigterm_ends_it_within_a_second(self):
        self.assert_ends_at(signal.SIGTERM)

    def test_sigint_ends_it_within_a_second(self):
        self.assert_ends_at(signal.SIGINT)

    def test_idle_scrapers_do_not_hold_it(self):
        api = self.api()
        exporter = self.exporter([target("t1", api.url)]).wait_ready()
        address = exporter.url.removeprefix("http://").split(":")
        with socket.create_connection((address[0], int(address[1]))) as idle:
            idle.sendall(b"GET /metrics HTTP/1.1\r\n")
            self.assertEqual(exporter.get("/-/healthy").status, 200)
            status, seconds = exporter.end()
        self.assertEqual(status, 0, exporter.stderr)
        self.assertLess(seconds, 1 * TIME_SCALE)


class CommandLine(SystemTest):
    def test_version_goes_to_stdout(self):
        result = self.run_exporter("--version")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertRegex(result.stdout, r"^pitel_exporter, version \d+\.\d+\.\d+")

    def test_help_goes_to_stdout_and_names_the_flags(self):
        result = self.run_exporter("--help")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        for flag in ("config.file", "once", "web.listen-address", "log.level"):
            self.assertIn(f"--{flag}", result.stdout)

    def test_wrong_usage_exits_with_2(self):
        for flags in (
            ["--no.such.flag"],
            ["an argument"],
            ["--log.level=loud"],
            ["--log.format=xml"],
            ["--web.listen-address=nowhere"],
            ["--web.max-requests=-1"],
            ["--config.file"],
        ):
            with self.subTest(flags):
                result = self.run_exporter(*flags)
                self.assertEqual(result.returncode, 2, result.stderr)
                self.assertEqual(result.stdout, "")
                self.assertNotEqual(result.stderr, "")

    def test_values_may_be_words_of_their_own(self):
        file = self.config_file(config_text([target("t1", "http://127.0.0.1:1")]))
        result = self.run_exporter("--config.file", str(file), "--config.check")
        self.assertEqual(result.returncode, 0, result.stderr)


class BrokenStart(SystemTest):
    """Whatever keeps it from starting is said on stderr; exit status 1."""

    def start(self, file, *flags):
        """It must end by itself; what it says then."""
        result = self.run_exporter(f"--config.file={file}", ANY_PORT, *flags)
        self.assertEqual(result.returncode, 1, result.stderr)
        self.assertEqual(result.stdout, "")
        return result.stderr

    def test_missing_configuration(self):
        missing = self.folder() / "missing.yml"
        self.assertIn(str(missing), self.start(missing))

    def test_every_mistake_with_its_place_and_a_suggestion(self):
        file = self.config_file(
            "poll:\n"
            "  intervall: 5s\n"
            "targets:\n"
            "  - name: t1\n"
            "    url: https://api.example.com\n"
            "    api_key: planted-key\n"
            "    timezone: Mars/Phobos\n"
        )
        for flags in ([], ["--config.check"], ["--once"]):
            with self.subTest(flags):
                problems = self.start(file, *flags)
                misspelt, zone = problems.splitlines()
                self.assertTrue(misspelt.startswith(f"{file}:2:3: "), misspelt)
                self.assertRegex(misspelt, r"\binterval\b")
                self.assertTrue(zone.startswith(f"{file}:7:15: "), zone)
                self.assertNotIn("planted-key", problems)

    def test_broken_yaml(self):
        file = self.config_file("targets: [\n")
        self.assertRegex(self.start(file), rf"^{re.escape(str(file))}:\d+:\d+: ")

    def test_unreadable_secret_file(self):
        file = self.config_file(
            "targets:\n"
            "  - name: t1\n"
            "    url: http://127.0.0.1:1\n"
            "    api_key_file: missing.key\n"
        )
        for flags in ([], ["--config.check"]):
            with self.subTest(flags):
                problem = self.start(file, *flags)
                self.assertIn(str(file.parent / "missing.key"), problem)
                self.assertIn("target t1", problem)

    def test_address_in_use(self):
        file = self.config_file(config_text([target("t1", "http://127.0.0.1:1")]))
        with socket.create_server(("127.0.0.1", 0)) as taken:
            address = f"127.0.0.1:{taken.getsockname()[1]}"
            said = self.start(file, f"--web.listen-address={address}")
        self.assertIn(address, said)


class Check(SystemTest):
    def test_summarizes_a_valid_configuration_without_asking_the_api(self):
        api = self.api()
        file = self.config_file(config_text([target("hcm", api.url)]))
        result = self.run_exporter(f"--config.file={file}", "--config.check")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertIn("hcm", result.stdout)
        self.assertIn("series", result.stdout)
        self.assertEqual(api.requests, [])


class Once(SystemTest):
    def once(self, *answers, flags=()):
        targets = [
            target(f"t{number}", self.api(answer).url)
            for number, answer in enumerate(answers, 1)
        ]
        file = self.config_file(config_text(targets))
        return self.run_exporter(f"--config.file={file}", "--once", *flags)

    def test_prints_the_page_of_one_poll(self):
        result = self.once(rows_answer([SAMPLE_ROW]), rows_answer([]))
        self.assertEqual(result.returncode, 0, result.stderr)
        page = MetricsPage(result.stdout)
        self.assertEqual(page.total("pitel_up"), 2)
        self.assertEqual(page.total("pitel_active_calls", target="t1"), 1)
        for name in ("t1", "t2"):
            self.assertEqual(page.requests(name, "monitor"), 1)
        self.assert_lints(result.stdout)

    def test_exits_with_1_if_a_target_is_not_up(self):
        result = self.once(rows_answer([SAMPLE_ROW]), Answer(500))
        self.assertEqual(result.returncode, 1, result.stderr)
        page = MetricsPage(result.stdout)
        self.assertEqual(page.value("pitel_up", target="t1"), 1)
        self.assertEqual(page.value("pitel_up", target="t2"), 0)
        self.assert_lints(result.stdout)

    def test_binds_nothing(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            result = self.once(
                rows_answer([]),
                flags=[f"--web.listen-address=127.0.0.1:{port}"],
            )
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_cannot_print_to_a_full_disk(self):
        file = self.config_file(config_text([target("t1", self.api().url)]))
        with open("/dev/full", "w") as full:
            result = subprocess.run(
                [EXPORTER, f"--config.file={file}", "--once"],
                stdout=full,
                stderr=subprocess.DEVNULL,
                check=False,
            )
        self.assertEqual(result.returncode, 1)


class Addresses(SystemTest):
    def test_may_be_several(self):
        second = own_address()
        flags = [f"--web.listen-address={second}"]
        if has_ipv6():
            flags.append("--web.listen-address=[::1]:0")
        exporter = self.exporter([target("t1", self.api().url)], *flags)
        exporter.wait_ready()
        addresses = re.findall(r"msg=listening address=(\S+)", exporter.stderr)
        self.assertEqual(len(addresses), 1 + len(flags))
        self.assertIn(second, addresses)
        pages = [request(f"http://{one}/metrics") for one in addresses]
        self.assertEqual([page.status for page in pages], [200] * len(addresses))

    def test_may_serve_the_metrics_elsewhere(self):
        exporter = self.exporter(
            [target("t1", self.api().url)], "--web.telemetry-path=/numbers"
        ).wait_ready()
        self.assertEqual(exporter.get("/numbers").status, 200)
        self.assertEqual(exporter.get("/metrics").status, 404)


class Log(SystemTest):
    def test_is_json_if_asked_for(self):
        api = self.api(Answer(500, b'{"error": "a \\"quoted\\" word"}'))
        exporter = self.exporter([target("t1", api.url)], "--log.format=json")
        exporter.wait_ready().end()
        lines = [json.loads(line) for line in exporter.stderr.splitlines()]
        self.assertLessEqual(
            {"starting", "listening", "stopping"}, {one["msg"] for one in lines}
        )
        for line in lines:
            self.assertLessEqual({"ts", "level", "msg"}, set(line))

    def test_may_go_nowhere(self):
        for redirection in ("2>&-", "2>/dev/full"):
            with self.subTest(redirection):
                self.assert_serves_with(redirection)

    def assert_serves_with(self, redirection):
        """Polls go on, and it stops as asked."""
        api = self.api(rows_answer([SAMPLE_ROW]))
        file = self.config_file(
            config_text([target("t1", api.url)], poll={"interval": "500ms"})
        )
        address = own_address()
        program = self.program(
            "sh",
            "-c",
            f'exec "$@" {redirection}',
            "sh",
            EXPORTER,
            f"--config.file={file}",
            f"--web.listen-address={address}",
            "--log.level=debug",
        )
        wait_until(lambda: len(api.monitor_requests()) >= 3, "three polls")
        page = MetricsPage(request(f"http://{address}/metrics").body.decode())
        self.assertEqual(page.total("pitel_active_calls"), 1)
        status, _ = program.end()
        self.assertEqual(status, 0)


if __name__ == "__main__":
    unittest.main()
