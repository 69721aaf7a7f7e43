"""Writes manual pages and completions for shells.

    python3 deploy/manual PROGRAM FOLDER

They describe PROGRAM as its --help and config/pitel_exporter.yml do.
"""

import re
import subprocess
import sys
from pathlib import Path

import completions
import man_pages
from flags import read_flags
from options import read_options

EXAMPLE = Path(__file__).resolve().parents[2] / "config/pitel_exporter.yml"


def output_of(*command):
    return subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def write_manual(program, folder):
    version = re.search(r"version (\S+)", output_of(program, "--version"))[1]
    summary, flags = read_flags(output_of(program, "--help"))
    introduction, options = read_options(EXAMPLE.read_text())
    files = {
        "pitel_exporter.1": man_pages.command_page(version, summary, flags),
        "pitel_exporter.yml.5": man_pages.configuration_page(
            version, introduction, options
        ),
        "pitel_exporter.bash": completions.bash(flags),
        "_pitel_exporter": completions.zsh(flags),
        "pitel_exporter.fish": completions.fish(flags),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__.strip())
    write_manual(sys.argv[1], Path(sys.argv[2]))
