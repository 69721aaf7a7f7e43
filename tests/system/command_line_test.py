"""The command line: runs that end at once, their status and messages."""

import re
import socket
import subprocess
import unittest

from harness import BOUND_SECONDS, EXPORTER, SystemTest, config_text, target
from metrics_page import MetricsPage
from rows import SAMPLE_ROW
from scripted_api import Response, rows_response

ANY_PORT = "--web.listen-address=127.0.0.1:0"

# A valid configuration whose API does not exist.
NOBODY = config_text([target("t1", "http://127.0.0.1:1")])


class CommandLine(SystemTest):
    def test_version_goes_to_stdout(self):
        result = self.run_exporter("--version")
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertRegex(
            result.stdout, r"^pitel_exporter, version \d+\.\d+\.\d+"
        )

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
        file = self.config_file(NOBODY)
        result = self.run_exporter("--config.file", str(file), "--config.check")
        self.assertEqual(result.returncode, 0, result.stderr)


class BrokenStart(SystemTest):
    """Failed starts are reported on stderr with exit status 1."""

    def start(self, file, *flags):
        """Runs it until it ends by itself; returns its message."""
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
                place = re.escape(str(file))
                self.assertRegex(misspelt, rf"^{place}:2:3: .*\binterval\b")
                self.assertRegex(zone, rf"^{place}:7:15: .")
                self.assertNotIn("planted-key", problems)

    def test_broken_yaml(self):
        file = self.config_file("targets: [\n")
        self.assertRegex(
            self.start(file), rf"^{re.escape(str(file))}:\d+:\d+: "
        )

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
                self.assertIn(str(file.parent / "..."), problem)
                self.assertIn("t1", problem)

    def test_address_in_use(self):
        file = self.config_file(NOBODY)
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
    def once(self, *responses, flags=()):
        targets = [
            target(f"t{number}", self.api(response).url)
            for number, response in enumerate(responses, 1)
        ]
        file = self.config_file(config_text(targets))
        return self.run_exporter(f"--config.file={file}", "--once", *flags)

    def test_prints_the_page_of_one_poll(self):
        result = self.once(rows_response([SAMPLE_ROW]), rows_response([]))
        self.assertEqual(result.returncode, 0, result.stderr)
        page = MetricsPage(result.stdout)
        self.assertEqual(page.total("pitel_up"), 2)
        self.assertEqual(page.total("pitel_active_calls", target="t1"), 1)
        for name in ("t1", "t2"):
            self.assertEqual(page.requests(name, "monitor"), 1)
        self.assert_lints(result.stdout)

    def test_exits_with_1_if_a_target_is_not_up(self):
        result = self.once(rows_response([SAMPLE_ROW]), Response(500))
        self.assertEqual(result.returncode, 1, result.stderr)
        page = MetricsPage(result.stdout)
        self.assertEqual(page.value("pitel_up", target="t1"), 1)
        self.assertEqual(page.value("pitel_up", target="t2"), 0)
        self.assert_lints(result.stdout)

    def test_binds_nothing(self):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            result = self.once(
                rows_response([]),
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
                timeout=BOUND_SECONDS,
                check=False,
            )
        self.assertEqual(result.returncode, 1)


if __name__ == "__main__":
    unittest.main()
