#!/usr/bin/env bash
# Installs the system tools that some tests use, from Debian's packages: `npm run setup:system`. Says what it does,
# and does nothing where all are there.
set -euo pipefail

# One line a tool: the command the tests look for, and the Debian packages it comes from.
tools=(
  'wrk: wrk'
)

missing=()
for tool in "${tools[@]}"; do
  command=${tool%%:*}
  if path=$(command -v "$command"); then
    echo "setup:system: $command is there ($path)"
  else
    read -ra packages <<<"${tool#*:}"
    missing+=("${packages[@]}")
  fi
done
[ ${#missing[@]} -eq 0 ] && exit 0

if ! command -v apt-get >/dev/null; then
  echo "setup:system: this is no Debian; install by your system's means: ${missing[*]}" >&2
  exit 1
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then as_root=(sudo); fi

echo "setup:system: installing ${missing[*]} with apt-get"
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
