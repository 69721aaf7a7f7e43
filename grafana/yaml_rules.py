"""Writes rules, given as JSON, as YAML that people can read.

The result is that of std.manifestYamlDoc, which takes minutes for it.
"""

import json
import sys


def text(string, indent):
    if not string.endswith("\n"):
        return " " + json.dumps(string, ensure_ascii=False) + "\n"
    lines = (
        f"{indent}{line}\n" if line else "\n"
        for line in string[:-1].split("\n")
    )
    return " |\n" + "".join(lines)


def yaml(value, indent=""):
    """What follows a key or a dash, up to the end of its last line."""
    if isinstance(value, dict):
        return "\n" + fields(value, indent)
    if isinstance(value, list):
        return "\n" + "".join(item(one, indent) for one in value)
    if isinstance(value, str):
        return text(value, indent)
    return f" {json.dumps(value)}\n"


def item(value, indent):
    if isinstance(value, dict):
        return f"{indent}- " + fields(value, indent + "  ").lstrip(" ")
    return f"{indent}-{yaml(value, indent + '  ')}"


def fields(values, indent):
    return "".join(
        f"{indent}{key}:{yaml(value, indent + '  ')}"
        for key, value in values.items()
    )


if __name__ == "__main__":
    sys.stdout.write(fields(json.load(sys.stdin), ""))
