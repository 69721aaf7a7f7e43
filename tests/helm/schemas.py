"""JSON schemas of Kubernetes and the Prometheus Operator, for kubeconform."""

import json
import os
from pathlib import Path

import kubernetes_validate
import yaml
from chart import NEWEST, OLDEST, run

# Names of files of the package kubernetes-validate.
KINDS = (
    "configmap-v1",
    "networkpolicy-networking-v1",
    "pod-v1",
    "poddisruptionbudget-policy-v1",
    "service-v1",
    "serviceaccount-v1",
    "statefulset-apps-v1",
)
OPERATOR_KINDS = ("prometheusrule", "servicemonitor")
SHARED_FILE = "/api/_definitions.json"
SHARED = "#/$defs/"


def read_schema(file):
    return json.loads(file.read_text().replace(SHARED_FILE, ""))


def names_of_shared(schema):
    """The shared definitions that a schema refers to."""
    if isinstance(schema, dict):
        reference = schema.get("$ref", "")
        if isinstance(reference, str) and reference.startswith(SHARED):
            yield reference.removeprefix(SHARED)
    items = schema.values() if isinstance(schema, dict) else schema
    for item in items:
        if isinstance(item, (dict, list)):
            yield from names_of_shared(item)


def bundle(schema, shared):
    """The schema together with the definitions that it needs."""
    needed = {}
    wanted = set(names_of_shared(schema))
    while wanted:
        name = wanted.pop()
        needed[name] = shared[name]
        wanted |= set(names_of_shared(shared[name])) - set(needed)
    own = {key: value for key, value in schema.items() if key != "$id"}
    return {**own, "$defs": needed}


def write_kubernetes(folder, version):
    package = Path(kubernetes_validate.__file__).parent
    source = package / f"kubernetes-json-schema/v{version}-local-strict"
    shared = read_schema(source / "_definitions.json")["$defs"]
    target = Path(folder) / f"v{version}"
    target.mkdir()
    for kind in KINDS:
        schema = bundle(read_schema(source / f"{kind}.json"), shared)
        (target / f"{kind}.json").write_text(json.dumps(schema))


def close(schema):
    """Forbids properties that a schema of the operator does not name."""
    if isinstance(schema, dict) and "properties" in schema:
        schema.setdefault("additionalProperties", False)
    items = schema.values() if isinstance(schema, dict) else schema
    for item in items:
        if isinstance(item, (dict, list)):
            close(item)


def write_operator(folder):
    for kind in OPERATOR_KINDS:
        name = f"monitoring.coreos.com_{kind}s.yaml"
        file = Path(os.environ["OPERATOR_CRDS"]) / name
        (version,) = yaml.safe_load(file.read_text())["spec"]["versions"]
        schema = version["schema"]["openAPIV3Schema"]
        close(schema)
        schema["properties"]["metadata"] = {"type": "object"}
        target = Path(folder) / f"{kind}-monitoring-{version['name']}.json"
        target.write_text(json.dumps(schema))


def write_schemas(folder):
    for version in (OLDEST, NEWEST):
        write_kubernetes(folder, version)
    write_operator(folder)


def conform(folder, version, objects):
    """The result of kubeconform for files, or for the text of objects."""
    name = "{{ .ResourceKind }}{{ .KindSuffix }}.json"
    given = [] if isinstance(objects, str) else objects
    return run(
        "kubeconform",
        "-strict",
        "-summary",
        "-kubernetes-version",
        version,
        "-schema-location",
        f"{folder}/{{{{ .NormalizedKubernetesVersion }}}}/{name}",
        "-schema-location",
        f"{folder}/{name}",
        *given,
        stdin=objects if isinstance(objects, str) else None,
    )
