# Installs Debian packages; to be sourced. Does nothing for what is installed.

# What the exporter builds with.
BUILD_PACKAGES="cmake g++ git libboost-dev libcli11-dev libcrypt-dev
  libcurl4-openssl-dev libhowardhinnant-date-dev libre2-dev libsodium-dev libssl-dev
  libyaml-cpp-dev ninja-build pkg-config prometheus-cpp-dev rapidjson-dev
  zlib1g-dev"
# What it needs to run: the time zones.
RUN_PACKAGES="ca-certificates tzdata"
# What deploy/package.sh needs in addition.
PACKAGE_PACKAGES="debhelper dpkg-dev python3"
# What grafana/preview needs. Node.js may come from elsewhere, with its own npm.
PREVIEW_PACKAGES=
if ! { command -v node && command -v npm; } >/dev/null; then
  PREVIEW_PACKAGES="nodejs npm"
fi

# Whether its npm packages are there: npm notes last what it installed.
preview_is_installed() {
  [ grafana/preview/package-lock.json -ot \
    grafana/preview/node_modules/.package-lock.json ]
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    echo "error: packages are missing, and installing them needs root or sudo:" \
      "apt-get install --no-install-recommends $missing" >&2
    return 1
  fi
}

# install_packages PACKAGE ...
# Packages that bring a service do not start it: policy-rc.d says no meanwhile.
install_packages() {
  local package policy=/usr/sbin/policy-rc.d made_policy= status=0
  missing=
  for package in "$@"; do
    case "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" in
      installed) ;;
      *) missing="$missing $package" ;;
    esac
  done
  [ -n "$missing" ] || return 0
  echo "installing:$missing"
  if [ ! -e "$policy" ]; then
    printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null || return 1
    as_root chmod 755 "$policy"
    made_policy=1
  fi
  # shellcheck disable=SC2086
  as_root apt-get update -qq &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y \
      --no-install-recommends $missing >/dev/null || status=1
  [ -z "$made_policy" ] || as_root rm -f "$policy"
  [ "$status" -eq 0 ] || echo "error: apt-get could not install:$missing" >&2
  return "$status"
}
