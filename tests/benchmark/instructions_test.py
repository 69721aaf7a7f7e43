"""Counts the instructions of fixed work and compares them with recorded figures.

    instructions_test.py FOLDER                    # builds what is shipped there
    UPDATE_GOLDEN=1 instructions_test.py FOLDER    # records the figures

The work is that of instructions.cc. callgrind counts, so nothing else that the
machine does matters. The figures are those of Debian 12 on amd64: another
compiler or library has others.
"""

import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
FIGURES = Path(__file__).with_name("instructions.json")
TOLERANCE = 0.03
# The C library chooses some functions by what the processor has.
TUNABLES = "glibc.cpu.hwcaps=-AVX2_Usable,-AVX512F_Usable"


def is_debian_12():
    release = platform.freedesktop_os_release()
    machine = platform.machine()
    return (release["ID"], release.get("VERSION_ID"), machine) == (
        "debian",
        "12",
        "x86_64",
    )


def build(folder):
    options = ["-DCMAKE_BUILD_TYPE=Release", "-DPITEL_BUILD_TESTS=ON"]
    for command in (
        ["cmake", "-G", "Ninja", "-S", REPOSITORY, "-B", folder, *options],
        ["cmake", "--build", folder, "--target", "pitel_instructions"],
    ):
        subprocess.run(command, check=True)


def count(program, work):
    with tempfile.TemporaryDirectory() as folder:
        result = subprocess.run(
            [
                "valgrind",
                "--tool=callgrind",
                "--collect-atstart=no",
                "--toggle-collect=MeasuredWork",
                f"--callgrind-out-file={folder}/profile",
                program,
                work,
            ],
            env=os.environ | {"GLIBC_TUNABLES": TUNABLES},
            capture_output=True,
            text=True,
            check=True,
        )
    return int(re.search(r"Collected : (\d+)", result.stderr)[1])


@unittest.skipUnless(is_debian_12(), "the figures are those of Debian 12, amd64")
class Instructions(unittest.TestCase):
    def test_are_as_many_as_recorded(self):
        build(FOLDER)
        program = FOLDER / "tests/benchmark/pitel_instructions"
        recorded = json.loads(FIGURES.read_text())
        counted = {work: count(program, work) for work in recorded}
        print(json.dumps(counted, indent=2))
        if os.environ.get("UPDATE_GOLDEN"):
            FIGURES.write_text(json.dumps(counted, indent=2) + "\n")
            return
        for work, instructions in counted.items():
            with self.subTest(work):
                self.assertAlmostEqual(
                    instructions / recorded[work],
                    1,
                    delta=TOLERANCE,
                    msg=f"{instructions} instructions, {recorded[work]} recorded: "
                    "if that is meant, record it with UPDATE_GOLDEN=1",
                )


if __name__ == "__main__":
    FOLDER = Path(sys.argv.pop(1))
    unittest.main()
