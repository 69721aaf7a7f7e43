"""Every component of exporter/ is tested, and says where.

Either there is tests/unit/<folder>/<noun>_test.cc, or a comment of the header
(of the source if there is none) names the tests that cover it: "Tested in
crowd_test.cc and server_test.cc."
"""

import pathlib
import re
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
COMMENT = re.compile(r"//[^\n]*")
# A function that does something: values and interfaces have none.
BODY = re.compile(r"\)[^;{}]*\{\s*[^}\s]")
NAME = r"\w+_test\.(?:cc|py)"
NOTE = re.compile(rf"Tested in ({NAME}(?:(?:, | and ){NAME})*)\.")


def has_behaviour(header):
    return BODY.search(COMMENT.sub("", header.read_text())) is not None


def components(exporter):
    """The paths of components without their suffix."""
    found = set()
    for path in exporter.rglob("*"):
        if path.suffix in (".cc", ".in"):
            found.add(path.parent / path.name.split(".")[0])
        elif path.suffix == ".h" and has_behaviour(path):
            found.add(path.with_suffix(""))
    return sorted(found)


def tests_named_by(component):
    """The tests that the notes of a component name."""
    header = component.with_suffix(".h")
    file = header if header.exists() else component.with_suffix(".cc")
    if not file.exists():
        return []
    text = re.sub(r"\n\s*// ", " ", file.read_text())
    return [name for note in NOTE.findall(text)
            for name in re.findall(NAME, note)]


def untested(root):
    """What is wrong with the tests of the components below `root`, as text."""
    unit = root / "tests" / "unit"
    existing = {path.name for path in (root / "tests").rglob("*_test.*")}
    findings = []
    for component in components(root / "exporter"):
        name = component.relative_to(root / "exporter")
        tests = tests_named_by(component)
        if not tests and not (unit / f"{name}_test.cc").exists():
            findings.append(f"{name} has no test")
        findings += [f"{name} names {test}, which does not exist"
                     for test in tests if test not in existing]
    return findings


def not_listed(unit):
    """The unit tests that no CMakeLists.txt builds."""
    return [str(test.relative_to(unit)) for test in sorted(unit.rglob("*_test.cc"))
            if not re.search(rf"\b{re.escape(test.name)}\b",
                             (test.parent / "CMakeLists.txt").read_text())]


def not_in_readme(tests):
    """The folders of tests/ that no table of its README describes."""
    rows = re.findall(r"^\|([^|]*)\|", (tests / "README.md").read_text(),
                      re.MULTILINE)
    described = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    return sorted(path.name for path in tests.iterdir()
                  if path.is_dir() and not path.name.startswith(("_", "."))
                  and path.name not in described)


class TestedComponents(unittest.TestCase):

    def test_every_component_is_tested(self):
        self.assertEqual(untested(ROOT), [])

    def test_every_unit_test_is_built(self):
        self.assertEqual(not_listed(ROOT / "tests" / "unit"), [])

    def test_the_readme_describes_every_folder(self):
        self.assertEqual(not_in_readme(ROOT / "tests"), [])


class Made(unittest.TestCase):
    """Made-up folders, in which each fault is found."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.write("tests/system/page_test.py")
        self.write("tests/unit/calls/a_test.cc")

    def write(self, name, text=""):
        file = self.root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)

    def test_a_test_of_the_same_name_is_enough(self):
        self.write("exporter/calls/a.cc")
        self.assertEqual(untested(self.root), [])

    def test_a_test_of_another_folder_is_not(self):
        self.write("exporter/render/a.cc")
        self.assertEqual(untested(self.root), ["render/a has no test"])

    def test_a_note_is_enough(self):
        self.write("exporter/calls/b.h",
                   "// What b is. Tested in\n// a_test.cc and page_test.py.\n")
        self.write("exporter/calls/b.cc")
        self.write("exporter/main.cc", "// Tested in page_test.py.\n")
        self.assertEqual(untested(self.root), [])

    def test_a_note_must_name_tests_that_exist(self):
        self.write("exporter/calls/b.cc",
                   "// Tested in a_test.cc and c_test.cc.\n")
        self.assertEqual(
            untested(self.root),
            ["calls/b names c_test.cc, which does not exist"])

    def test_a_source_without_either_is_found(self):
        self.write("exporter/calls/b.cc.in")
        self.write("exporter/calls/c.cc")
        self.assertEqual(untested(self.root),
                         ["calls/b has no test", "calls/c has no test"])

    def test_a_header_with_a_function_is_found(self):
        self.write("exporter/calls/b.h",
                   "struct B {\n  bool c() const { return true; }\n};\n")
        self.assertEqual(untested(self.root), ["calls/b has no test"])

    def test_values_and_interfaces_need_no_test(self):
        self.write("exporter/calls/b.h", """
            // f() { g(); }
            struct B {
              virtual ~B() = default;
              virtual void F(int /*i*/) {}
              std::vector<int> numbers{1, 2};
            };""")
        self.assertEqual(untested(self.root), [])

    def test_a_test_that_is_not_listed_is_found(self):
        self.write("tests/unit/calls/aa_test.cc")
        self.write("tests/unit/calls/CMakeLists.txt", "unit_test(aa_test.cc)")
        self.assertEqual(not_listed(self.root / "tests/unit"),
                         ["calls/a_test.cc"])

    def test_a_folder_that_the_readme_leaves_out_is_found(self):
        self.write("tests/README.md", "`unit` is below\n\n| `system` | it |\n")
        self.assertEqual(not_in_readme(self.root / "tests"), ["unit"])


if __name__ == "__main__":
    unittest.main()
