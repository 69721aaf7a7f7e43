"""The values, their schema, the examples and the chart's README agree."""

import json
import os
import re
import shutil
import tempfile
import unittest
from pathlib import Path

import yaml
from chart import CHART, EXAMPLES, ROOT, run, schema, template, values

README = CHART / "README.md"
TABLE = re.compile(
    r"(?<=<!-- values -->\n).*?(?=<!-- end of values -->)", re.DOTALL
)
# Keys of the configuration that hold secrets, which the chart does not take.
SECRET_KEYS = {"api_key", "bearer_token", "headers"}


def is_section(described):
    return described.get("additionalProperties") is False


def leaves(described, path=()):
    """The values that are not sections, as (path, schema)."""
    for name, its_schema in described["properties"].items():
        here = (*path, name)
        if is_section(its_schema) and here != ("config",):
            yield from leaves(its_schema, here)
        elif name != "global":
            yield here, its_schema


def at(path, given):
    for name in path:
        given = given[name]
    return given


def paths(given, path=()):
    for name, value in given.items():
        here = (*path, name)
        yield here
        if isinstance(value, dict):
            yield from paths(value, here)


def table():
    lines = ["\n| value | default | |\n|---|---|---|\n"]
    for path, described in leaves(schema()):
        default = json.dumps(at(path, values()))
        lines.append(
            f"| `{'.'.join(path)}` | `{default}` | {described['description']} |\n"
        )
    return "".join(lines) + "\n"


class Schema(unittest.TestCase):
    def test_describes_every_value(self):
        described = {path for path, _ in leaves(schema())}
        given = {path for path in paths(values())}
        self.assertLessEqual(described, given, "have no default")
        known = described | {
            path[:end] for path in described for end in range(len(path))
        }
        inside = {
            path
            for path in given
            if any(path[:n] in described for n in range(9))
        }
        self.assertEqual(given - inside - known, set())

    def test_has_descriptions_and_no_additional_properties(self):
        def look(described, path):
            self.assertIn("description", described, path)
            if "properties" in described:
                self.assertIs(described["additionalProperties"], False, path)
                for name, inner in described["properties"].items():
                    look(inner, f"{path}/{name}")

        self.assertIs(schema()["additionalProperties"], False)
        for name, described in schema()["properties"].items():
            look(described, name)
        for name, described in schema()["definitions"].items():
            look(described, name)

    def test_knows_every_key_of_the_configuration(self):
        text = (ROOT / "config/pitel_exporter.yml").read_text()
        # A key, also one that is commented out, with a value or a nested key.
        keys = set(
            re.findall(
                r"^ *(?:- |# )? *([a-z][a-z_]+):(?: |$)", text, re.MULTILINE
            )
        )
        known = set()

        def collect(described):
            for name, inner in described.get("properties", {}).items():
                known.add(name)
                collect(inner)

        collect(schema()["properties"]["config"])
        collect(schema()["definitions"]["target"])
        self.assertEqual(known, keys - SECRET_KEYS)


class Examples(unittest.TestCase):
    def test_set_every_value(self):
        used = set()
        for file in EXAMPLES:
            used |= set(paths(yaml.safe_load(file.read_text())))
        unused = {path for path, _ in leaves(schema())} - used
        self.assertEqual(unused, set())


class Readme(unittest.TestCase):
    def test_lists_the_values(self):
        text = README.read_text()
        if os.environ.get("UPDATE_GOLDEN"):
            README.write_text(TABLE.sub(lambda _: table(), text))
            return
        self.assertEqual(TABLE.search(text).group(), table())


class Package(unittest.TestCase):
    def test_renders_the_same_as_the_folder(self):
        """The files that are links in the folder are in the package."""
        with tempfile.TemporaryDirectory() as folder:
            result = run("helm", "package", CHART, "--destination", folder)
            self.assertEqual(result.returncode, 0, result.stderr)
            (package,) = Path(folder).glob("*.tgz")
            given = ("--values", CHART / "ci/operator-values.yaml")
            packed = template(*given, chart=package)
            self.assertEqual(packed.stdout, template(*given).stdout)
            self.assertIn("kind: PrometheusRule", packed.stdout)

    def test_can_be_a_part_of_another_chart(self):
        with tempfile.TemporaryDirectory() as folder:
            parent = Path(folder) / "parent"
            shutil.copytree(CHART, parent / "charts/pitel-exporter")
            (parent / "Chart.yaml").write_text(
                "apiVersion: v2\nname: parent\nversion: 1.0.0\n"
            )
            given = yaml.safe_load(
                (CHART / "ci/minimal-values.yaml").read_text()
            )
            (parent / "values.yaml").write_text(
                yaml.safe_dump(
                    {"global": {"zone": "a"}, "pitel-exporter": given}
                )
            )
            result = template(chart=parent)
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertIn("kind: StatefulSet", result.stdout)

    def test_has_the_version_of_the_exporter(self):
        version = re.search(
            r"project\(pitel_exporter VERSION (\S+)",
            (ROOT / "CMakeLists.txt").read_text(),
        ).group(1)
        chart = yaml.safe_load((CHART / "Chart.yaml").read_text())
        self.assertEqual(chart["appVersion"], version)


if __name__ == "__main__":
    unittest.main()
