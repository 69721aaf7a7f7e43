"""deploy/grafana/provisioning against the files that Grafana documents.

The keys and types are those of "Provision Grafana" and of "Configure the
Prometheus data source" in the documentation of Grafana 10 to 13, of which only
what is useful here is accepted.
"""

import json
import os
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

from layouts import LAYOUTS, REPOSITORY, SHARE, steps

TEXT, NUMBER, TRUTH = str, int, bool
DURATION = re.compile(r"\d+(ms|[smhd])")

PROVIDERS = {
    "apiVersion": 1,
    "providers": [
        {
            "name": TEXT,
            "orgId?": NUMBER,
            "folder?": TEXT,
            "folderUid?": TEXT,
            "type": "file",
            "disableDeletion?": TRUTH,
            "updateIntervalSeconds?": NUMBER,
            "allowUiUpdates?": TRUTH,
            "options": {"path": TEXT, "foldersFromFilesStructure?": TRUTH},
        }
    ],
}
DATA_SOURCES = {
    "apiVersion": 1,
    "datasources": [
        {
            "name": TEXT,
            "type": "prometheus",
            "access": "proxy",
            "orgId?": NUMBER,
            "uid?": TEXT,
            "url": TEXT,
            "isDefault?": TRUTH,
            "editable?": TRUTH,
            "jsonData?": {
                "timeInterval?": DURATION,
                "queryTimeout?": DURATION,
                "httpMethod?": re.compile("GET|POST"),
            },
        }
    ],
}


def problems(value, shape, path=""):
    """Sentences about what does not have the shape."""
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            return [f"{path} is no map"]
        shapes = {key.rstrip("?"): inner for key, inner in shape.items()}
        missing = [
            f"{path}.{key} is missing"
            for key in shape
            if not key.endswith("?") and key not in value
        ]
        unknown = [
            f"{path}.{key} is not known" for key in value if key not in shapes
        ]
        return (
            missing
            + unknown
            + [
                problem
                for key in value
                if key in shapes
                for problem in problems(
                    value[key], shapes[key], f"{path}.{key}"
                )
            ]
        )
    if isinstance(shape, list):
        if not isinstance(value, list) or not value:
            return [f"{path} is no list, or empty"]
        return [
            problem
            for number, one in enumerate(value)
            for problem in problems(one, shape[0], f"{path}[{number}]")
        ]
    if isinstance(shape, type):
        fits = type(value) is shape and value != ""
    elif isinstance(shape, re.Pattern):
        fits = isinstance(value, str) and shape.fullmatch(value)
    else:
        fits = value == shape
    return [] if fits else [f"{path} is {value!r}"]


def read(file):
    """YAML, read by jsonnet."""
    run = subprocess.run(
        [os.environ["JSONNET"], "-e", f"std.parseYaml(importstr '{file}')"],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(run.stdout)


class Files(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="pitel_install_")
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def provisioning(self, layout="repository"):
        return LAYOUTS[layout](self.root) / "grafana/provisioning"

    def provider(self):
        (one,) = read(self.provisioning() / "dashboards/pitel.yml")["providers"]
        return one

    def data_source(self):
        file = self.provisioning() / "datasources/pitel.yml"
        (one,) = read(file)["datasources"]
        return one

    def test_have_the_form_that_grafana_documents(self):
        for kind, shape in (
            ("dashboards", PROVIDERS),
            ("datasources", DATA_SOURCES),
        ):
            files = list((self.provisioning() / kind).iterdir())
            self.assertEqual([file.name for file in files], ["pitel.yml"])
            self.assertEqual(problems(read(files[0]), shape), [])

    def test_leave_a_default_data_source_alone(self):
        """Grafana does not start with two of them."""
        self.assertFalse(self.data_source().get("isDefault", False))

    def test_package_has_the_dashboards_where_the_provider_looks(self):
        path = self.provider()["options"]["path"]
        self.assertEqual(path, f"/{SHARE}/grafana/dashboards")
        self.provisioning("package")
        shipped = (REPOSITORY / "grafana/dashboards").iterdir()
        self.assertEqual(
            sorted(file.name for file in (self.root / path[1:]).iterdir()),
            sorted(file.name for file in shipped),
        )

    def test_steps_put_the_files_where_grafana_reads_them(self):
        variable = re.fullmatch(r"\$\{(\w+)\}", self.data_source()["url"])[1]
        for layout in LAYOUTS:
            with self.subTest(layout):
                root = self.root / layout
                source = LAYOUTS[layout](root)
                (root / "etc/grafana/provisioning").mkdir(parents=True)
                (root / "etc/default").mkdir()
                commands = [
                    line.replace("deploy/", f"{source}/").replace(
                        "/etc/", f"{root}/etc/"
                    )
                    for line in steps("Grafana")
                ]
                self.assertEqual(
                    commands.pop(), "systemctl restart grafana-server"
                )
                subprocess.run(
                    ["bash", "-euc", "\n".join(commands)], check=True
                )
                for kind in ("dashboards", "datasources"):
                    file = root / f"etc/grafana/provisioning/{kind}/pitel.yml"
                    self.assertTrue(file.is_file(), file)
                self.assertEqual(
                    (root / "etc/default/grafana-server").read_text(),
                    f"{variable}=http://localhost:9090\n",
                )

    def test_data_source_knows_how_often_prometheus_scrapes(self):
        for config in ("prometheus", "compose/prometheus"):
            text = (REPOSITORY / f"deploy/{config}/prometheus.yml").read_text()
            (interval,) = re.findall(r"scrape_interval: (\w+)", text)
            self.assertEqual(
                self.data_source()["jsonData"]["timeInterval"], interval
            )

    def test_compose_uses_the_same_files(self):
        text = (REPOSITORY / "deploy/compose/compose.yml").read_text()
        path = self.provider()["options"]["path"]
        self.assertIn(
            "- ../grafana/provisioning:/etc/grafana/provisioning:ro\n", text
        )
        self.assertIn(f"- ../../grafana/dashboards:{path}:ro\n", text)
        variable = re.fullmatch(r"\$\{(\w+)\}", self.data_source()["url"])[1]
        self.assertIn(f"{variable}: http://prometheus:9090\n", text)


class Problems(unittest.TestCase):
    def test_names_all_that_has_another_form(self):
        self.assertEqual(
            problems(
                {
                    "apiVersion": 2,
                    "datasources": [
                        {
                            "name": "",
                            "type": "prometheus",
                            "access": "proxy",
                            "isdefault": True,
                            "editable": "no",
                            "jsonData": {"timeInterval": "10"},
                        }
                    ],
                },
                DATA_SOURCES,
            ),
            [
                ".apiVersion is 2",
                ".datasources[0].url is missing",
                ".datasources[0].isdefault is not known",
                ".datasources[0].name is ''",
                ".datasources[0].editable is 'no'",
                ".datasources[0].jsonData.timeInterval is '10'",
            ],
        )


if __name__ == "__main__":
    unittest.main()
