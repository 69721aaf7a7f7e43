"""docs/ describes the program as it is.

The tables of docs/metrics.md are made from the page of a running exporter:
UPDATE_GOLDEN=1 writes them anew.
"""

import os
import re
import unittest
from pathlib import Path

from harness import ONE_POLL, SystemTest, config_text, target
from metric_tables import read_families, render_tables
from rows import SAMPLE_ROW, queue_row, ringing_row
from scripted_api import json_response, rows_response

ROOT = Path(__file__).resolve().parents[2]
METRICS = ROOT / "docs/metrics.md"
CONFIGURATION = ROOT / "docs/configuration.md"
DOCTOR = ROOT / "docs/doctor.md"

BEGIN = "<!-- Written by tests/docs/program_test.py with UPDATE_GOLDEN=1. -->\n\n"
END = "<!-- End of what the test writes. -->\n"
TABLES = re.compile(
    f"(?<={re.escape(BEGIN)}).*?(?={re.escape(END)})", re.DOTALL
)


# Of programs and files.
OTHER_NAMES = {"pitel_api_key", "pitel_exporter", "pitel_simulator"}


class Metrics(SystemTest):
    def page(self):
        """The page of an exporter with every family."""
        api = self.api(
            rows_response([SAMPLE_ROW, ringing_row(201, "a call")])
        )
        api.queue = json_response({"data": [queue_row("a call")]})
        return (
            self.exporter(
                [target("t1", api.url)],
                poll={"interval": ONE_POLL},
                queues={"enabled": True},
            )
            .wait_ready()
            .wait_for(lambda page: page.select("pitel_queue_up"), "queues")
        )

    def test_are_those_of_the_page(self):
        tables = render_tables(read_families(self.page().text))
        text = METRICS.read_text()
        if "UPDATE_GOLDEN" in os.environ:
            METRICS.write_text(TABLES.sub(lambda _: tables, text, count=1))
            text = METRICS.read_text()
        self.assertEqual(TABLES.findall(text), [tables])
        self.assertGreater(tables.count("\n| `pitel_"), 35)

    def test_have_no_reason_of_failure_but_those_explained(self):
        reasons = {
            dict(labels)["reason"]
            for _, labels in self.page().select(
                "pitel_api_request_failures_total"
            )
        }
        section = METRICS.read_text().split("### Reasons for failures\n")[1]
        section = section.split("\n#")[0]
        explained = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
        self.assertEqual(
            sorted(re.findall(r"`(\w+)`", " ".join(explained))),
            sorted(reasons),
        )

    def test_that_are_named_anywhere_exist(self):
        page = self.page()
        names = {name for name, _ in page.series}
        names |= {family.name for family in read_families(page.text)}
        for file in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))):
            for name in re.findall(r"\bpitel_\w*[a-z]\b", file.read_text()):
                if name not in OTHER_NAMES:
                    self.assertIn(name, names, file.name)


class Flags(SystemTest):
    def test_are_those_of_the_help_text(self):
        help_text = self.run_exporter("--help").stdout
        flags = set(re.findall(r"(?<![\w-])--[a-z][\w.-]*", help_text))
        listed = re.findall(r"^\| (`--.*?) \|", CONFIGURATION.read_text(), re.M)
        self.assertEqual(
            set(re.findall(r"--[a-z][\w.-]*", " ".join(listed))), flags
        )

    def test_have_the_defaults_of_the_help_text(self):
        help_text = " ".join(self.run_exporter("--help").stdout.split())
        for flag, default in re.findall(
            r"^\| `(--[\w.-]+)` \| `?([^|`]+?)`? \|",
            CONFIGURATION.read_text(),
            re.M,
        ):
            with self.subTest(flag):
                self.assertRegex(
                    help_text,
                    re.escape(flag)
                    + r" (?:(?! --).)*?\(default "
                    + re.escape(default)
                    + r"\)",
                )


class Doctor(SystemTest):
    def labels(self, report, indent):
        """The names of lines and settings, in their order."""
        lines = re.findall(
            rf"^ {{{indent}}}(\S(?:.*?\S)?)  +\S", report, re.MULTILINE
        )
        return lines + re.findall(r"^ +(\S+): \S", report, re.MULTILINE)

    def test_sample_has_the_lines_of_a_report(self):
        api = self.api(rows_response([ringing_row(201, "a call")]))
        file = self.config_file(config_text([target("t1", api.url)]))
        report = self.run_exporter(
            f"--config.file={file}", "--doctor", "--doctor.for=2s"
        ).stdout
        text = DOCTOR.read_text()
        sample = text[text.index("    Target 1") : text.index("| setting |")]
        labels = self.labels(report, 2)
        self.assertGreater(len(labels), 20)
        self.assertEqual(self.labels(sample, 6), labels)


class Tables(unittest.TestCase):
    """Mistakes in the tables that would go unnoticed otherwise."""

    PAGE = (
        "# HELP pitel_up Whether a | b.\n# TYPE pitel_up gauge\n"
        'pitel_up{target="t",a="1"} 1\npitel_up{target="t",b="1"} 1\n'
        "# HELP process_wait_seconds Time.\n"
        "# TYPE process_wait_seconds histogram\n"
        'process_wait_seconds_bucket{le="0.5"} 1\n'
        'process_wait_seconds_bucket{le="5.0"} 1\n'
        'process_wait_seconds_bucket{le="+Inf"} 1\n'
        "process_wait_seconds_sum 1\nprocess_wait_seconds_count 1\n"
    )

    def test_have_every_label_and_bound(self):
        rows = [family.row() for family in read_families(self.PAGE)]
        self.assertEqual(
            rows,
            [
                "| `pitel_up` | gauge | `target`, `a`, `b` | Whether a \\| b. |",
                "| `process_wait_seconds` | histogram with the bounds 0.5 5 "
                "|  | Time. |",
            ],
        )

    def test_refuse_samples_without_help(self):
        with self.assertRaisesRegex(AssertionError, "other has no HELP"):
            read_families(self.PAGE + "other 1\n")


if __name__ == "__main__":
    unittest.main()
