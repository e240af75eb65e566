#!/bin/bash
# install.sh TARGET: the Python clients, each in an environment of its own. Called by ../build.sh; ends with 3 where Python is missing.
set -euo pipefail
cd "$(dirname "$0")"
command -v python3 >/dev/null || { echo "needs Python 3.10 or newer (python3) on the PATH" >&2; exit 3; }
python3 -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { echo "$(python3 --version) is too old, needs 3.10 or newer" >&2; exit 3; }
python3 -c 'import venv, ensurepip' 2>/dev/null || { echo "needs Python's venv (Debian: python3-venv)" >&2; exit 3; }

environment() { # DIRECTORY REQUIREMENTS [PIP FLAG...]
  python3 -m venv "$1"
  local pip=("$1/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes)
  "${pip[@]}" -r requirements-build.txt
  "${pip[@]}" --no-build-isolation -r "$2" "${@:3}"
}
environment "$1/env" requirements.txt
environment "$1/env-zipkin" requirements-zipkin.txt --no-deps
cp ./*.py ../order.json "$1/"
