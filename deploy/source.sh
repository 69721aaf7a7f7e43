# The source to build releases from; to be sourced in the top folder.

# The only place where the version is written.
VERSION=$(sed -nE 's/^project\(pitel_exporter VERSION ([0-9.]+) .*/\1/p' CMakeLists.txt)

if [ -e .git ]; then
  REVISION=$(git rev-parse --short=12 HEAD)
  : "${SOURCE_DATE_EPOCH:=$(git log -1 --format=%ct)}"
else
  REVISION=unknown
  : "${SOURCE_DATE_EPOCH:=$(stat -c %Y CMakeLists.txt)}"
fi
export SOURCE_DATE_EPOCH

# copy_source FOLDER
# Copies what is committed, or the whole unpacked archive, to a new folder.
copy_source() {
  mkdir -p "$1"
  if [ -e .git ]; then
    git archive --format=tar HEAD | tar -x -C "$1"
  else
    tar -c --exclude=./build --exclude=./dist . | tar -x -C "$1"
  fi
}
