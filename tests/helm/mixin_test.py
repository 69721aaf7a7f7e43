"""The objects of Kubernetes that the mixin makes for use without Helm."""

import json
import subprocess
import tempfile
import unittest

from chart import NEWEST, OLDEST, ROOT, example, of_kind
from schemas import conform, write_schemas


class Objects(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        labels = "kubernetes+: { labels: { release: 'prometheus' } }"
        cls.objects = json.loads(
            subprocess.run(
                [
                    "jsonnet",
                    "-e",
                    "((import 'grafana/mixin.libsonnet') + "
                    f"{{ _config+:: {{ {labels} }} }}).kubernetesObjects",
                ],
                cwd=ROOT,
                check=True,
                capture_output=True,
            ).stdout
        )

    def test_conform_to_strict_schemas(self):
        text = "\n---\n".join(map(json.dumps, self.objects.values()))
        with tempfile.TemporaryDirectory() as folder:
            write_schemas(folder)
            for version in (OLDEST, NEWEST):
                result = conform(folder, version, text)
                self.assertEqual(result.returncode, 0, result.stdout)
                self.assertIn(
                    f"Summary: {len(self.objects)} resources found",
                    result.stdout,
                )
                self.assertIn("Skipped: 0", result.stdout)

    def test_fit_into_kubernetes(self):
        for file, one in self.objects.items():
            self.assertLess(len(json.dumps(one)), 2**20, file)

    def test_find_the_service_of_the_chart(self):
        chart = example("operator")
        (service,) = of_kind(chart, "Service")
        spec = self.objects["servicemonitor.json"]["spec"]
        self.assertLessEqual(
            spec["selector"]["matchLabels"].items(),
            service["metadata"]["labels"].items(),
        )
        self.assertIn(
            spec["endpoints"][0]["port"],
            [port["name"] for port in service["spec"]["ports"]],
        )
        (monitor,) = of_kind(chart, "ServiceMonitor")
        (endpoint,) = monitor["spec"]["endpoints"]
        for relabeling in spec["endpoints"][0]["relabelings"]:
            self.assertIn(relabeling, endpoint["relabelings"])


if __name__ == "__main__":
    unittest.main()
