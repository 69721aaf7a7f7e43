"""The dashboards against the types of four Grafana releases."""

import copy
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from boards import ROOT, load_boards, panels_of

ALL = {"grafana-10", "grafana-11", "grafana-12", "grafana-13"}


def panel(board, title):
    (found,) = [p for p in panels_of(board) if p["title"] == title]
    return found


def property_of(board, title, name):
    """The first property that an override sets."""
    (found,) = [
        override["properties"][0]
        for override in panel(board, title)["fieldConfig"]["overrides"]
        if override["matcher"]["options"] == name
    ]
    return found


def defaults_of(board, title):
    return panel(board, title)["fieldConfig"]["defaults"]


# (releases that must detect it, change to the overview)
FAULTS = [
    (ALL, lambda b: b.update(graphTooltip=5)),
    (ALL, lambda b: b.update(tags="pitel")),
    (ALL, lambda b: b["templating"]["list"][1].update(refresh=7)),
    (ALL, lambda b: b["templating"]["list"][1].update(type="label")),
    (ALL, lambda b: b["links"][0].update(type="dashboard")),
    (ALL, lambda b: b["annotations"]["list"][0].update(enable="yes")),
    (ALL, lambda b: panel(b, "Tenants").update(type="table-old")),
    (ALL, lambda b: panel(b, "Tenants")["gridPos"].update(w="24")),
    (ALL, lambda b: panel(b, "Tenants").update(descripton="misspelt")),
    (ALL, lambda b: panel(b, "Tenants")["targets"][0].update(instant=1)),
    (ALL, lambda b: panel(b, "Active calls")["options"].update(colorMode="x")),
    (ALL, lambda b: panel(b, "Active calls")["options"].update(colourMode="")),
    (ALL, lambda b: defaults_of(b, "Oldest ringing").update(decimals="1")),
    (
        ALL,
        lambda b: defaults_of(b, "Oldest ringing")["thresholds"].update(
            mode="relative"
        ),
    ),
    (
        ALL,
        lambda b: defaults_of(b, "Wait until answered")["custom"].update(
            drawStyle="curve"
        ),
    ),
    (
        ALL,
        lambda b: property_of(b, "Active calls by state", "ringing").update(
            id="colour"
        ),
    ),
    (
        ALL,
        lambda b: property_of(b, "Active calls by state", "ringing").update(
            id="custom.lineWidth", value="2"
        ),
    ),
    (
        ALL,
        lambda b: panel(b, "Waits of answered calls")["options"].update(
            calculate="no"
        ),
    ),
    # Properties that only some releases know.
    ({"grafana-10"}, lambda b: b.update(preload=False)),
    (
        {"grafana-12", "grafana-13"},
        lambda b: panel(b, "Tenants")["options"].update(
            footer={"show": False, "reducer": ["sum"]}
        ),
    ),
]


def check(boards):
    """{(release, dashboard)} with type errors, and the messages."""
    with tempfile.TemporaryDirectory(prefix="pitel_types_") as folder:
        for name, board in boards.items():
            (Path(folder) / f"{name}.json").write_text(json.dumps(board))
        result = subprocess.run(
            [ROOT / "grafana" / "check-types.sh", folder],
            capture_output=True,
            text=True,
            check=False,
        )
    if result.stderr:
        raise AssertionError(result.stderr)
    seen = {tuple(line.split(": ")[:2]) for line in result.stdout.splitlines()}
    if result.returncode != (1 if seen else 0):
        raise AssertionError(f"status {result.returncode}: {result.stdout}")
    return seen, result.stdout


class Types(unittest.TestCase):
    maxDiff = None

    def test_four_releases_know_all_of_it(self):
        seen, words = check(load_boards())
        self.assertEqual(seen, set(), words)

    def test_each_planted_fault_is_seen(self):
        boards = {}
        for number, (_, plant) in enumerate(FAULTS):
            board = copy.deepcopy(load_boards()["pitel-overview"])
            plant(board)
            boards[f"fault-{number}"] = board
        seen, words = check(boards)
        expected = {
            (release, f"fault-{number}")
            for number, (releases, _) in enumerate(FAULTS)
            for release in releases
        }
        self.assertEqual(seen, expected, words)


if __name__ == "__main__":
    # Without the packages there is nothing to check against.
    first = subprocess.run([ROOT / "grafana" / "check-types.sh"], check=False)
    if first.returncode == 77:
        sys.exit(77)
    unittest.main()
