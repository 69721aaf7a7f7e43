"""The chart, and what Helm makes of it."""

import json
import subprocess
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
CHART = ROOT / "deploy/helm/pitel-exporter"
EXAMPLES = sorted((CHART / "ci").glob("*-values.yaml"))
# The oldest release that the chart allows, and the newest with schemas.
OLDEST, NEWEST = "1.28.0", "1.37.0"


def values():
    return yaml.safe_load((CHART / "values.yaml").read_text())


def schema():
    return json.loads((CHART / "values.schema.json").read_text())


def run(*command, stdin=None):
    return subprocess.run(
        [str(word) for word in command],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )


def template(*arguments, version=NEWEST, chart=CHART, release="pitel"):
    """The result of `helm template` for a release in the namespace `telephony`."""
    return run(
        "helm",
        "template",
        release,
        chart,
        "--namespace",
        "telephony",
        "--kube-version",
        version,
        *arguments,
    )


def template_values(given):
    """The same for values on top of those of ci/minimal-values.yaml."""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        yaml.safe_dump(given, file)
        file.flush()
        return template(
            "--values", CHART / "ci/minimal-values.yaml", "--values", file.name
        )


def rendered(result):
    """The objects of a result, by kind and name."""
    if result.returncode != 0:
        raise AssertionError(result.stderr)
    objects = {}
    for document in yaml.safe_load_all(result.stdout):
        if document is None:
            continue
        key = document["kind"], document["metadata"]["name"]
        if key in objects:
            raise AssertionError(f"{key} is rendered twice")
        objects[key] = document
    return objects


def render(given):
    return rendered(template_values(given))


def example(name):
    return rendered(template("--values", CHART / f"ci/{name}-values.yaml"))


def of_kind(objects, kind):
    return [
        thing for (its_kind, _), thing in objects.items() if its_kind == kind
    ]
