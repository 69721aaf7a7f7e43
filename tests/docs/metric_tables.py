"""The tables of docs/metrics.md, made from a page in the text format."""

import re

from metrics_page import parse_sample

# The first pattern that a family's name matches decides its table.
TABLES = (
    ("The process", r"process_"),
    ("The exporter", r"pitel_(exporter|log)_"),
    ("Queues", r"pitel_queue_"),
    (
        "The API and its polls",
        r"pitel_(api|poll|up|last|call_time|overflowed)",
    ),
    ("Calls, callers and phones", r""),
)


class Family:
    def __init__(self, name, help_text):
        self.name = name
        self.help = help_text
        self.type = None
        self.labels = []
        self.bounds = []

    def sample_names(self):
        if self.type != "histogram":
            return [self.name]
        return [self.name + end for end in ("_bucket", "_sum", "_count")]

    def add(self, labels):
        for label, value in labels:
            if label == "le":
                bound = f"{float(value):g}"
                if bound != "inf" and bound not in self.bounds:
                    self.bounds.append(bound)
            elif label not in self.labels:
                self.labels.append(label)

    def row(self):
        labels = ", ".join(f"`{label}`" for label in self.labels)
        kind = self.type
        if self.bounds:
            kind += " with the bounds " + " ".join(self.bounds)
        help_text = self.help.replace("|", "\\|")
        return f"| `{self.name}` | {kind} | {labels} | {help_text} |"


def read_families(page):
    """The families of a page, in its order."""
    families = []
    for line in page.splitlines():
        if line.startswith("# HELP "):
            _, _, name, help_text = line.split(" ", 3)
            help_text = help_text.replace("\\n", " ").replace("\\\\", "\\")
            families.append(Family(name, help_text))
        elif line.startswith("# TYPE "):
            families[-1].type = line.split()[3]
        else:
            (name, _), _ = parse_sample(line)
            if name not in families[-1].sample_names():
                raise AssertionError(f"{name} has no HELP")
            # In the order of the page, which parse_sample does not keep.
            labels = re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', line)
            families[-1].add(labels)
    return families


def table_of(name):
    return next(title for title, p in TABLES if re.match(p, name))


def render_tables(families):
    text = ""
    for title, _ in reversed(TABLES):
        rows = [f.row() for f in families if table_of(f.name) == title]
        if rows:
            text += f"### {title}\n\n| name | type | labels | help |\n"
            text += "|---|---|---|---|\n" + "\n".join(rows) + "\n\n"
    return text
