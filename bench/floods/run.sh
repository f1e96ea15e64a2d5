#!/usr/bin/env bash
# Rings while strangers flood the server: which share is answered? Server, gateway and issuer are processes of the program.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
program=${PROGRAM:-$here/../../ringback}
rounds=${ROUNDS:-5}
seconds=${SECONDS_EACH:-10}
issuer=127.77.1
gateway=127.88.1

work=$(mktemp -d)
pids=()
finish() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

start() { # PROGRAM HOME; its process ID is $started
    "$program" "$1" --home "$work/$2" >"$work/$2.out" 2>&1 &
    started=$!
    pids+=("$started")
    for _ in $(seq 300); do
        "$program" shell --home "$work/$2" ready "$1" >/dev/null 2>&1 && return
        sleep 0.2
    done
    cat "$work/$2.out" >&2
    echo "floods: $2 does not start" >&2
    exit 1
}
shell() { # HOME COMMAND…
    local home=$1
    shift
    "$program" shell --home "$work/$home" "$@"
}

mkdir -p "$work"/{server,gateway,issuer}/config
echo 'listen = 127.0.0.1:0' >"$work/server/config/org.ringback.relay.cfg"
gateway_at() { # ADDRESS
    printf '%s\n' 'dialable = 127.0.0.0/8' 'dials-per-minute = 600' "local = $1" >"$work/gateway/config/org.ringback.acceptor.cfg"
}
issuer_at() { # ADDRESS
    echo "local = $1" >"$work/issuer/config/org.ringback.issuer.cfg"
}
gateway_at "$gateway.1"
issuer_at "$issuer.1"
start server server
start acceptor gateway
gateway_process=$started
start issuer issuer
shell server enrol lamp-1 | shell gateway join
shell gateway grant lamp-1 anna | shell issuer accept-grant
port=$(shell server status | grep -o '127\.0\.0\.1:[0-9]*' | head -1 | cut -d: -f2)
for _ in $(seq 50); do
    shell server registrations | grep -q '^lamp-1 ' && break
    sleep 0.2
done
javac -d "$work" "$here/Flood.java"

# Strangers at the server, at the port of the pending ring, or nowhere.
flood() { # KIND
    local at=127.0.0.1 to=$port
    case $1 in *-at-the-ring*) at=$issuer.1 to=0 ;; esac
    case $1 in
        calm*) return ;;
        1,000/s-idle*) set -- 1000 idle 640 ;;
        5,000/s-idle*) set -- 5000 idle 640 ;;
        400/s-half*) set -- 400 half 640 ;;
        500/s-whole*) set -- 500 whole 640 ;;
        10/s-own-/24*) set -- 10 idle "$issuer" ;;
        50/s-at-the-ring*) set -- 50 idle 640 ;;
        500/s-at-the-ring*) set -- 500 idle 640 ;;
        *) echo "floods: $1 (expected: one of ${kinds[*]})" >&2 && return 1 ;;
    esac
    # A second more than the rings at both ends.
    exec java -Xmx256m -cp "$work" Flood "$at" "$to" "$1" $((seconds + 2)) "$2" "$3"
}

# A gateway that is late: stopped for 300 of every 400 ms, so that the strangers are at the ring's port before it.
late() {
    while sleep 0.1; do
        kill -STOP "$gateway_process"
        sleep 0.3
        kill -CONT "$gateway_process"
    done
}

# Who rings, or is rung, from an address that proved nothing yet: the program reads its configuration once a second.
newcomer() { # KIND
    newcomers=$((newcomers + 1))
    local fresh=127.$((200 + newcomers / 250)).$((1 + newcomers % 250)).1
    case $1 in
        *-at-the-ring-first)
            gateway_at "$fresh"
            for _ in $(seq 100); do
                shell server registrations | grep -qF " $fresh:" && break
                sleep 0.2
            done
            ;;
        *-first)
            issuer_at "$fresh"
            sleep 2
            ;;
    esac
}

kinds=(calm 1,000/s-idle 5,000/s-idle 400/s-half 500/s-whole 10/s-own-/24 50/s-at-the-ring 500/s-at-the-ring
    1,000/s-idle-first 5,000/s-idle-first 400/s-half-first 500/s-at-the-ring-first)
[[ -z ${FLOODS:-} ]] || read -ra kinds <<<"$FLOODS"
newcomers=0
for round in $(seq "$rounds"); do
    for kind in "${kinds[@]}"; do
        (flood "$kind") >"$work/flood.out" 2>&1 &
        strangers=$!
        sleep 1
        rings=0 answered=0 end=$((SECONDS + seconds))
        while newcomer "$kind" && ((SECONDS < end)); do
            delays=
            case $kind in *-at-the-ring*)
                late &
                delays=$!
                ;;
            esac
            rings=$((rings + 1))
            began=$(date +%s%N)
            # Nothing answers behind lamp-1: the story tells whether the ring was answered, not the exit code.
            timeout 60 "$program" shell --home "$work/issuer" ring lamp-1 --system call-back --json \
                >"$work/ring.out" 2>"$work/ring.err" || true
            if grep -q '"answered" *: *true' "$work/ring.out"; then
                answered=$((answered + 1))
            else
                grep -o '"reason" *: *"[^"]*"' "$work/ring.out" | sed "s|^|floods: round $round, $kind: |" >&2 || true
            fi
            echo "$kind $((($(date +%s%N) - began) / 1000000))" >>"$work/times"
            if [[ -n $delays ]]; then
                kill "$delays"
                wait "$delays" 2>/dev/null || true
                kill -CONT "$gateway_process"
            fi
            shell issuer hang-up all >/dev/null 2>&1 || true
        done
        case $kind in *-first)
            gateway_at "$gateway.1"
            issuer_at "$issuer.1"
            sleep 2
            ;;
        esac
        wait "$strangers" || true
        echo "$round $kind $rings $answered" >>"$work/rounds"
        echo "floods: round $round, $kind: $answered of $rings; $(tail -1 "$work/flood.out")" >&2
    done
done

# All of a kind's rings, and each round's share of them that was answered.
tab=$'\t'
while read -r round kind rings answered; do
    echo "sample${tab}$round${tab}answered: $kind${tab}%${tab}ringback${tab}$(awk -v r="$rings" -v a="$answered" 'BEGIN {print 100 * a / r}')"
done <"$work/rounds"
for kind in "${kinds[@]}"; do
    echo "limit${tab}answered: $kind${tab}at least 99"
    awk -v k="$kind" '$1 == k {print $2}' "$work/times" | sort -n |
        awk -v k="$kind" 'BEGIN {OFS = "\t"} {v[NR] = $1} END {print "sample", 1, "a ring, command and all: " k, "ms", "ringback", v[int((NR + 1) / 2)]}'
    awk -v k="$kind" '$2 == k {r += $3; a += $4} END {printf "floods: %s: %d of %d\n", k, a, r}' "$work/rounds" >&2
done
shell server status --json 2>/dev/null | grep -o '"\(tcp\.unproved\|strangers\)[^,}]*' >&2 || true
