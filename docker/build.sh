#!/usr/bin/env bash
# Puts a whole installation into an empty folder that nobody has to write to afterwards: docker/build.sh /opt/anxun
# Wants Python 3.11+ with venv, Node.js 20.19+ and the two package registries, nothing else.
set -euo pipefail

source=$(cd "$(dirname "$0")/.." && pwd)
prefix=${1:?where to}
python=${PYTHON:-python3}
mkdir -p "$prefix/bin" "$prefix/server"
prefix=$(cd "$prefix" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

tar -C "$source" --exclude=node_modules --exclude=dist -c pwa | tar -C "$work" -x
tar -C "$source/server" --exclude=__pycache__ --exclude=anxun/web --exclude=anxun/fonts -c anxun | tar -C "$prefix/server" -x
cp -r "$source/checklists" "$prefix/checklists"

# The app, and the labels' font, which comes with the app's packages.
cd "$work/pwa"
npm ci --no-audit --no-fund --loglevel=error
npm run -s build -- --logLevel warn
node scripts/publish.mjs dist "$prefix/server/anxun/web"
fonts=node_modules/@expo-google-fonts/noto-sans-sc
mkdir -p "$prefix/server/anxun/fonts"
cp "$fonts"/500Medium/NotoSansSC_500Medium.ttf "$fonts"/700Bold/NotoSansSC_700Bold.ttf "$prefix/server/anxun/fonts/"
cp "$fonts/LICENSE" "$prefix/server/anxun/fonts/OFL.txt"

# The server. What was installed is compiled once, for the running server may write nowhere here.
"$python" -m venv "$prefix/.venv"
"$prefix/.venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r "$source/requirements.lock"
"$prefix/.venv/bin/python" -m pip uninstall -q -y pip
"$prefix/.venv/bin/python" -m compileall -q "$prefix/server"

cat >"$prefix/bin/anxun" <<EOF
#!/bin/sh
PYTHONPATH=$prefix/server exec $prefix/.venv/bin/python -m anxun.cli "\$@"
EOF
chmod 755 "$prefix/bin/anxun"
