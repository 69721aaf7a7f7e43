"""What can be installed from: the repository, and the folder that the Debian
package installs. And the steps that docs/install.md gives."""

import re
import shutil
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
SHARE = "usr/share/pitel-exporter"


def steps(heading):
    """The commands below a heading of docs/install.md: the first block."""
    text = (REPOSITORY / "docs/install.md").read_text()
    (chapter,) = re.findall(
        rf"^## {heading}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL
    )
    block = re.search(r"(?:^    .*\n)+", chapter, re.MULTILINE)[0]
    return [line.strip() for line in block.splitlines()]


def copy(source, folder):
    folder.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, folder / source.name, dirs_exist_ok=True)
    else:
        shutil.copy(source, folder)


def repository(root):
    """A copy in root/source; what stands for deploy/ in the steps."""
    for part in ("alertmanager", "grafana", "install-rules.sh", "prometheus"):
        copy(REPOSITORY / "deploy" / part, root / "source/deploy")
    return root / "source/deploy"


def package(root):
    """As dh_install does it, without what is compiled or generated."""
    listed = REPOSITORY / "deploy/debian/pitel-exporter.install"
    for line in listed.read_text().splitlines():
        source, folder = line.split()
        if folder.startswith(SHARE):
            copy(REPOSITORY / source, root / folder)
    return root / SHARE


LAYOUTS = {"repository": repository, "package": package}
