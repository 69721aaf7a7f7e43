"""Includes go one way: a folder of exporter/ includes only those before it."""

import pathlib
import re
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
ORDER = ("base", "metric", "json", "fetch", "endpoint", "calls", "queues",
         "config", "doctor", "render", "serve", "app")
# Folders that include nothing of each other: one per endpoint of the API.
SIBLINGS = {"calls", "queues"}
# The same inside `config`: values first, loading last. A source may include what
# its header may.
CONFIG_ORDER = ("problem_list", "config", "tls_names", "web_config", "shard",
                "units", "go_duration", "bcrypt_hash", "tls_pem",
                "yaml_document", "key_spelling", "key_table", "key_suggestion",
                "fields", "poll_times", "request_path", "queues_table",
                "target_table", "file_tables", "target_files", "target_list",
                "load_config", "web_tls_table", "web_tables", "load_web_config",
                "effective_config", "series_ceiling", "config_check")
# A third-party header is included below one path only. The first entry that
# fits decides.
SOLE_USERS = {
    "rapidjson/": "json",
    "curl/": "fetch",
    "openssl/sha.h": "config",
    "openssl/": ("fetch", "config/tls_", "serve/tls_"),
    "crypt.h": "serve/bcrypt.",
    "sodium.h": "endpoint",
    "re2/": "endpoint",
    "date/": "endpoint",
    "yaml-cpp/": "config",
    "boost/": "serve",
    "CLI/": "app",
}
INCLUDE = re.compile(r'^#include ([<"])([^>"]+)[>"]', re.MULTILINE)


def sources(root):
    return [path for path in sorted(root.rglob("*"))
            if path.suffix in (".h", ".cc")]


def sole_users(header):
    """The beginnings of the paths that may include the header; none: any."""
    users = next((users for library, users in SOLE_USERS.items()
                  if header.startswith(library)), ())
    return (users,) if isinstance(users, str) else users


def misplaced(root):
    """The includes below `root` that break the order, as text."""
    findings = []
    for path in sources(root):
        folder = path.relative_to(root).parts[0]
        if folder not in ORDER:
            continue
        allowed = set(ORDER[:ORDER.index(folder) + 1])
        if folder in SIBLINGS:
            allowed -= SIBLINGS - {folder}
        for quote, header in INCLUDE.findall(path.read_text()):
            if quote == '"' and header.split("/")[0] not in allowed:
                findings.append(f"{path.relative_to(root)} includes {header}")
            users = sole_users(header)
            if users and not str(path.relative_to(root)).startswith(users):
                findings.append(f"{path.relative_to(root)} includes {header}, "
                                f"which belongs to {' and '.join(users)}")
    return findings


def misplaced_in_config(folder):
    """The includes inside `folder` that break CONFIG_ORDER, as text."""
    findings = []
    for path in sources(folder):
        allowed = CONFIG_ORDER[:CONFIG_ORDER.index(path.stem) + 1]
        for quote, header in INCLUDE.findall(path.read_text()):
            name = pathlib.PurePath(header)
            if name.parts[0] == "config" and name.stem not in allowed:
                findings.append(f"{path.name} includes {header}")
    return findings


class IncludeOrder(unittest.TestCase):

    def test_every_folder_is_in_the_order(self):
        folders = {path.name for path in (ROOT / "exporter").iterdir()
                   if path.is_dir()}
        self.assertEqual(folders, set(ORDER))

    def test_includes_go_one_way(self):
        self.assertEqual(misplaced(ROOT / "exporter"), [])

    def test_every_header_of_config_is_in_its_order(self):
        headers = {path.stem for path in (ROOT / "exporter/config").glob("*.h")}
        self.assertEqual(headers, set(CONFIG_ORDER))

    def test_includes_inside_config_go_one_way(self):
        self.assertEqual(misplaced_in_config(ROOT / "exporter/config"), [])

    def test_a_wrong_include_inside_config_is_found(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "fields.h").write_text(
                '#include "config/key_table.h"\n'
                '#include "config/load_config.h"\n')
            (folder / "config.cc").write_text('#include "config/units.h"\n')
            self.assertEqual(misplaced_in_config(folder), [
                "config.cc includes config/units.h",
                "fields.h includes config/load_config.h"])

    def test_every_header_is_guarded_by_pragma_once(self):
        for path in sources(ROOT / "exporter"):
            if path.suffix == ".h":
                self.assertIn("#pragma once", path.read_text(), path)

    def test_a_wrong_include_is_found(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "json").mkdir()
            (root / "json" / "a.cc").write_text(
                '#include "calls/row.h"\n#include <curl/curl.h>\n')
            self.assertEqual(misplaced(root), [
                "json/a.cc includes calls/row.h",
                "json/a.cc includes curl/curl.h, which belongs to fetch"])

    def test_an_endpoint_that_includes_another_is_found(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "queues").mkdir()
            (root / "queues" / "a.cc").write_text('#include "calls/row.h"\n')
            self.assertEqual(misplaced(root), [
                "queues/a.cc includes calls/row.h"])


if __name__ == "__main__":
    unittest.main()
