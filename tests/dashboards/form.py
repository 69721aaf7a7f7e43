"""The rules for every dashboard that can be checked in its file alone.

Each check yields sentences about what is wrong.
"""

import re
from itertools import product

import promql
from boards import (
    all_panels,
    fields_of,
    overrides_of,
    panels_of,
    queries_of,
    query_variables_of,
)

DATASOURCE = {"type": "prometheus", "uid": "${datasource}"}
VARIABLES = ["datasource", "job", "instance", "target", "tenant"]
# What Prometheus keeps by default.
RETENTION_DAYS = 15
BUILT_IN = {"__rate_interval", "__range", "__url_time_range"}
VARIABLE = re.compile(r"\$(?:\{([A-Za-z_]\w*)[^}]*\}|([A-Za-z_]\w*))")

# Figures are as of now, courses over the time range.
FIGURES = {"stat", "bargauge", "table"}
COURSES = {"timeseries", "heatmap"}

COLUMNS = 24
# A unit of height is 30 px and a gap of 8: 26 of them are 980 px, which fit a
# screen of 1080 with a browser's margins in kiosk mode.
WALLBOARD_HEIGHT = 26
# In a window 1366 px wide: a column, a letter of a title, the rest of a panel.
COLUMN_PIXELS, LETTER_PIXELS, FRAME_PIXELS = 54, 7.2, 44

SERIES_COLOURS = {
    "answered": "light-green",
    "oncall": "dark-green",
    "ringing": "light-orange",
    "waiting": "light-orange",
    "unanswered": "dark-red",
}
WINDOW_WORDS = {"m": "min", "h": "h", "d": "d"}


def head(uid, board):
    expected = {
        "uid": uid,
        "schemaVersion": 39,
        "editable": False,
        "graphTooltip": 1,
        "tags": ["pitel"],
        "timezone": "browser",
    }
    for key, value in expected.items():
        if board.get(key) != value:
            yield f"{key} is {board.get(key)!r} instead of {value!r}"
    if "id" in board:
        yield "an id belongs to one Grafana"
    if not re.fullmatch(r"\d+[sm]", board.get("refresh") or ""):
        yield "it does not refresh itself"
    if not board.get("description"):
        yield "it has no description"


def variables(uid, board):
    listed = board["templating"]["list"]
    names = [variable["name"] for variable in listed]
    if names != VARIABLES[: len(names)] or len(names) < 4:
        yield f"variables {names}"
    for variable in listed:
        name = variable["name"]
        if not variable.get("label") or not variable.get("description"):
            yield f"variable {name} is not explained"
        if name == "datasource":
            if (variable["type"], variable["query"]) != (
                "datasource",
                "prometheus",
            ):
                yield "datasource does not offer Prometheus"
            if variable["current"]:
                yield "datasource presumes a name"
            continue
        if variable["refresh"] != 2:
            yield f"variable {name} does not follow the time range"
        one_only = uid == "pitel-tenant" and name == "tenant"
        if not one_only and not (
            variable["multi"]
            and variable["includeAll"]
            and variable["allValue"] == ".+"
            and variable["current"]["value"] == ["$__all"]
        ):
            yield f"variable {name} does not take several, and all at first"
        if one_only and (variable["multi"] or variable["includeAll"]):
            yield "more than one tenant on the dashboard of one"
        earlier = names[1 : names.index(name)]
        if set(names_in(variable["query"]["query"])) != set(earlier):
            yield f"variable {name} does not follow {earlier}"


def names_in(text):
    return [a or b for a, b in VARIABLE.findall(text)]


def used_variables(uid, board):
    listed = board["templating"]["list"]
    names = {v["name"] for v in listed}
    asked = " ".join(expression for _, expression in queries_of(board))
    used = set(names_in(asked)) - BUILT_IN
    repeated = {p["repeat"] for p in board["panels"] if "repeat" in p}
    for name in sorted((used | repeated) - names):
        yield f"variable {name} does not exist"
    # Marks and other variables are no use to whoever selects something.
    selecting = set(
        names_in(
            " ".join(
                query["expr"]
                for panel in panels_of(board)
                for query in panel["targets"]
            )
        )
    )
    offered = {v["name"] for v in listed if v.get("hide", 0) != 2}
    for name in sorted(offered - selecting - {"datasource"}):
        yield f"variable {name} selects nothing"


def datasources(uid, board):
    for panel in panels_of(board):
        for owner in [panel, *panel["targets"]]:
            if owner.get("datasource") != DATASOURCE:
                yield f"{panel['title']}: another data source"
    for owner in [*board["annotations"]["list"], *board["templating"]["list"]]:
        if owner.get("type") != "datasource" and (
            owner.get("datasource") != DATASOURCE
        ):
            yield f"{owner['name']}: another data source"


def words(uid, board):
    """Titles, descriptions, units, and texts in place of missing values."""
    for panel in all_panels(board):
        if not panel.get("title"):
            yield f"panel {panel['id']} has no title"
    for panel in panels_of(board):
        title, fields = panel["title"], fields_of(panel)
        if len(panel.get("description", "")) < 20:
            yield f"{title}: no description"
        elif panel["description"].rstrip()[-1] != ".":
            yield f"{title}: the description is not a sentence"
        if not fields.get("unit"):
            yield f"{title}: no unit"
        if not fields.get("noValue"):
            yield f"{title}: nothing stands where no value is"
        room = panel["gridPos"]["w"] * COLUMN_PIXELS - FRAME_PIXELS
        if len(title) * LETTER_PIXELS > room:
            yield f"{title}: the title does not fit"
    titles = [panel["title"] for panel in all_panels(board)]
    for title in {title for title in titles if titles.count(title) > 1}:
        yield f"{title}: two panels of this title"


def layout(uid, board):
    """Neither overlaps nor holes on the grid."""
    ids = [panel["id"] for panel in all_panels(board)]
    if len(set(ids)) < len(ids):
        yield "two panels of one id"
    height = yield from grid(board["panels"], 0)
    if uid == "pitel-wallboard" and height != WALLBOARD_HEIGHT:
        yield "it does not fill one screen"
    for row in board["panels"]:
        if row["type"] == "row" and "repeat" in row and not row["collapsed"]:
            yield f"{row['title']}: hundreds of open rows"
        if row.get("panels"):
            if not row["collapsed"]:
                yield f"{row['title']}: an open row with panels inside"
            yield from grid(row["panels"], row["gridPos"]["y"] + 1)


def grid(panels, top):
    """What is wrong on the grid from this height on; returns its end."""
    covered = {}
    for panel in panels:
        place = panel["gridPos"]
        if panel["type"] == "row" and (place["w"], place["h"]) != (24, 1):
            yield f"{panel['title']}: not a line of its own"
        for cell in product(
            range(place["x"], place["x"] + place["w"]),
            range(place["y"], place["y"] + place["h"]),
        ):
            if cell in covered:
                yield f"{panel['title']} overlaps {covered[cell]}"
                break
            if cell[0] >= COLUMNS:
                yield f"{panel['title']} is beyond the edge"
                break
            covered[cell] = panel["title"]
    height = 1 + max(y for _, y in covered)
    if min(y for _, y in covered) < top:
        yield f"panels above line {top}"
    if len(covered) < COLUMNS * (height - top):
        yield "there are holes between the panels"
    return height


def many_targets(uid, board):
    """A graph of all targets shows some of hundreds."""
    if uid != "pitel-exporter":
        return
    for panel in panels_of(board):
        for query in panel["targets"]:
            if "{{target}}" in query.get("legendFormat", "") and not re.search(
                r"\b(top|bottom)k\(10, ", query["expr"]
            ):
                yield f"{panel['title']}: a line for each of all targets"


def moments(uid, board):
    """Figures are instant queries: the last point of a range lags."""
    for panel in panels_of(board):
        letters = [query["refId"] for query in panel["targets"]]
        if not letters or len(set(letters)) < len(letters):
            yield f"{panel['title']}: no query, or two of one letter"
        if panel["type"] not in FIGURES | COURSES:
            yield f"{panel['title']}: unknown type {panel['type']}"
        now = panel["type"] in FIGURES
        for query in panel["targets"]:
            if (query["instant"], query["range"]) != (now, not now):
                yield f"{panel['title']}: a {panel['type']} that is not " + (
                    "as of now" if now else "over the time range"
                )


def windows(uid, board):
    """Rates follow the resolution, or state their window."""
    for panel in panels_of(board):
        renamed = [
            name
            for one in panel.get("transformations", [])
            for name in one["options"].get("renameByName", {}).values()
        ]
        said = " ".join([panel["title"], panel["description"], *renamed])
        said = said.replace("24 hours", "24 h").replace("last hour", "1 h")
        for query in panel["targets"]:
            for window in promql.read(query["expr"]).rate_windows:
                if window == "$__rate_interval":
                    continue
                in_words = f"{window[:-1]} {WINDOW_WORDS.get(window[-1])}"
                if in_words not in said:
                    yield f"{panel['title']}: a rate over {window}, unsaid"


def history(uid, board):
    """Windows longer than the default retention are explained."""
    for panel in panels_of(board):
        days = [
            int(days)
            for query in panel["targets"]
            for days in re.findall(r"\[(\d+)d", query["expr"])
        ]
        days += re.findall(r"^\d+(?=d)", panel.get("timeFrom", ""))
        if max(map(int, days), default=0) > RETENTION_DAYS:
            if "retention" not in panel["description"]:
                yield f"{panel['title']}: needs more than is kept by default"


def ratios(uid, board):
    for where, expression in queries_of(board):
        for divisor in promql.read(expression).unguarded:
            yield f"{where}: divides by {divisor}..., which may be 0"


def colours(uid, board):
    for panel in panels_of(board):
        overrides = overrides_of(panel)
        for name, properties in overrides.items():
            colour = properties.get("color", {}).get("fixedColor")
            if colour != SERIES_COLOURS.get(name, colour):
                yield f"{panel['title']}: {name} is {colour}"
        for query in panel["targets"]:
            legend = query.get("legendFormat", "")
            by_state = legend == "{{state}}"
            needed = ["oncall", "ringing"] if by_state else [legend]
            for name in needed:
                if name in SERIES_COLOURS and name not in overrides:
                    yield f"{panel['title']}: {name} has no colour of its own"


def thresholds(uid, board):
    for panel in panels_of(board):
        owners = [fields_of(panel), *overrides_of(panel).values()]
        for owner in owners:
            steps = owner.get("thresholds", {}).get("steps", [])
            values = [step["value"] for step in steps]
            if values[:1] not in ([], [None]) or values[1:] != sorted(
                values[1:]
            ):
                yield f"{panel['title']}: thresholds {values}"


def links(uid, board, boards):
    reached = set()
    for link in board["links"]:
        target = link["url"].removeprefix("/d/")
        reached.add(target)
        if target not in boards:
            yield f"a link to {target}, which does not exist"
        if not (link["keepTime"] and link["includeVars"]):
            yield f"the link to {target} forgets time or variables"
    for missing in set(boards) - reached - {uid}:
        yield f"no link to {missing}"
    for panel in panels_of(board):
        for owner in [fields_of(panel), *overrides_of(panel).values()]:
            for link in owner.get("links", []):
                yield from data_link(panel["title"], link["url"], board, boards)


def data_link(title, url, board, boards):
    match = re.fullmatch(r"/d/([\w-]+)\?(.+)", url)
    if not match or match[1] not in boards:
        yield f"{title}: a link to {url}"
        return
    parts = match[2].split("&")
    if "${__url_time_range}" not in parts:
        yield f"{title}: the link to {match[1]} forgets the time"
    carried = set()
    for part in parts:
        kept = re.fullmatch(r"\$\{(\w+):queryparam\}", part)
        given = re.fullmatch(r"var-(\w+)=\$\{__\w+.*\}", part)
        if kept or given:
            carried.add((kept or given)[1])
    theirs = {v["name"] for v in boards[match[1]]["templating"]["list"]}
    ours = {v["name"] for v in board["templating"]["list"]}
    for name in sorted(carried - theirs):
        yield f"{title}: {match[1]} has no variable {name}"
    for name in sorted((theirs & ours) - carried - {"tenant"}):
        yield f"{title}: the link to {match[1]} forgets {name}"


def annotations(uid, board):
    metrics = {
        annotation["name"]: {
            selector.metric
            for selector in promql.read(annotation["target"]["expr"]).selectors
        }
        for annotation in board["annotations"]["list"]
        if annotation["enable"]
    }
    for name, metric in (
        ("API unreachable", "pitel_up"),
        ("Exporter restarted", "process_start_time_seconds"),
    ):
        if metric not in metrics.get(name, ()):
            yield f"no marks {name}"


CHECKS = [
    head,
    variables,
    used_variables,
    datasources,
    words,
    layout,
    many_targets,
    moments,
    windows,
    history,
    ratios,
    colours,
    thresholds,
    annotations,
]


def problems_of(boards, uids=None):
    """The problems of the dashboards, or of some: {check: sentences}."""
    found = {check.__name__: [] for check in CHECKS} | {"links": []}
    for uid in uids or boards:
        board = boards[uid]
        for check in CHECKS:
            found[check.__name__] += [f"{uid}: {p}" for p in check(uid, board)]
        found["links"] += [f"{uid}: {p}" for p in links(uid, board, boards)]
    return {check: problems for check, problems in found.items() if problems}
