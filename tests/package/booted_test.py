"""The Debian package in a booted Debian, from its installation to its purge.

    booted_test.py ROOT PACKAGE

The tests depend on each other and run in the order of their names.
"""

import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from machine import Machine, wait_until

HERE = Path(__file__).resolve().parent
SERVICE = "pitel_exporter.service"
CONFIG = "/etc/pitel_exporter/pitel_exporter.yml"
KEY = "made-up-key"
URL = "http://127.0.0.1:10748"
TARGET = """
  - name: {name}
    url: https://localhost:8443
    api_key_file: /run/credentials/pitel_exporter.service/key_hcm
    interval: 1s
    tls_config: {{ca_file: /opt/cert.pem}}
"""
# A system call outside the list would kill the service instead of failing.
STRICT = "[Service]\nSystemCallErrorNumber=kill\n"
FLAGS_FILE = "/etc/default/pitel_exporter"
# The system itself writes there.
NOT_COMPARED = ("/opt", "/var/log", "/var/cache", "/var/lib/systemd/timers",
                "/var/lib/systemd/random-seed", "/var/lib/systemd/catalog",
                "/var/lib/dpkg", "/var/tmp")  # fmt: skip


def previous_package(package, folder):
    """The same package with an older version."""
    contents = folder / "contents"
    subprocess.run(["dpkg-deb", "-R", package, contents], check=True)
    control = contents / "DEBIAN/control"
    lines = control.read_text().splitlines()
    lines = ["Version: 0.0.1" if line.startswith("Version: ") else line
             for line in lines]  # fmt: skip
    control.write_text("\n".join(lines) + "\n")
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-b", contents, folder / "old.deb"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return folder / "old.deb"


class Package(unittest.TestCase):
    root = None
    package = None

    @classmethod
    def setUpClass(cls):
        opt = cls.root / "opt"
        shutil.copy(HERE / "api.py", opt)
        shutil.copy(HERE / "scrape.py", opt)
        shutil.copy(cls.package, opt / "new.deb")
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(
                previous_package(cls.package, Path(folder)), opt / "old.deb"
            )
        (cls.root / "etc/hosts").write_text("127.0.0.1 localhost\n")
        cls.machine = Machine(cls.root)
        cls.addClassCleanup(lambda: cls.machine.stop())
        cls.start_api()
        cls.before = cls.files()

    @classmethod
    def start_api(cls):
        if not cls.machine.exists("/opt/cert.pem"):
            cls.machine.run(
                *"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=x"
                " -keyout /opt/key.pem -out /opt/cert.pem"
                " -addext subjectAltName=DNS:localhost".split()
            )
        cls.machine.run(
            "systemd-run", "python3", "/opt/api.py", "8443", "/opt/cert.pem",
            "/opt/key.pem", KEY,
        )  # fmt: skip

    @classmethod
    def files(cls):
        paths = cls.machine.output("find", "/", "-xdev").splitlines()
        return {path for path in paths if not path.startswith(NOT_COMPARED)}

    def systemctl(self, *words, check=True):
        return self.machine.run("systemctl", *words, check=check)

    def show(self, name):
        return self.machine.output(
            "systemctl", "show", "--value", f"--property={name}", SERVICE
        )

    def journal(self):
        return self.machine.output(
            "journalctl", "--unit", SERVICE, "--output=cat"
        )

    def get(self, path):
        return self.machine.output(
            "python3",
            "-c",
            "import sys, urllib.request\n"
            "print(urllib.request.urlopen(sys.argv[1]).read().decode())",
            URL + path,
            check=False,
        )

    def wait_for_page(self, *lines):
        def page():
            text = self.get("/metrics")
            return all(line in text for line in lines) and text

        return wait_until(page, f"{lines} on the page")

    def configure(self, *names):
        targets = "".join(TARGET.format(name=name) for name in names)
        self.machine.write(CONFIG, f"targets:{targets}")

    def install(self, name):
        return self.machine.run("dpkg", "--install", f"/opt/{name}.deb").stdout

    def upgrade_under_scrapes(self):
        """What scrape.py found, and the process before and after."""
        before = self.show("MainPID")
        scraper = subprocess.Popen(
            self.machine.command("python3", "/opt/scrape.py", f"{URL}/metrics"),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            self.install("new")
            self.wait_for_page('pitel_up{target="hcm"} 1')
        finally:
            found = scraper.communicate()[0].split()
        pages, failures, longest = int(found[0]), int(found[1]), float(found[2])
        print(f"upgrade: {pages} pages, {failures} failed scrapes, at most "
              f"{longest} s between pages")  # fmt: skip
        self.assertGreater(pages, 10)
        self.assertNotEqual(self.show("MainPID"), before)
        version = self.machine.output(
            "dpkg-query", "--show", "--showformat=${Version}", "pitel-exporter"
        )
        self.assertNotEqual(version, "0.0.1")
        return failures, longest

    def test_01_installation_starts_nothing(self):
        self.assertIn("systemctl enable --now pitel_exporter", self.install("old"))
        self.assertEqual(self.show("ActiveState"), "inactive")
        self.assertEqual(self.show("UnitFileState"), "disabled")
        self.assertIn("pitel_exporter, version",
                      self.machine.output("pitel_exporter", "--version"))  # fmt: skip
        keys = self.machine.root / "etc/pitel_exporter/keys"
        self.assertEqual(keys.stat().st_mode & 0o777, 0o700)

    def test_02_without_targets_it_says_what_is_missing(self):
        self.assertNotEqual(
            self.systemctl("start", SERVICE, check=False).returncode, 0
        )
        self.assertIn(
            f"{CONFIG}:9:1: no targets: list at least one under `targets`",
            self.journal(),
        )
        self.systemctl("stop", SERVICE)

    def test_03_it_polls_and_serves(self):
        self.machine.write("/etc/pitel_exporter/keys/hcm", KEY + "\n", 0o600)
        self.machine.write(
            f"/etc/systemd/system/{SERVICE}.d/strict.conf", STRICT
        )
        self.configure("hcm")
        self.systemctl("daemon-reload")
        self.systemctl("enable", "--now", SERVICE)
        page = self.wait_for_page('pitel_up{target="hcm"} 1')
        self.assertTrue('\npitel_active_calls{target="hcm",' in page, page)
        # The sandbox hides much of /proc.
        for name in ("start_time_seconds", "open_fds", "cpu_seconds_total",
                     "resident_memory_bytes", "threads"):  # fmt: skip
            self.assertIn(f"\nprocess_{name} ", page)
        wait_until(
            lambda: self.show("StatusText") == "1 of 1 targets up", "status"
        )
        self.assertNotIn(KEY, self.journal() + page + self.get("/config"))

    def test_04_it_has_no_privileges(self):
        pid = self.show("MainPID")
        status = self.machine.output("cat", f"/proc/{pid}/status")
        for line in ("CapEff:\t0000000000000000", "CapBnd:\t0000000000000000",
                     "NoNewPrivs:\t1", "Seccomp:\t2"):  # fmt: skip
            self.assertIn(line, status)
        self.assertNotIn("Uid:\t0", status)
        self.assertEqual(self.show("MemoryMax"), str(1 << 30))

    def test_05_the_configuration_can_be_checked(self):
        summary = self.machine.output(
            "pitel_exporter", f"--config.file={CONFIG}", "--config.check"
        )
        self.assertIn("1 target", summary)

    def test_06_reload_leaves_it_running(self):
        pid = self.show("MainPID")
        self.systemctl("reload", SERVICE)
        self.wait_for_page('pitel_up{target="hcm"} 1')
        self.assertEqual(self.show("MainPID"), pid)
        self.assertEqual(self.show("ActiveState"), "active")

    def test_07_an_upgrade_restarts_it(self):
        failures, longest = self.upgrade_under_scrapes()
        self.assertLess(longest, 60)
        self.assertEqual(self.show("ActiveState"), "active")

    def test_08_with_a_socket_an_upgrade_refuses_no_scrape(self):
        self.machine.write(FLAGS_FILE, "ARGS=--web.systemd-socket\n")
        self.systemctl("stop", SERVICE)
        self.systemctl("enable", "--now", "pitel_exporter.socket")
        self.systemctl("restart", SERVICE)
        self.install("old")
        self.wait_for_page('pitel_up{target="hcm"} 1')
        failures, _ = self.upgrade_under_scrapes()
        self.assertEqual(failures, 0)

    def test_09_a_stopped_process_is_restarted(self):
        before = self.show("MainPID")
        self.machine.run("kill", "-STOP", before)
        wait_until(
            lambda: self.show("MainPID") not in (before, "0"), "a restart"
        )
        self.wait_for_page('pitel_up{target="hcm"} 1')
        self.assertIn("watchdog", self.journal().lower())
        self.assertEqual(self.show("NRestarts"), "1")

    def test_10_a_crashed_process_is_restarted(self):
        before = self.show("MainPID")
        self.machine.run("kill", "-SEGV", before)
        wait_until(
            lambda: self.show("MainPID") not in (before, "0"), "a restart"
        )
        self.wait_for_page('pitel_up{target="hcm"} 1')

    def test_11_wrong_flags_are_not_tried_again(self):
        self.machine.write(FLAGS_FILE, "ARGS=--no.such.flag\n")
        self.systemctl("restart", SERVICE, check=False)
        self.assertEqual(self.show("ActiveState"), "failed")
        self.assertEqual(self.show("ExecMainStatus"), "2")
        self.systemctl("disable", "--now", "pitel_exporter.socket")
        self.machine.write(FLAGS_FILE, 'ARGS="--log.level=debug"\n')
        self.systemctl("start", SERVICE)
        self.wait_for_page('pitel_up{target="hcm"} 1')

    def test_12_no_system_call_was_refused(self):
        self.assertNotIn("status=31/SYS", self.journal())

    def test_13_it_starts_at_boot(self):
        type(self).machine.stop()
        type(self).machine = Machine(self.root)
        self.start_api()
        self.wait_for_page('pitel_up{target="hcm"} 1')

    def test_14_it_stops_as_asked(self):
        self.systemctl("stop", SERVICE)
        self.assertEqual(self.show("Result"), "success")
        self.assertEqual(self.show("ExecMainStatus"), "0")
        self.systemctl("start", SERVICE)

    def test_15_removal_stops_it_and_keeps_the_configuration(self):
        self.machine.run("dpkg", "--remove", "pitel-exporter")
        self.assertFalse(self.machine.exists("/usr/bin/pitel_exporter"))
        self.assertTrue(self.machine.exists(CONFIG))
        self.assertEqual(self.get("/metrics"), "")
        self.assertNotEqual(self.show("ActiveState"), "active")

    def test_16_purge_leaves_nothing(self):
        self.machine.run("rm", "-r", f"/etc/systemd/system/{SERVICE}.d")
        self.machine.run("dpkg", "--purge", "pitel-exporter")
        self.assertEqual(sorted(self.files() - self.before), [])
        self.assertEqual(
            self.machine.output("systemctl", "list-units", "--all", "--plain",
                                "--no-legend", "pitel*"), "")  # fmt: skip


if __name__ == "__main__":
    Package.root, Package.package = map(Path, sys.argv[1:3])
    unittest.main(argv=sys.argv[:1], failfast=True, verbosity=2)
