"""The manual pages and completions that deploy/manual writes."""

import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXPORTER = os.environ["PITEL_EXPORTER"]
# What bash offers for the words of a command line, the last one unfinished.
COMPLETE = """
. "$1"; shift
compopt() { :; }
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_pitel_exporter
printf '%s\\n' "${COMPREPLY[@]}"
"""


class Manual(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="pitel_manual_")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name)
        subprocess.run(
            [sys.executable, "-B", ROOT / "deploy/manual", EXPORTER, folder.name],
            check=True,
        )
        help_text = subprocess.run(
            [EXPORTER, "--help"], capture_output=True, text=True, check=True
        ).stdout
        cls.flags = re.findall(r"^ .*?(--[a-z.-]+)", help_text, re.MULTILINE)

    def page(self, name):
        return (self.folder / name).read_text().replace("\\-", "-")

    def complete(self, *words):
        return subprocess.run(
            ["bash", "-c", COMPLETE, "bash", self.folder / "pitel_exporter.bash",
             "pitel_exporter", *words],
            capture_output=True, text=True, check=True,
        ).stdout.split()

    def test_describes_every_flag(self):
        self.assertIn("--config.file", self.flags)
        page = self.page("pitel_exporter.1")
        for flag in self.flags:
            with self.subTest(flag):
                self.assertIn(f"\\fB{flag}\\fR", page)
        self.assertIn(
            "\\fB--log.level\\fR=\\fILEVEL\\fR\n"
            "debug, info, warn or error (default info).\n",
            page,
        )
        self.assertIn(
            "Cannot be combined with --web.listen-address.\n", page
        )

    def test_describes_every_key(self):
        page = self.page("pitel_exporter.yml.5")
        example = (ROOT / "config/pitel_exporter.yml").read_text()
        keys = re.findall(r"^ *(?:- )?(\w+:.*)$", example, re.MULTILINE)
        self.assertGreater(len(keys), 40)
        for key in [*keys, "api_key: aaaaaaaa-bbbb-cccc-dddd-eeeeeeee"]:
            with self.subTest(key):
                self.assertIn(f"\\fB{key}\\fR\n", page)
        self.assertIn(
            "\\fBinterval: 10s\\fR\n"
            "Time between two polls, independent of Prometheus\\(aq scrape "
            "interval.\n",
            page,
        )

    def test_completes_flags(self):
        self.assertEqual(set(self.complete("--")), set(self.flags))
        self.assertEqual(self.complete("--on"), ["--once"])

    def test_completes_words_and_files(self):
        levels = ["debug", "info", "warn", "error"]
        for words in (["--log.level", ""], ["--log.level", "="]):
            self.assertEqual(self.complete(*words), levels)
        self.assertEqual(self.complete("--log.level", "=", "de"), ["debug"])
        beginning = str(self.folder / "pitel_exporter.b")
        self.assertEqual(
            self.complete("--config.file", "=", beginning),
            [f"{beginning}ash"],
        )
        self.assertEqual(self.complete("--shard", ""), [])

    def test_completes_in_other_shells(self):
        zsh = self.page("_pitel_exporter")
        fish = self.page("pitel_exporter.fish")
        for flag in self.flags:
            with self.subTest(flag):
                self.assertRegex(zsh, rf"\){re.escape(flag)}=?\[")
                self.assertIn(f" -l {flag.lstrip('-')} ", fish)


if __name__ == "__main__":
    unittest.main()
