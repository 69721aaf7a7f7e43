"""Every example in ci/ against the tools and standards of others."""

import tempfile
import unittest
from pathlib import Path

import yaml
from chart import (
    CHART,
    EXAMPLES,
    NEWEST,
    OLDEST,
    of_kind,
    rendered,
    run,
    template,
)
from schemas import conform, write_schemas

SCHEMAS = tempfile.TemporaryDirectory()


def setUpModule():
    write_schemas(SCHEMAS.name)


def tearDownModule():
    SCHEMAS.cleanup()


class Examples(unittest.TestCase):
    def test_there_are_many(self):
        self.assertGreaterEqual(len(EXAMPLES), 10)

    def test_pass_lint(self):
        for values in EXAMPLES:
            with self.subTest(values.name):
                result = run(
                    "helm",
                    "lint",
                    "--strict",
                    CHART,
                    "--kube-version",
                    NEWEST,
                    "--values",
                    values,
                )
                self.assertEqual(result.returncode, 0, result.stdout)

    def test_conform_to_strict_schemas(self):
        for version in (OLDEST, NEWEST):
            with self.subTest(version), tempfile.TemporaryDirectory() as folder:
                count = 0
                files = []
                for values in EXAMPLES:
                    result = template("--values", values, version=version)
                    count += len(rendered(result))
                    files.append(Path(folder) / f"{values.stem}-objects.yaml")
                    files[-1].write_text(result.stdout)
                result = conform(SCHEMAS.name, version, files)
                self.assertEqual(result.returncode, 0, result.stdout)
                self.assertIn(
                    f"Summary: {count} resources found", result.stdout
                )
                self.assertIn("Skipped: 0", result.stdout)

    def test_are_restricted_pods(self):
        for values in EXAMPLES:
            with self.subTest(values.name):
                objects = template("--values", values).stdout
                result = run("pod_security", stdin=objects)
                self.assertEqual(result.returncode, 0, result.stdout)


class Standards(unittest.TestCase):
    """The checks above see what is wrong."""

    def conforms(self, document):
        result = conform(SCHEMAS.name, NEWEST, yaml.safe_dump(document))
        return result.returncode == 0

    def test_unknown_fields_do_not_conform(self):
        service = {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": "a"},
            "spec": {"ports": [{"port": 1}]},
        }
        self.assertTrue(self.conforms(service))
        service["spec"]["ports"][0]["prot"] = "TCP"
        self.assertFalse(self.conforms(service))

    def test_unknown_fields_of_the_operator_do_not_conform(self):
        monitor = {
            "apiVersion": "monitoring.coreos.com/v1",
            "kind": "ServiceMonitor",
            "metadata": {"name": "a"},
            "spec": {"selector": {}, "endpoints": [{"port": "http"}]},
        }
        self.assertTrue(self.conforms(monitor))
        monitor["spec"]["endpoints"][0]["intervall"] = "10s"
        self.assertFalse(self.conforms(monitor))

    def test_a_pod_with_rights_is_not_restricted(self):
        objects = rendered(template("--values", EXAMPLES[0]))
        pod = of_kind(objects, "StatefulSet")[0]
        container = pod["spec"]["template"]["spec"]["containers"][0]
        container["securityContext"]["capabilities"] = {"add": ["NET_ADMIN"]}
        result = run("pod_security", stdin=yaml.safe_dump(pod))
        self.assertEqual(result.returncode, 1)
        self.assertIn("unrestricted capabilities", result.stdout)


class Rules(unittest.TestCase):
    def test_pass_promtool(self):
        values = CHART / "ci/operator-values.yaml"
        rules = of_kind(
            rendered(template("--values", values)), "PrometheusRule"
        )
        self.assertEqual(len(rules), 2)
        with tempfile.TemporaryDirectory() as folder:
            for rule in rules:
                file = Path(folder) / f"{rule['metadata']['name']}.yml"
                file.write_text(yaml.safe_dump(rule["spec"]))
                result = run("promtool", "check", "rules", file)
                self.assertEqual(
                    result.returncode, 0, result.stdout + result.stderr
                )
                count = sum(
                    len(group["rules"]) for group in rule["spec"]["groups"]
                )
                self.assertIn(f"SUCCESS: {count} rules found", result.stdout)


if __name__ == "__main__":
    unittest.main()
