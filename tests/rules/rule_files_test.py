"""The form of the rules, their runbooks, and up-to-date files."""

import json
import re
import subprocess
import unittest
from functools import cache
from pathlib import Path

from promtool import (
    JSONNET,
    PROMTOOL,
    REPOSITORY,
    RULES_FOLDER,
    read_rules,
    seconds,
)

RUNBOOKS = REPOSITORY / "deploy/runbooks.md"
PARTS_OF_A_RUNBOOK = ("Callers:", "Check:", "Do:", "False positives:")

# About callers who ring: after `stale_ringing_after` they are none.
RINGING = ("PitelRingingBacklog", "PitelRingingBacklogs", "PitelRingingTooLong")


@cache
def alerts():
    return [rule for group in read_rules("alerts") for rule in group["rules"]]


@cache
def recording_rules():
    return [
        rule for group in read_rules("recording") for rule in group["rules"]
    ]


@cache
def settings():
    """The contents of _config."""
    text = subprocess.run(
        [JSONNET, "-e", "(import 'grafana/mixin.libsonnet')._config"],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
    ).stdout
    return json.loads(text)


def sections():
    """The text of each section of the runbooks, by alert."""
    parts = re.split(r"^## (.+)$", RUNBOOKS.read_text(), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2]))


class RuleFiles(unittest.TestCase):
    def test_are_as_the_mixin_says(self):
        run = subprocess.run(
            [REPOSITORY / "grafana/generate.sh", "--check"],
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def test_are_well_formed(self):
        run = subprocess.run(
            [PROMTOOL, "check", "rules", *sorted(RULES_FOLDER.glob("*.yml"))],
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)

    def test_jsonnet_is_formatted(self):
        files = sorted((REPOSITORY / "grafana").rglob("*.libsonnet"))
        self.assertGreater(len(files), 8)
        run = subprocess.run(
            ["jsonnetfmt", "--test", "--", *files],
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)


class Alerts(unittest.TestCase):
    def test_have_all_that_a_reader_needs(self):
        for alert in alerts():
            with self.subTest(alert["alert"]):
                self.assertRegex(alert["alert"], r"^Pitel([A-Z][a-z]+)+$")
                labels, texts = alert["labels"], alert["annotations"]
                self.assertIn(
                    labels["severity"], ("critical", "warning", "info")
                )
                self.assertIn(labels["scope"], ("tenant", "platform"))
                self.assertNotIn("{{", texts["summary"])
                self.assertTrue(texts["description"].endswith("."))
                self.assertTrue(
                    texts["runbook_url"].endswith("#" + alert["alert"].lower())
                )
                self.assertIn("/d/pitel-", texts["dashboard_url"])

    def test_lead_to_dashboards_that_exist(self):
        folder = REPOSITORY / "grafana/dashboards"
        for alert in alerts():
            url = alert["annotations"]["dashboard_url"]
            uid = re.search(r"/d/([\w-]+)", url)
            self.assertTrue((folder / f"{uid[1]}.json").exists(), uid[1])

    def test_of_one_name_have_one_summary(self):
        summaries = {}
        for alert in alerts():
            summaries.setdefault(alert["alert"], set()).add(
                alert["annotations"]["summary"]
            )
        self.assertEqual({len(texts) for texts in summaries.values()}, {1})

    def test_of_tenants_are_not_of_the_heap(self):
        for alert in alerts():
            if alert["labels"]["scope"] == "tenant":
                self.assertIn('tenant!="_other"', alert["expr"], alert["alert"])

    def test_on_ringing_come_before_what_rings_is_stale(self):
        config = settings()
        waits = config["poll_seconds"] + seconds(config["fast_interval"])
        checked = 0
        for alert in alerts():
            if alert["alert"] not in RINGING:
                continue
            age = re.search(r"oldest_seconds{[^}]*}\) > (\d+)", alert["expr"])
            limit = int(age[1]) if age else 0
            self.assertLess(
                limit + seconds(alert["for"]) + waits,
                config["stale_ringing_after_seconds"],
                alert["alert"],
            )
            checked += bool(age)
        self.assertEqual(checked, 2)

    def test_stale_ringing_is_what_the_exporter_takes_for_it(self):
        text = (REPOSITORY / "config/pitel_exporter.yml").read_text()
        stale = re.search(r"stale_ringing_after: (\w+)", text)[1]
        self.assertEqual(
            seconds(stale), settings()["stale_ringing_after_seconds"]
        )

    def test_take_the_service_level_from_a_bucket_that_exists(self):
        bounds = re.search(
            r"pitel_call_wait_seconds.*?bounds ([\d ]+)",
            (REPOSITORY / "docs/metrics.md").read_text(),
        )
        level = settings()["service_level"]
        self.assertEqual(level["le"], "%.1f" % level["seconds"])
        self.assertIn(str(level["seconds"]), bounds[1].split())

    def test_have_a_test_class_each(self):
        text = "".join(
            file.read_text() for file in Path(__file__).parent.glob("*_test.py")
        )
        self.assertEqual(
            set(re.findall(r"class (\w+)\(AlertTest\)", text)),
            {alert["alert"] for alert in alerts()} | {"History"},
        )


class RecordingRules(unittest.TestCase):
    def test_are_named_level_metric_operations(self):
        for rule in recording_rules():
            self.assertRegex(
                rule["record"],
                r"^target(_tenant|_server)?(_direction)?(_state)?"
                r":pitel_[a-z_]+:[a-z0-9_]+$",
            )

    def test_are_recorded_once(self):
        names = [rule["record"] for rule in recording_rules()]
        self.assertEqual(len(names), len(set(names)))

    def test_hold_all_that_alerts_read(self):
        recorded = {rule["record"] for rule in recording_rules()}
        read = {
            name
            for rule in alerts()
            for name in re.findall(r"\btarget\w*:\w+:\w+", rule["expr"])
        }
        self.assertLessEqual(read, recorded)
        self.assertGreater(len(read), 10)


class Runbooks(unittest.TestCase):
    def test_every_alert_has_a_section_and_every_section_an_alert(self):
        self.assertEqual(
            set(sections()), {alert["alert"] for alert in alerts()}
        )

    def test_a_section_says_all_four_things(self):
        for name, text in sections().items():
            with self.subTest(name):
                places = [text.find(f"**{p}**") for p in PARTS_OF_A_RUNBOOK]
                self.assertNotIn(-1, places)
                self.assertEqual(places, sorted(places))

    def test_links_lead_somewhere(self):
        text = RUNBOOKS.read_text()
        anchors = {name.lower() for name in sections()}
        for anchor in re.findall(r"\]\(#([^)]+)\)", text):
            self.assertIn(anchor, anchors)
        for file in re.findall(r"\]\(([^#)]+)\)", text):
            self.assertTrue((RUNBOOKS.parent / file).exists(), file)

    def test_queries_can_be_asked(self):
        """Each parses as a rule in promtool."""
        queries = [
            query
            for text in sections().values()
            for query in re.findall(r"`([^`]+)`", text)
            if re.search(r"[({]", query)
        ]
        self.assertGreater(len(queries), 30)
        rules = {
            "groups": [
                {
                    "name": "runbooks",
                    "rules": [
                        {"record": f"query:{n}", "expr": query}
                        for n, query in enumerate(queries)
                    ],
                }
            ]
        }
        run = subprocess.run(
            [PROMTOOL, "check", "rules", "/dev/stdin"],
            input=json.dumps(rules),
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertEqual(run.returncode, 0, run.stdout + run.stderr)


if __name__ == "__main__":
    unittest.main()
