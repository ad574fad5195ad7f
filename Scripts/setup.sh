#!/usr/bin/env bash
# Installs the system packages that building needs, if any is missing. Says nothing when all are there.
# `setup.sh pages` installs what looking at pages in a browser needs, `setup.sh recipes` what recipes need.
set -euo pipefail

case "${1:-}" in
"" | pages | recipes) ;;
*)
  echo "error: setup.sh knows nothing of '$1'; give pages, recipes, or nothing" >&2
  exit 64
  ;;
esac

# Wherever it comes from; recipes use its standard library alone.
if [ "${1:-}" = recipes ]; then
  if command -v python3 >/dev/null; then exit 0; fi
  if ! command -v apt-get >/dev/null; then
    echo "error: python3 is missing and there is no apt-get; install Python 3.10 or later and try again" >&2
    exit 1
  fi
fi

if [ "${1:-}" != recipes ] && ! command -v swift >/dev/null; then
  echo "error: swift is not installed or not on PATH; install Swift 6.2 or later from https://swift.org/install" >&2
  exit 1
fi

# macOS brings Accelerate; nothing to install.
[ "$(uname -s)" = Linux ] || exit 0

if ! command -v apt-get >/dev/null; then
  if [ "${1:-}" = pages ]; then
    if command -v chromium >/dev/null; then exit 0; fi
    echo "error: chromium is missing and there is no apt-get; install it and a Korean font, and try again" >&2
    exit 1
  fi
  if [ -e /usr/include/dnnl.h ] || [ -e /usr/local/include/dnnl.h ]; then exit 0; fi
  echo "error: oneDNN's header dnnl.h is missing and there is no apt-get; install oneDNN's development package (onednn-devel, onednn, ...) and try again" >&2
  exit 1
fi

# git: SwiftPM fetches the dependencies with it. libdnnl-dev: oneDNN, the matrix products.
# libsentencepiece-dev: subwords. pkg-config: how SwiftPM finds it.
needed=(git libdnnl-dev libsentencepiece-dev pkg-config)
# chromium: opens pages. fonts-nanum: Korean letters.
if [ "${1:-}" = pages ]; then needed=(chromium fonts-nanum); fi
# python3-pip: pronunciation-english fetches its dictionary with it.
if [ "${1:-}" = recipes ]; then needed=(python3 python3-pip); fi
missing=()
for package in "${needed[@]}"; do
  status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$status" = installed ] || missing+=("$package")
done
[ "${#missing[@]}" -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "error: these packages are missing: ${missing[*]}; install them as root: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi

echo "Set-up: installing ${missing[*]} with apt-get."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
install_missing() {
  "${as_root[@]}" apt-get install -y --no-install-recommends "${missing[@]}" >"$log" 2>&1
}
# A bare container has no package lists yet.
export DEBIAN_FRONTEND=noninteractive
if ! install_missing; then
  "${as_root[@]}" apt-get update >"$log" 2>&1 && install_missing || {
    cat "$log" >&2
    echo "error: apt-get could not install ${missing[*]}; its messages are above" >&2
    exit 1
  }
fi
