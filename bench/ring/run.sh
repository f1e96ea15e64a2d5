#!/usr/bin/env bash
# CPU of a certified ring over server, gateway and issuer, beside its three bare handshakes.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
program=${PROGRAM:-$here/../../ringback}
rounds=${ROUNDS:-5}
warm_up=${WARM_UP:-1000}
rings=${RINGS:-60}

work=$(mktemp -d)
pids=()
finish() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

shell() { # HOME COMMAND…
    local home=$1
    shift
    "$program" shell --home "$work/$home" "$@"
}
start() { # PROGRAM HOME OPTION…
    "$program" "$1" --home "$work/$2" "${@:3}" >"$work/$2.out" 2>&1 &
    pids+=("$!")
    for _ in $(seq 300); do
        shell "$2" ready "$1" >/dev/null 2>&1 && return
        sleep 0.2
    done
    cat "$work/$2.out" >&2
    echo "ring: $2 does not start" >&2
    exit 1
}

command -v javac >/dev/null || { echo "ring: javac is missing (expected: a JDK)" >&2; exit 3; }
mkdir -p "$work"/{server,gateway,issuer}/config
echo 'listen = 127.0.0.1:0' >"$work/server/config/org.ringback.relay.cfg"
printf '%s\n' 'dialable = 127.0.0.0/8' 'dials-per-minute = 600' >"$work/gateway/config/org.ringback.acceptor.cfg"
start server server
start acceptor gateway --feature demo
start issuer issuer
# Two pieces, as one grant may be rung 10 times a second at most.
for lamp in lamp-1 lamp-2; do
    shell server enrol $lamp | shell gateway join >&2
    echo 'correct horse' | shell gateway password $lamp >&2
    shell gateway grant $lamp anna | shell issuer accept-grant >&2
    echo 'correct horse' | shell issuer password $lamp >&2
    for _ in $(seq 50); do
        shell server registrations | grep -q "^$lamp " && break
        sleep 0.2
    done
done
# The launcher becomes Java, so these are the programs' own numbers.
processes=$(IFS=,; echo "${pids[*]}")
bouncy=$(find "$(dirname "$(readlink -f "$program")")/.." "$here/../../runtime/target" -name 'bc*-jdk18on-*.jar' 2>/dev/null | sort -u | paste -sd:)
[ -n "$bouncy" ] || { echo "ring: Bouncy Castle's jars are missing (expected: an assembled program)" >&2; exit 3; }
javac -d "$work" "$here/Rings.java"
javac -cp "$bouncy" -d "$work" "$here/Floor.java"

# A short round of the one, then of the other: the processes stay warm between them.
java -cp "$work" Rings "$work/issuer/run/shell.sock" "$warm_up" 0 0 "$processes" lamp-1 lamp-2
for round in $(seq "$rounds"); do
    java -cp "$work" Rings "$work/issuer/run/shell.sock" 0 1 "$rings" "$processes" lamp-1 lamp-2 | sed "s/^sample\t1/sample\t$round/"
    java -XX:+UseSerialGC -cp "$work:$bouncy" Floor 1000 1 300 | sed "s/^sample\t1/sample\t$round/"
done
printf 'limit\tCPU of a certified ring\tat most 15\n'
