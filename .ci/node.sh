# Node.js and what is made with it. Read with `.`, never run.
# shellcheck shell=bash

node_bin=

# Node.js brings its own list of authorities; the machine’s list counts too, as a council’s network
# often has one of its own.
if [[ -z ${NODE_EXTRA_CA_CERTS:-} && -f /etc/ssl/certs/ca-certificates.crt ]]; then
  export NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
fi

node_is_new_enough() {
  "$1" -e "const [a, b] = process.versions.node.split('.').map(Number)
    process.exit(a > $2 || (a === $2 && b >= $3) ? 0 : 1)" 2>/dev/null
}

# The machine’s own Node.js if it has npm and is new enough for Sass, else the one PyPI carries.
find_node() {
  if [[ -n $node_bin ]]; then return; fi
  local own
  own=$(command -v node || true)
  if [[ -n $own ]] && has_command npm && node_is_new_enough "$own" 20 19; then
    node_bin=$(dirname "$own")
    return
  fi
  find_packaged_node
}

find_packaged_node() {
  make_venv .venv-node
  install_locked .venv-node node "Node.js" requirements-node.txt
  node_bin=$ROOT/.venv-node/bin
}

npm_ci() {
  PATH=$node_bin:$PATH quietly "The npm packages could not be installed (is there a network?)." \
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error "$@"
}

# install_node_packages run | test: the second includes the first, and adds the page checkers.
install_node_packages() {
  local word
  word=$(checksum package-lock.json)
  if stamped node_modules/.stamp-test "$word"; then return; fi
  if [[ $1 == run ]] && stamped node_modules/.stamp-run "$word"; then return; fi
  find_node
  if [[ $1 == run ]]; then
    say "Installing GOV.UK Frontend, Sass and esbuild, each checked against its hash."
    npm_ci --omit=dev
  else
    say "Installing the accessibility and HTML checkers, each checked against its hash."
    npm_ci
  fi
  stamp "node_modules/.stamp-$1" "$word"
}

build_assets() {
  local word
  word=$(find static/src -type f -print0 | sort -z |
    xargs -0 sha256sum .ci/assets.mjs package-lock.json | sha256sum | cut -c 1-64)
  if [[ -f static/built/manifest.json ]] && stamped "$BUILD/stamp-assets" "$word"; then return; fi
  install_node_packages run
  find_node
  say "Building the style sheet and the script."
  PATH=$node_bin:$PATH quietly "The style sheet and the script could not be built." \
    node .ci/assets.mjs
  stamp "$BUILD/stamp-assets" "$word"
}

# The other framework in the race needs Node.js 22, and its own packages.
ensure_bench() {
  local own folder=tests/bench/casa word
  own=$(command -v node || true)
  if [[ -n $own ]] && has_command npm && node_is_new_enough "$own" 22 0; then
    node_bin=$(dirname "$own")
  else
    find_packaged_node
  fi
  stamp "$BUILD/bench-node" "$node_bin/node"
  [[ -f $folder/package-lock.json ]] || return 0
  word=$(checksum "$folder/package-lock.json")
  if stamped "$folder/node_modules/.stamp-bench" "$word"; then return; fi
  say "Installing the framework we race against."
  npm_ci --prefix "$folder"
  stamp "$folder/node_modules/.stamp-bench" "$word"
}
