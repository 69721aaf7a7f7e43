"""The queries of the dashboards, compared with the data that exists."""

import json
import math
import re
from urllib.parse import urlencode

import promql
from boards import panels_of, queries_of, query_variables_of
from week import END, OUTAGE_TENANT, STEP_SECONDS

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
LABEL_VALUES = re.compile(r"label_values\((.+), (\w+)\)")


class Known:
    """Metrics, their labels and the values of these."""

    def __init__(self, series):
        """`series` are (name, {label: value})."""
        self.labels = {}
        for name, labels in series:
            known = self.labels.setdefault(name, {})
            for label, value in labels.items():
                known.setdefault(label, set()).add(value)


def names(uid, board, known):
    """Metrics, labels and values that do not exist."""
    for where, expression in queries_of(board):
        query = promql.read(expression)
        there = set(query.made_labels)
        for selector in query.selectors:
            labels = known.labels.get(selector.metric)
            if labels is None:
                yield f"{where}: no metric {selector.metric}"
                continue
            there |= set(labels)
            for label, (operator, value) in selector.matchers.items():
                if label not in labels:
                    yield f"{where}: {selector.metric} has no label {label}"
                elif operator == "=" and value not in labels[label]:
                    if not value.startswith("$"):
                        yield f"{where}: {label} is never {value}"
        for label in sorted(query.labels - there - {"le", "pod"}):
            yield f"{where}: no label {label} to group by"
    for panel in panels_of(board):
        for query in panel["targets"]:
            there = promql.read(query["expr"]).labels | set().union(
                *(
                    known.labels.get(selector.metric, ())
                    for selector in promql.read(query["expr"]).selectors
                )
            )
            for label in re.findall(r"{{(\w+)}}", query["legendFormat"]):
                if label not in there:
                    yield f"{panel['title']}: no label {label} for the legend"


def selection(uid, board, known):
    """Queries that ignore a variable whose label they have."""
    variables = [v["name"] for v in board["templating"]["list"]][1:]
    for where, expression in queries_of(board):
        for selector in promql.read(expression).selectors:
            for name in variables:
                if name not in known.labels.get(selector.metric, ()):
                    continue
                chosen = selector.matchers.get(name, ("", ""))
                # Some alerts have neither a target nor a tenant.
                if selector.metric.startswith("ALERTS"):
                    chosen = (chosen[0], chosen[1].removesuffix("|"))
                if chosen not in (("=~", f"${name}"), ("=", f"${name}")):
                    yield f"{where}: {selector.metric} ignores {name}"


class Asked:
    """Queries of a board, as Grafana would send them at the end of the week."""

    def __init__(self, request_json, url, tenant):
        self._request_json = request_json
        self._url = url
        self._tenant = tenant
        self.instance = ".+"
        self.target = ".+"

    def window(self, step):
        """The value of $__rate_interval for data this far apart."""
        return max(step + STEP_SECONDS, 4 * STEP_SECONDS)

    def get(self, path, **parameters):
        return self._request_json(
            f"{self._url}/api/v1/{path}?{urlencode(parameters)}"
        )

    def expand(self, expression, board, window, tenant=None):
        values = {
            variable["name"]: variable.get("allValue")
            or tenant
            or self._tenant
            for variable in board["templating"]["list"]
        } | {
            "instance": self.instance,
            "target": self.target,
            "__rate_interval": f"{window}s",
            "__range": f"{span_of(board)}s",
        }
        return re.sub(
            r"\$(\w+)", lambda match: values[match[1]], expression
        )

    def samples(self, board, panel, query):
        """All values of the response, or the error message."""
        span = (
            seconds(panel["timeFrom"])
            if "timeFrom" in panel
            else span_of(board)
        )
        step = max(
            seconds(panel.get("interval", "10s")), math.ceil(span / 1000)
        )
        expression = self.expand(query["expr"], board, self.window(step))
        if query["instant"]:
            response = self.get("query", query=expression, time=END)
        else:
            end = END - END % step
            response = self.get(
                "query_range",
                query=expression,
                start=end - span,
                end=end,
                step=step,
            )
        if response["status"] != "success":
            return response["error"]
        return [
            value
            for series in response["data"]["result"]
            for _, value in series.get("values") or [series["value"]]
        ]

    def label_values(self, board, question):
        selector, label = LABEL_VALUES.fullmatch(question).groups()
        response = self.get(
            f"label/{label}/values",
            **{"match[]": self.expand(selector, board, self.window(0))},
            start=END - span_of(board),
            end=END,
        )
        return response.get("data") or []

    def marks(self, board, expression):
        """Whether the expression is ever above 0, as a mark must be."""
        response = self.get(
            "query_range",
            query=self.expand(
                expression, board, self.window(60), OUTAGE_TENANT
            ),
            start=END - span_of(board),
            end=END,
            step=max(60, math.ceil(span_of(board) / 1000)),
        )
        return response["status"] == "success" and any(
            float(value) > 0
            for series in response["data"]["result"]
            for _, value in series["values"]
        )


def seconds(duration):
    return int(duration[:-1]) * SECONDS[duration[-1]]


def span_of(board):
    return seconds(board["time"]["from"].removeprefix("now-"))


# One of their queries has a result if a condition holds, another if not.
ONE_OF_SEVERAL = {"stat", "bargauge"}


def results(uid, board, asked):
    """Queries that Prometheus refuses, and panels that stay empty."""
    for panel in panels_of(board):
        found = False
        for query in panel["targets"]:
            samples = asked.samples(board, panel, query)
            if isinstance(samples, str):
                yield f"{panel['title']} {query['refId']}: {samples}"
                continue
            finite = [one for one in samples if math.isfinite(float(one))]
            found = found or bool(finite)
            if not finite and panel["type"] not in ONE_OF_SEVERAL:
                yield f"{panel['title']} {query['refId']}: no result"
        if not found:
            yield f"{panel['title']}: empty"
    for name, question in query_variables_of(board).items():
        if not asked.label_values(board, question):
            yield f"variable {name}: nothing to choose"
    for annotation in board["annotations"]["list"]:
        if not asked.marks(board, annotation["target"]["expr"]):
            yield f"annotation {annotation['name']}: marks nothing"


def series_of(page, job):
    return [(name, {**dict(labels), **job}) for name, labels in page.series]
