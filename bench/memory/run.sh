#!/usr/bin/env bash
# Resident memory of each program with 10 pieces of equipment, 60 s after it runs, and of both ends of a call after 2 GiB through it.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
program=${PROGRAM:-$here/../../ringback}
rounds=${ROUNDS:-5}
idle=${IDLE_SECONDS:-60}
much=${MIB:-2048}
pieces=10
if ! command -v gcc >/dev/null; then
    echo "memory: gcc is missing (Debian: apt-get install gcc)" >&2
    exit 3
fi
work=$(mktemp -d)
declare -A process=()
load=
finish() {
    for pid in "${process[@]}" $load; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

start() { # PROGRAM; its process ID is ${process[PROGRAM]}
    "$program" "$1" --home "$work/$1" >"$work/$1.out" 2>&1 &
    process[$1]=$!
    for _ in $(seq 600); do
        grep -q ' runs, home ' "$work/$1.out" && return
        sleep 0.1
    done
    cat "$work/$1.out" >&2
    echo "memory: $1 does not start" >&2
    exit 1
}
stop() {
    for each in issuer acceptor server; do
        kill "${process[$each]}"
        wait "${process[$each]}" || true
    done
    process=()
}
shell() { # PROGRAM COMMAND…
    local home=$1
    shift
    "$program" shell --home "$work/$home" "$@"
}
sample() { # ROUND FIGURE PROGRAM
    printf 'sample\t%s\t%s\tMiB\tringback\t%s\n' "$1" "$2" \
        "$(awk '/^VmRSS:/ {printf "%.1f", $2 / 1024}' "/proc/${process[$3]}/status")"
}

gcc -O2 -o "$work/load" "$here/../bytes/load.c" -lpthread
"$work/load" serve >"$work/ports" &
load=$!
for _ in $(seq 100); do [[ -s $work/ports ]] && break || sleep 0.1; done
read -r sink _ <"$work/ports"

mkdir -p "$work"/{server,acceptor,issuer}/config
port=$((20000 + RANDOM % 10000)) # the pieces must find the server again in the next round
echo "listen = 127.0.0.1:$port" >"$work/server/config/org.ringback.relay.cfg"
printf '%s\n' 'dialable = 127.0.0.0/8' "forward = lamp-1/sink=127.0.0.1:$sink" >"$work/acceptor/config/org.ringback.acceptor.cfg"
echo 'local = 127.0.0.1' >"$work/issuer/config/org.ringback.issuer.cfg"
for each in server acceptor issuer; do start "$each"; done
for number in $(seq "$pieces"); do
    shell server enrol "lamp-$number" 2>/dev/null | shell acceptor join >&2
done
for _ in $(seq 100); do
    (($(shell server registrations | grep -c '^lamp-') == pieces)) && break
    sleep 0.2
done
for number in $(seq "$pieces"); do
    shell acceptor grant "lamp-$number" anna 2>/dev/null | shell issuer accept-grant >&2
done
for round in $(seq "$rounds"); do
    echo "memory: round $round of $rounds" >&2
    stop
    for each in server acceptor issuer; do start "$each"; done
    sleep "$idle"
    for each in server acceptor issuer; do sample "$round" "$each idle" "$each"; done
    "$program" ring --home "$work/issuer" --forward 0 --service sink lamp-1 >"$work/ring.out"
    at=$(grep -o '127\.0\.0\.1:[0-9]*' "$work/ring.out" | tail -1 | cut -d: -f2)
    "$work/load" send "$at" 1 "$much" "${process[acceptor]}" "${process[issuer]}" >/dev/null
    for each in acceptor issuer; do sample "$round" "$each after a call" "$each"; done
done
for each in server acceptor issuer; do printf 'limit\t%s idle\tat most 130\n' "$each"; done
for each in acceptor issuer; do printf 'limit\t%s after a call\tat most 170\n' "$each"; done
