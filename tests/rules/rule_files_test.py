"""The form of the rules, their runbooks, and up-to-date files."""

import json
import re
import shutil
import subprocess
import tempfile
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

RUNBOOKS = REPOSITORY / "docs/runbooks"
PARTS_OF_A_RUNBOOK = (
    "Callers:",
    "Comes within:",
    "Check:",
    "Do:",
    "False positives:",
    "Silence:",
)

# About ringing callers: they no longer count after `stale_ringing_after`.
RINGING = ("PitelRingingBacklog", "PitelRingingBacklogs", "PitelRingingTooLong")


@cache
def alerts():
    return [rule for group in read_rules("alerts") for rule in group["rules"]]


@cache
def recording_rules():
    return [
        rule for group in read_rules("recording") for rule in group["rules"]
    ]


def evaluate(field):
    """A field of the mixin."""
    text = subprocess.run(
        [JSONNET, "-e", f"(import 'grafana/mixin.libsonnet').{field}"],
        cwd=REPOSITORY,
        check=True,
        capture_output=True,
    ).stdout
    return json.loads(text)


@cache
def settings():
    """The contents of _config."""
    return evaluate("_config")


@cache
def pages():
    """The text of each runbook, by alert."""
    return {
        file.stem: file.read_text()
        for file in RUNBOOKS.glob("*.md")
        if file.name != "README.md"
    }


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
                self.assertTrue(
                    texts["description"].endswith((".", "`.{{ end }}"))
                )
                self.assertTrue(
                    texts["runbook_url"].endswith(f"/{alert['alert']}.md")
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
            {alert["alert"] for alert in alerts()} | {"History", "Tenants"},
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
    def test_every_alert_has_a_page_and_every_page_an_alert(self):
        names = {alert["alert"] for alert in alerts()}
        self.assertEqual(set(pages()), names)
        index = (RUNBOOKS / "README.md").read_text()
        self.assertEqual(
            re.findall(r"^\| \[(\w+)\]\(\1\.md\)", index, re.MULTILINE),
            list(dict.fromkeys(alert["alert"] for alert in alerts())),
        )

    def test_the_index_says_what_pages_and_rules_say(self):
        index = (RUNBOOKS / "README.md").read_text()
        for name, text in pages().items():
            row = re.search(rf"^\| \[{name}\].*$", index, re.MULTILINE)[0]
            cells = [cell.strip() for cell in row.strip("|").split("|")]
            own = [a["labels"] for a in alerts() if a["alert"] == name]
            with self.subTest(name):
                self.assertEqual(
                    set(cells[1].split(", ")), {a["severity"] for a in own}
                )
                self.assertEqual({cells[2]}, {a["scope"] for a in own})
                self.assertIn(f"**Comes within:** {cells[3]}.\n", text)

    def test_a_page_says_all_things(self):
        for name, text in pages().items():
            with self.subTest(name):
                self.assertTrue(text.startswith(f"# {name}\n"))
                places = [text.find(f"**{p}**") for p in PARTS_OF_A_RUNBOOK]
                self.assertNotIn(-1, places)
                self.assertEqual(places, sorted(places))

    def test_commands_can_be_run(self):
        """As far as a shell and amtool can say."""
        for name, text in pages().items():
            commands = re.findall(r"(?:^    .*\n)+", text, re.MULTILINE)
            self.assertGreaterEqual(len(commands), 2, name)
            for command in commands:
                run = subprocess.run(
                    ["bash", "-n"],
                    input=command,
                    capture_output=True,
                    text=True,
                    check=False,
                )
                self.assertEqual(run.returncode, 0, run.stderr)
            self.assertIn("    curl -s", text)
            self.assertIn(f"alertname={name} ", commands[-1])

    def test_families_in_commands_exist(self):
        metrics = (REPOSITORY / "docs/metrics.md").read_text()
        asked = {
            family
            for text in pages().values()
            for family in re.findall(r"name\[\]=(\w+)", text)
        }
        self.assertGreater(len(asked), 10)
        for family in asked:
            self.assertIn(f"`{family}`", metrics)

    def test_queries_can_be_asked(self):
        """Each parses as a rule in promtool."""
        queries = [
            query
            for text in pages().values()
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


class Installing(unittest.TestCase):
    """deploy/install-rules.sh, and the objects of Kubernetes."""

    def install(self, *arguments):
        return subprocess.run(
            [REPOSITORY / "deploy/install-rules.sh", *arguments],
            capture_output=True,
            text=True,
            check=False,
        )

    def test_links_lead_to_the_addresses_given(self):
        with tempfile.TemporaryDirectory(prefix="pitel_rules_") as folder:
            run = self.install(
                "https://grafana.example.net/",
                "http://wiki.example.net:8080/a_b/%20c",
                f"{folder}/rules",
            )
            self.assertEqual(run.returncode, 0, run.stderr)
            installed = sorted(Path(folder, "rules").iterdir())
            self.assertEqual(
                run.stdout.split(), [str(file) for file in installed]
            )
            text = installed[0].read_text()
            shipped = (RULES_FOLDER / "alerts.yml").read_text()
            self.assertNotIn("example.com", text)
            for host, ours, count in (
                ("https://grafana.example.com/d/", "https://grafana.example.net/d/", 40),
                (
                    "https://runbooks.example.com/",
                    "http://wiki.example.net:8080/a_b/%20c/",
                    40,
                ),
            ):
                self.assertGreater(shipped.count(host), count)
                self.assertEqual(text.count(ours), shipped.count(host))
            check = subprocess.run(
                [PROMTOOL, "check", "rules", *installed],
                capture_output=True,
                text=True,
                check=False,
            )
            self.assertEqual(check.returncode, 0, check.stderr)

    def test_objects_of_kubernetes_contain_all_of_it(self):
        """tests/helm checks them against schemas."""
        objects = evaluate("kubernetesObjects")
        for file in ("recording", "alerts"):
            self.assertEqual(
                objects[f"{file}.json"]["spec"], {"groups": read_rules(file)}
            )
        dashboards = {
            file.name: json.loads(file.read_text())
            for file in (REPOSITORY / "grafana/dashboards").glob("*.json")
        }
        shown = {
            name: json.loads(text)
            for one in objects.values()
            if one["kind"] == "ConfigMap"
            for name, text in one["data"].items()
        }
        self.assertEqual(shown, dashboards)
        endpoint = objects["servicemonitor.json"]["spec"]["endpoints"][0]
        self.assertIn(
            {"targetLabel": "job", "replacement": settings()["job"]},
            endpoint["relabelings"],
        )
        names = [
            (one["kind"], one["metadata"]["name"]) for one in objects.values()
        ]
        self.assertEqual(len(names), len(set(names)))

    def test_the_mixin_can_be_installed_alone(self):
        """As jsonnet-bundler does."""
        with tempfile.TemporaryDirectory(prefix="pitel_rules_") as folder:
            vendor = Path(folder, "vendor/grafana")
            shutil.copytree(REPOSITORY / "grafana", vendor)
            package = json.loads((vendor / "jsonnetfile.json").read_text())
            self.assertEqual(package["dependencies"], [])
            run = subprocess.run(
                [
                    JSONNET,
                    "-J",
                    f"{folder}/vendor",
                    "-e",
                    "(import 'grafana/mixin.libsonnet').prometheusAlerts",
                ],
                cwd=folder,
                capture_output=True,
                text=True,
                check=False,
            )
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertEqual(json.loads(run.stdout)["groups"], read_rules("alerts"))

    def test_what_is_no_address_is_refused(self):
        for arguments in (
            (),
            ("https://grafana.example.net",),
            ("grafana.example.net", "https://wiki.example.net"),
            ("https://grafana.example.net", "https://a#b"),
            ("https://grafana.example.net", "https://a b"),
        ):
            run = self.install(*arguments)
            self.assertEqual(run.returncode, 2, arguments)
            self.assertNotEqual(run.stderr, "")


if __name__ == "__main__":
    unittest.main()
