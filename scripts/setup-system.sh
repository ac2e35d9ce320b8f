#!/usr/bin/env bash
# Installs the system tools that some tests and experiments use, from Debian's packages: `npm run setup:system`. Says
# what it does, and does nothing where all are there.
set -euo pipefail

# Debian's: another python3 on the PATH has not its packages.
python=/usr/bin/python3

# One line a tool: a command, on the PATH or at its place, or a module of Debian's Python; and the packages it comes from.
tools=(
  'command  wrk                wrk'
  'command  /usr/bin/chromium  chromium'
  'command  /usr/bin/gunicorn  gunicorn'
  'command  /usr/bin/uvicorn   uvicorn'
  'module   fastapi            python3-fastapi'
  'module   uvicorn.workers    python3-uvicorn python3-gunicorn'
  'module   uvloop             python3-uvloop'
  'module   httptools          python3-httptools'
  'module   flask              python3-flask'
  'command  /usr/sbin/haproxy  haproxy'
)

# Says where a tool is, or fails.
find_tool() {
  case $1 in
    command) command -v "$2" ;;
    module) "$python" -c "import importlib; print(importlib.import_module('$2').__file__)" 2>/dev/null ;;
  esac
}

missing=()
for tool in "${tools[@]}"; do
  read -r kind name packages <<<"$tool"
  if path=$(find_tool "$kind" "$name"); then
    echo "setup:system: $name is there ($path)"
  else
    read -ra packages <<<"$packages"
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
