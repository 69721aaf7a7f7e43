#!/usr/bin/env python3
"""What the queries of the dashboards cost on a platform of any size.

    PYTHONPATH=tests/history tests/dashboards/cost.py TENANTS SERVERS

makes a day of history in a real Prometheus and prints, for each query, how many
samples it reads and how many seconds that takes.
"""

import json
import re
import sys
import tempfile
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from boards import load_boards, panels_of
from data import Asked, seconds, span_of
from remote_write import write_history
from week import END, History

STEP = 30
POINTS = 720
MINUTES = 12
HOUR, DAY = 3600, 86400
# As far as the windows of a graph of a day reach.
LENGTH = DAY + HOUR
SELECTOR = re.compile(r"[a-zA-Z_:][\w:]*\{[^}]*\}")
DIRECTIONS = ("inbound", "outbound", "local")
BOUNDS = ("5.0", "10.0", "15.0", "20.0", "30.0", "45.0", "60.0", "90.0")


def series_of_tenant(tenant, servers):
    """(name, labels without the target) of one tenant."""
    for server in range(servers):
        where = f'tenant="t{tenant}",server="192.0.2.{server}"'
        for state in ("ringing", "oncall"):
            for direction in DIRECTIONS:
                labels = f'{where},direction="{direction}",state="{state}"'
                yield "pitel_active_calls", labels
                yield "pitel_active_legs", labels
            yield "pitel_stale_legs", f'{where},state="{state}"'
        for state in ("idle", "ringing", "oncall"):
            yield "pitel_extensions", f'{where},state="{state}"'
    whose = f'tenant="t{tenant}"'
    for name in (
        "pitel_ringing_callers",
        "pitel_ringing_oldest_seconds",
        "pitel_active_calls_peak",
        "pitel_call_wait_seconds_count",
        "pitel_call_wait_seconds_sum",
    ):
        yield name, whose
    for bound in (*BOUNDS, "120.0", "180.0", "+Inf"):
        yield "pitel_call_wait_seconds_bucket", f'{whose},le="{bound}"'
    for direction in DIRECTIONS:
        for what in ("started", "answered", "unanswered", "ended"):
            name = f"pitel_calls_{what}_total"
            yield name, f'{whose},direction="{direction}"'


def platform(tenants, servers):
    yield "pitel_up", ""
    yield "pitel_poll_interval_seconds", ""
    for tenant in range(tenants):
        yield from series_of_tenant(tenant, servers)


class Platforms(History):
    """Some minutes. `sizes` are {target: (tenants, servers)}."""

    def __init__(self, folder, sizes):
        start = END - 60 * MINUTES
        moments = range(start, END + 1, STEP)

        def write_platforms(file):
            for target, size in sizes.items():
                scraped = f'target="{target}",job="pitel",instance="one"'
                for name, labels in platform(*size):
                    named = f"{name}{{{labels + ',' if labels else ''}{scraped}}}"
                    file.writelines(
                        f"{named} {index} {moment}\n"
                        for index, moment in enumerate(moments)
                    )

        super().__init__(folder, write_platforms, [(start, STEP)], END)


class Day(History):
    """A day of the series that the dashboards read, with made-up values."""

    def __init__(self, folder, series):
        self._folder = Path(folder)
        self._process = None
        try:
            self.url = self._restart()
            write_history(self.url, series, END - LENGTH, END, STEP)
        except BaseException:
            self.stop()
            raise


def series_of_boards(asked):
    """The series that the dashboards' queries select."""
    selectors = {
        selector
        for board in load_boards().values()
        for panel in panels_of(board)
        for query in panel["targets"]
        for selector in SELECTOR.findall(
            asked.expand(query["expr"], board, asked.window(STEP))
        )
    }
    start = END - 60 * MINUTES
    return {
        json.dumps(labels): labels
        for selector in sorted(selectors)
        for labels in asked.get(
            "series", start=start, end=END, **{"match[]": selector}
        )["data"]
    }.values()


def points_of(board, panel):
    """How many points Grafana would ask for, over a day at least."""
    span = max(DAY, span_of(board))
    if "timeFrom" in panel:
        span = seconds(panel["timeFrom"])
    return min(POINTS, span // seconds(panel.get("interval", "15s")))


def stats_of(get, expression, points, span):
    """What Prometheus says about a query, None if it refuses it. A graph covers
    `span` seconds."""
    query = {"query": expression, "stats": "all"}
    if points:
        response = get(
            "query_range",
            start=END - span,
            end=END,
            step=span / points,
            **query,
        )
    else:
        response = get("query", time=END, **query)
    return response["data"]["stats"] if "data" in response else None


def samples_of(stats):
    return stats["samples"]["totalQueryableSamples"]


def costs(asked, board, span):
    """(panel and query, whether it is a graph, stats)."""
    for panel in panels_of(board):
        for query in panel["targets"]:
            expression = asked.expand(query["expr"], board, asked.window(STEP))
            points = points_of(board, panel) if query["range"] else 0
            stats = stats_of(asked.get, expression, points, span)
            yield f"{panel['title']} {query['refId']}", query["range"], stats


def in_words(stats):
    if stats is None:
        return f"{'too many':>12} {'':8}"
    seconds = stats["timings"]["evalTotalTime"]
    return f"{samples_of(stats):12,} {seconds:8.3f}"


def request_json(url):
    """The response, also if Prometheus refuses the query."""
    try:
        with urlopen(url) as response:
            return json.load(response)
    except HTTPError as error:
        return json.load(error)


def print_costs(asked):
    print(f"{'samples':>12} {'seconds':>8}")
    for uid, board in load_boards().items():
        for where, _, stats in costs(asked, board, DAY):
            print(f"{in_words(stats)} {uid}: {where}")


def main():
    tenants, servers = map(int, sys.argv[1:])
    with tempfile.TemporaryDirectory(prefix="pitel_cost_") as folder:
        platforms = Platforms(folder, {"hcm": (tenants, servers)})
        try:
            asked = Asked(request_json, platforms.url, "t1")
            series = series_of_boards(asked)
        finally:
            platforms.stop()
    with tempfile.TemporaryDirectory(prefix="pitel_cost_") as folder:
        day = Day(folder, series)
        try:
            print_costs(Asked(request_json, day.url, "t1"))
        finally:
            day.stop()


if __name__ == "__main__":
    main()
