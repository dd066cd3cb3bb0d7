# What the scripts of this folder share. Read with `.`, never run.
# shellcheck shell=bash

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
exec </dev/null
# Each process would compile all that it imports, and pytest rewrite every test, time after time.
unset PYTHONDONTWRITEBYTECODE
export DEBIAN_FRONTEND=noninteractive PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

ROOT=$PWD
BUILD=$ROOT/.build
LOG=$BUILD/setup.log

say() { printf '%s\n' "$*"; }

stop() {
  printf '%s\n' "$*" >&2
  exit 1
}

# quietly SENTENCE COMMAND…: the command’s own words go to the log; the sentence is for when it fails.
quietly() {
  local sentence=$1
  shift
  if ! "$@" >>"$LOG" 2>&1; then
    tail -n 8 "$LOG" | sed 's/^/    /' >&2
    stop "$sentence The whole story is in .build/setup.log."
  fi
}

# checksum FILE…: one word for the content of the files, wherever this checkout lies.
checksum() { cat -- "$@" | sha256sum | cut -c 1-64; }

# stamped NAME WORD: was NAME last finished with this word?
stamped() { [[ -f $1 && $(<"$1") == "$2" ]]; }

stamp() {
  mkdir -p "$(dirname "$1")"
  printf '%s\n' "$2" >"$1"
}
