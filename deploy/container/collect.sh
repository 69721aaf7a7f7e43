#!/bin/sh
# Collects the root file system of an image:
#
#   collect.sh FOLDER PROGRAM
#
# FOLDER gets the program without its symbols, the shared libraries that it
# loads, certificates of authorities, time zones, and a user without rights.
# The packages that these files come from are noted where scanners of images
# look for them, with their copyrights.
set -eu
export LC_ALL=C
folder=$1
program=$2

mkdir -p "$folder/etc/ssl/certs" "$folder/usr/bin" "$folder/usr/lib" "$folder/usr/lib64" \
  "$folder/usr/share" "$folder/var/lib/dpkg/status.d"
ln -s usr/lib usr/lib64 "$folder/"

strip -o "$folder/usr/bin/${program##*/}" "$program"
libraries=$(ldd "$program" | grep -o '/[^ ]*')
for library in $libraries; do
  install -D -m 755 "$library" "$folder$library"
done
cp /etc/ssl/certs/ca-certificates.crt "$folder/etc/ssl/certs/"
cp -R /usr/share/zoneinfo "$folder/usr/share/"
# Variants of all zones that no program here reads.
rm -rf "$folder/usr/share/zoneinfo/right" "$folder/usr/share/zoneinfo/posix"

cat >"$folder/etc/passwd" <<'END'
root:x:0:0:root:/:/usr/sbin/nologin
pitel_exporter:x:65532:65532:pitel_exporter:/:/usr/sbin/nologin
END
cat >"$folder/etc/group" <<'END'
root:x:0:
pitel_exporter:x:65532:
END

# dpkg knows some libraries by their path in /lib, others by that in /usr/lib.
packages=$(for library in $libraries; do
  file=$(readlink -f "$library")
  dpkg-query --search "$file" "${file#/usr}" 2>/dev/null | head -n 1
done | cut -d : -f 1 | sort -u)
for package in $packages ca-certificates tzdata; do
  dpkg-query --status "$package" >"$folder/var/lib/dpkg/status.d/$package"
  install -D -m 644 "/usr/share/doc/$package/copyright" \
    "$folder/usr/share/doc/$package/copyright"
done
