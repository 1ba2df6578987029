#!/usr/bin/env bash
# Build the wheel, install it in an empty environment with the locked packages, and ask the server for its pages.
set -eu
python3 dev.py setup dev
uv="$PWD/.venv/bin/uv --no-config --system-certs -q"
room=$(mktemp -d)
server=
trap '[ -z "$server" ] || kill "$server"; wait; rm -rf "$room"' EXIT

.venv/bin/python -m hatchling build -t wheel -d "$room" >/dev/null
python3 -m venv --without-pip "$room/venv"
$uv pip install -p "$room/venv/bin/python" --require-hashes -r requirements.txt
$uv pip install -p "$room/venv/bin/python" --no-deps "$room"/kontuar-*.whl

cd "$room"
export KONTUAR_HOME="$room/home" KONTUAR_PORT=$(python3 -c 'import socket; s = socket.socket(); s.bind(("", 0)); print(s.getsockname()[1])')
venv/bin/kontuar --help >/dev/null
venv/bin/kontuar migrate
venv/bin/kontuar serve &
server=$!
python3 - <<'EOF'
import os, socket, time, urllib.request
port = int(os.environ["KONTUAR_PORT"])
for _ in range(2400):  # a machine that has much else to do is no reason to fail
    try:
        socket.create_connection(("127.0.0.1", port)).close()
        break
    except OSError:
        time.sleep(0.1)
for path in ("/", "/start", "/kiosk", "/kiosk/sw.js"):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}") as answer:
        print("the wheel serves", path, len(answer.read()), "bytes", flush=True)
EOF
