"""The generated dashboards as data."""

import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "grafana" / "dashboards"


def load_boards():
    """{file name without .json: dashboard}."""
    return {
        file.stem: json.loads(file.read_text())
        for file in sorted(FOLDER.glob("*.json"))
    }


def panels_of(board):
    """All panels that show something, those in folded rows too."""
    return [panel for panel in all_panels(board) if panel["type"] != "row"]


def all_panels(board):
    for panel in board["panels"]:
        yield panel
        yield from panel.get("panels", [])


def queries_of(board):
    """(where, expression) of every query to Prometheus."""
    for panel in panels_of(board):
        for query in panel["targets"]:
            yield f"{panel['title']} {query['refId']}", query["expr"]
    for annotation in board["annotations"]["list"]:
        yield f"annotation {annotation['name']}", annotation["target"]["expr"]


def query_variables_of(board):
    """{name: query} of the variables that query Prometheus."""
    return {
        variable["name"]: variable["query"]["query"]
        for variable in board["templating"]["list"]
        if variable["type"] == "query"
    }


def fields_of(panel):
    """What a panel sets for all its fields."""
    return panel.get("fieldConfig", {}).get("defaults", {})


def overrides_of(panel):
    """{name or pattern: {property: value}}."""
    return {
        override["matcher"]["options"]: {
            one["id"]: one["value"] for one in override["properties"]
        }
        for override in panel.get("fieldConfig", {}).get("overrides", [])
    }
