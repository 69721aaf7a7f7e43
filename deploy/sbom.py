#!/usr/bin/env python3
"""Prints the software bill of materials of a built package, as SPDX 2.3 JSON.

    deploy/sbom.py PACKAGE.deb

It lists the shared libraries that the program loads and the libraries of
headers that it contains, as dpkg knows them on this machine: run it where the
package was built. SOURCE_DATE_EPOCH is its date.
"""

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from datetime import datetime, timezone
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = "usr/bin/pitel_exporter"
COPYRIGHT = "/usr/share/doc/{}/copyright"
LICENSE = re.compile(r"^License: *(\S.*)$", re.MULTILINE)


def output_of(*command):
    return subprocess.run(
        command, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def package_field(package, field):
    return output_of("dpkg-query", "-W", f"-f=${{{field}}}", package)


def package_of(file):
    # /lib is a link to /usr/lib, and dpkg knows one of them.
    for path in (file, os.path.realpath(file), file.removeprefix("/usr")):
        found = subprocess.run(
            ["dpkg-query", "-S", path], capture_output=True, text=True
        )
        if found.returncode == 0:
            return found.stdout.partition(": ")[0].partition(":")[0]
    raise SystemExit(f"{file} belongs to no package")


def linked_packages(program):
    """The packages of the libraries that the program names, and of the others."""
    needed = re.findall(
        r"\(NEEDED\).*\[(.*)\]", output_of("readelf", "-d", program)
    )
    direct, others = set(), set()
    for name, file in re.findall(
        r"^\s*(\S+)(?: => (\S+))? \(0x", output_of("ldd", program), re.MULTILINE
    ):
        if not file and not name.startswith("/"):
            continue  # the kernel's own
        package = package_of(file or name)
        name = Path(name).name
        (direct if name in needed else others).add(package)
    return direct, others - direct


def header_packages(package):
    """`package`, or what it depends on, if it contains headers and no library."""
    files = output_of("dpkg-query", "-L", package).splitlines()
    if any(file.endswith(".so") for file in files):
        return set()
    if any(re.search(r"^/usr/include/.*\.(h|hpp)$", file) for file in files):
        return {package}
    depends = package_field(package, "Depends")
    return {name for name in re.findall(r"[a-z0-9.+-]+-dev\b", depends)
            if header_packages(name)}  # fmt: skip


def build_packages():
    listed = output_of(
        "sh", "-c", f'. {ROOT}/deploy/packages.sh; echo $BUILD_PACKAGES'
    )
    return [name for name in listed.split() if name.endswith("-dev")]


def library_entry(package):
    version = package_field(package, "Version")
    architecture = package_field(package, "Architecture")
    source = package_field(package, "source:Package")
    distribution = output_of("sh", "-c", ". /etc/os-release; echo $ID").strip()
    licenses = LICENSE.findall(
        Path(COPYRIGHT.format(package)).read_text(errors="replace")
    )
    return {
        "SPDXID": f"SPDXRef-{re.sub('[^A-Za-z0-9.-]', '-', package)}",
        "name": package,
        "versionInfo": version,
        "supplier": f"Organization: {distribution}",
        "sourceInfo": f"built from the source package {source}",
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "licenseConcluded": "NOASSERTION",
        "licenseDeclared": "NOASSERTION",
        "licenseComments": "In its copyright file: "
        + (", ".join(sorted(set(licenses))) or "see there"),
        "copyrightText": "NOASSERTION",
        "externalRefs": [
            {
                "referenceCategory": "PACKAGE-MANAGER",
                "referenceType": "purl",
                "referenceLocator": f"pkg:deb/{distribution}/{quote(package)}"
                f"@{quote(version, safe='')}?arch={architecture}",
            }
        ],
    }


def product_entry(deb):
    return {
        "SPDXID": "SPDXRef-pitel-exporter",
        "name": "pitel-exporter",
        "versionInfo": output_of("dpkg-deb", "-f", deb, "Version").strip(),
        "packageFileName": Path(deb).name,
        "downloadLocation": "NOASSERTION",
        "filesAnalyzed": False,
        "checksums": [
            {
                "algorithm": "SHA256",
                "checksumValue": hashlib.sha256(
                    Path(deb).read_bytes()
                ).hexdigest(),
            }
        ],
        "licenseConcluded": "Apache-2.0",
        "licenseDeclared": "Apache-2.0",
        "copyrightText": "NOASSERTION",
        "primaryPackagePurpose": "APPLICATION",
    }


def document(deb):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["dpkg-deb", "-x", deb, folder], check=True)
        direct, others = linked_packages(f"{folder}/{PROGRAM}")
    headers = set().union(*map(header_packages, build_packages()))
    product = product_entry(deb)
    kinds = [("DYNAMIC_LINK", direct), ("DEPENDS_ON", others),
             ("STATIC_LINK", headers)]  # fmt: skip
    libraries = {name: library_entry(name) for name in direct | others | headers}
    created = datetime.fromtimestamp(
        int(os.environ["SOURCE_DATE_EPOCH"]), timezone.utc
    )
    digest = product["checksums"][0]["checksumValue"]
    return {
        "spdxVersion": "SPDX-2.3",
        "dataLicense": "CC0-1.0",
        "SPDXID": "SPDXRef-DOCUMENT",
        "name": Path(deb).stem,
        "documentNamespace": "https://spdx.org/spdxdocs/"
        f"{Path(deb).stem}-{digest[:16]}",
        "creationInfo": {
            "created": created.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "creators": ["Tool: pitel_exporter-sbom"],
        },
        "packages": [product, *(libraries[name] for name in sorted(libraries))],
        "relationships": [
            {
                "spdxElementId": "SPDXRef-DOCUMENT",
                "relationshipType": "DESCRIBES",
                "relatedSpdxElement": product["SPDXID"],
            }
        ]
        + [
            {
                "spdxElementId": product["SPDXID"],
                "relationshipType": kind,
                "relatedSpdxElement": libraries[name]["SPDXID"],
            }
            for kind, names in kinds
            for name in sorted(names)
        ],
    }


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__.strip())
    print(json.dumps(document(sys.argv[1]), indent=2))
