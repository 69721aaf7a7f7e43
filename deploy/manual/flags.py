"""The flags of the exporter, as `--help` lists them."""

import re
from dataclasses import dataclass

FLAG = re.compile(r"^  (-\S.*?)(?:  +(\S.*))?$")
EXCLUDES = re.compile(r" Excludes: (.*)$")
CHOICES = re.compile(r"^(\w+(?:, \w+)*) or (\w+)\b")


@dataclass
class Flag:
    names: list  # with their dashes, the long name last
    value: str  # its placeholder, in brackets if optional, or ""
    excludes: list
    text: str

    @property
    def name(self):
        return self.names[-1].lstrip("-")

    @property
    def short(self):
        """The one-letter name without its dash, or ""."""
        first = self.names[0]
        return "" if first.startswith("--") else first.lstrip("-")

    @property
    def choices(self):
        """The words that its text begins with: "debug, info or warn"."""
        found = CHOICES.match(self.text) if self.value else None
        return [*found[1].split(", "), found[2]] if found else []

    @property
    def takes_file(self):
        return self.value == "FILE"


def read_flags(help_text):
    """The first line of `--help`, and its flags."""
    flags = []
    for line in help_text.splitlines():
        if start := FLAG.match(line):
            head = start[1]
            excludes = EXCLUDES.search(head)
            names, _, value = EXCLUDES.sub("", head).partition(" ")
            flags.append(
                Flag(
                    sorted(names.split(","), key=len),
                    value,
                    excludes[1].split() if excludes else [],
                    start[2] or "",
                )
            )
        elif flags and line.startswith("    "):
            flags[-1].text = f"{flags[-1].text} {line.strip()}".strip()
    return help_text.partition("\n")[0], flags
