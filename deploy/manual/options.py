"""The options of the configuration, from the comments of its example."""

import re
from dataclasses import dataclass, field

KEY = re.compile(r"^ *(?:- )?\w+:")
# Keys that the example leaves out, and examples of values.
SAMPLE = re.compile(r"^ *#(?: (?=\w+:(?: |$))|  )(.*)$")
COMMENT = re.compile(r"^ *# ?(.*)$")


@dataclass
class Option:
    """Keys that share a comment."""

    depth: int  # 0 for a section
    text: list = field(default_factory=list)  # lines
    keys: list = field(default_factory=list)  # with their defaults


def read_options(example):
    """What the file says of itself, as lines, and its options."""
    introduction, _, rest = example.partition("\n\n")
    options = [Option(0)]
    for line in rest.splitlines():
        last = options[-1]
        dash = len("- ") if line.lstrip().startswith("- ") else 0
        depth = (len(line) - len(line.lstrip()) + dash) // 2
        if not line:
            options.append(Option(0))
        elif KEY.match(line):
            if last.keys and depth != last.depth:
                options.append(Option(depth))
            options[-1].depth = depth
            options[-1].keys.append(line.strip().removeprefix("- "))
        elif (last.text or last.keys) and (sample := SAMPLE.match(line)):
            last.keys.append(sample[1].strip())
            last.depth = depth
        elif comment := COMMENT.match(line):
            if last.keys:
                options.append(Option(depth))
            options[-1].text.append(comment[1])
    lines = [line.lstrip("# ") for line in introduction.splitlines()]
    return lines, [option for option in options if option.keys]
