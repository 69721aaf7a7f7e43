"""Relative links in Markdown lead to files and headings that exist."""

import re
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".git", "build", "node_modules"}
CODE = re.compile(
    r"^```.*?^```|^(?: {4}|\t).*?$|`[^`\n]+`", re.MULTILINE | re.DOTALL
)
LINK = re.compile(
    r"\]\(\s*<?([^)>\s]+)>?[^)]*\)|^\[[^]]+\]:\s*(\S+)", re.MULTILINE
)
HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)


def markdown_files(root):
    return [
        file
        for file in sorted(root.rglob("*.md"))
        if not NOT_OURS & set(file.relative_to(root).parts)
    ]


def anchors(text):
    """The anchors that GitHub gives the headings."""
    seen = {}
    found = set()
    text = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    for heading in HEADING.findall(text):
        words = re.sub(r"\]\([^)]*\)", "]", heading).lower()
        slug = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        number = seen.get(slug, 0)
        seen[slug] = number + 1
        found.add(f"{slug}-{number}" if number else slug)
    return found


def links(text):
    """Where relative links lead, without those in code."""
    text = CODE.sub("", text)
    for inline, reference in LINK.findall(text):
        link = inline or reference
        if not re.match(r"[a-z][a-z0-9+.-]*:|//", link):
            yield link


def broken_links(root):
    """Those below `root`, as text."""
    findings = []
    for file in markdown_files(root):
        for link in links(file.read_text()):
            path, _, anchor = link.partition("#")
            to = (file.parent / path).resolve() if path else file
            name = f"{file.relative_to(root)}: {link}"
            if not to.exists() or not to.is_relative_to(root):
                findings.append(f"{name} does not exist")
            elif anchor and anchor not in anchors(to.read_text()):
                findings.append(f"{name} is not a heading")
    return findings


class Links(unittest.TestCase):
    def test_lead_somewhere(self):
        self.assertEqual(broken_links(ROOT), [])

    def test_are_found(self):
        count = sum(
            len(list(links(file.read_text()))) for file in markdown_files(ROOT)
        )
        self.assertGreater(count, 40)

    def test_that_lead_nowhere_are_found(self):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder).resolve()
            (root / "docs").mkdir()
            (root / "docs/b.md").write_text(
                "# One `two`, three\n\n## Same\n## Same\n"
            )
            (root / "a.md").write_text(
                "[good](docs/b.md#one-two-three) [good](docs/b.md#same-1)\n"
                "[web](https://example.com/none) `[code](none)`\n"
                "\n    [code](none)\n\n"
                "[bad](docs/c.md) ![bad](docs/c.png) [bad](docs/b.md#same-2)\n"
                "[bad](#none) [outside](../x)\n\n[bad]: docs/none\n"
            )
            self.assertEqual(
                broken_links(root),
                [
                    "a.md: docs/c.md does not exist",
                    "a.md: docs/c.png does not exist",
                    "a.md: docs/b.md#same-2 is not a heading",
                    "a.md: #none is not a heading",
                    "a.md: ../x does not exist",
                    "a.md: docs/none does not exist",
                ],
            )


class Readme(unittest.TestCase):
    LINES = 150
    SECTIONS = (
        "Demo",
        "Install",
        "Configure",
        "First query",
        "Dashboards and alerts",
        "Limits",
        "Links",
    )

    def test_is_short_and_in_order(self):
        text = (ROOT / "README.md").read_text()
        self.assertLessEqual(len(text.splitlines()), self.LINES)
        self.assertEqual(
            tuple(re.findall(r"^## (.+)$", text, re.MULTILINE)), self.SECTIONS
        )

    def test_names_the_two_commands(self):
        text = (ROOT / "README.md").read_text()
        for command in ("deploy/demo.sh", "tests/run.sh"):
            self.assertIn(command, text)
            self.assertTrue((ROOT / command).stat().st_mode & 0o100, command)


if __name__ == "__main__":
    unittest.main()
