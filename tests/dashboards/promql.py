"""Parses as much of PromQL as is needed to find the names in a query.

Prometheus itself decides whether a query is one; here it is only taken apart.
"""

import re
from dataclasses import dataclass, field

TOKEN = re.compile(
    r"""(?P<space>\s+)
      |(?P<string>"(?:[^"\\]|\\.)*")
      |(?P<range>\[[^\]]*\])
      |(?P<name>[a-zA-Z_:][\w:]*)
      |(?P<number>[0-9.]+(?:e[+-]?[0-9]+)?[a-z]*)
      |(?P<symbol>=~|!~|!=|==|>=|<=|[-+*/%^<>={}(),@$])""",
    re.VERBOSE,
)

GROUPINGS = {"by", "without", "on", "ignoring", "group_left", "group_right"}
WORDS = GROUPINGS | {"and", "or", "unless", "offset", "bool", "inf", "nan"}
RATES = {"rate", "increase", "irate"}


@dataclass
class Selector:
    metric: str
    matchers: dict = field(default_factory=dict)  # label: (operator, value)


@dataclass
class Query:
    selectors: list = field(default_factory=list)
    labels: set = field(default_factory=set)  # that it groups or joins by
    made_labels: set = field(default_factory=set)  # by label_replace()
    rate_windows: set = field(default_factory=set)
    unguarded: list = field(default_factory=list)  # divisors that may be 0


def tokens_of(expression):
    tokens, at = [], 0
    while at < len(expression):
        match = TOKEN.match(expression, at)
        if not match:
            raise ValueError(f"not PromQL: {expression[at:]!r}")
        if match.lastgroup != "space":
            tokens.append((match.lastgroup, match[0]))
        at = match.end()
    return tokens


def closing(tokens, opening):
    """The index of the bracket that closes the one at `opening`."""
    pair = {"(": ")", "{": "}"}
    start = tokens[opening][1]
    depth = 0
    for index in range(opening, len(tokens)):
        text = tokens[index][1]
        depth += (text == start) - (text == pair[start])
        if depth == 0:
            return index
    raise ValueError(f"an open {start}")


def text_at(tokens, index):
    return tokens[index][1] if index < len(tokens) else ""


def matchers_of(tokens):
    """Of the tokens between braces."""
    return {
        tokens[index][1]: (tokens[index + 1][1], tokens[index + 2][1][1:-1])
        for index in range(0, len(tokens), 4)
    }


def is_guarded(tokens, index):
    """Whether the divisor that begins at `index` cannot be 0."""
    while text_at(tokens, index) in GROUPINGS:
        index = closing(tokens, index + 1) + 1
    if tokens[index][0] == "number":
        return True
    if tokens[index][1] != "(":
        return False
    end = closing(tokens, index)
    return [text for _, text in tokens[end - 2 : end]] == [">", "0"]


def read(expression):
    """The names in the expression."""
    tokens = tokens_of(expression)
    query = Query()
    rate_depth = []  # closing indices of the rates around
    index = 0
    while index < len(tokens):
        kind, text = tokens[index]
        following = text_at(tokens, index + 1)
        if text in GROUPINGS and following == "(":
            end = closing(tokens, index + 1)
            query.labels |= {
                t for k, t in tokens[index + 2 : end] if k == "name"
            }
            index = end
        elif kind == "name" and following in GROUPINGS:
            pass  # an aggregation
        elif kind == "name" and following == "(":
            if text in RATES:
                rate_depth.append(closing(tokens, index + 1))
            if text == "label_replace":
                made = tokens[: closing(tokens, index + 1)]
                query.made_labels.add(
                    [t for k, t in made if k == "string"][-4][1:-1]
                )
        elif kind == "name" and text.lower() not in WORDS:
            selector = Selector(text)
            if following == "{":
                end = closing(tokens, index + 1)
                selector.matchers = matchers_of(tokens[index + 2 : end])
                index = end
            query.selectors.append(selector)
        elif kind == "range" and any(end > index for end in rate_depth):
            query.rate_windows.add(text[1:-1])
        elif text == "/" and not is_guarded(tokens, index + 1):
            query.unguarded.append(
                " ".join(t for _, t in tokens[index + 1 : index + 6])
            )
        index += 1
    return query
