#!/usr/bin/env bash
# CPU seconds of the server for each GiB that it relays, of one call and of eight, once it is warm; in the same rounds HAProxy in TCP mode with the same load,
# as it copies and as it splices. The relay runs on its own sockets and loop, under the launcher's flags, without the rings before it (RelayStand).
# Where it may (root), it has a network of its own, in which TCP does not pace: a machine's own congestion control may (BBR), and what is measured then are mostly
# the timers of that, for all of them alike.
set -euo pipefail
congestion=${CONGESTION:-reno}
if [[ -z ${OWN_NETWORK:-} ]] && unshare -n true 2>/dev/null; then
    OWN_NETWORK=yes exec unshare -n bash "${BASH_SOURCE[0]}" "$@"
fi
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=bench/pieces/pieces.sh
. "$here/../pieces/pieces.sh"
rounds=${ROUNDS:-5}
much=${MIB:-2048}
warm=${WARM_MIB:-16384}
piece=${PIECE:-65536}

wants gcc
for need in haproxy taskset ip; do
    command -v "$need" >/dev/null && continue
    echo "relay: $need is missing (Debian: apt-get install haproxy util-linux iproute2)" >&2
    exit 3
done
if (($(nproc) < 2)); then
    echo "relay: one processor (expected: two, one for the server and one for the load)" >&2
    exit 3
fi
if [[ -n ${OWN_NETWORK:-} ]]; then
    ip link set lo up
    sysctl -q -w "net.ipv4.tcp_congestion_control=$congestion"
fi
echo "relay: congestion control $(sysctl -n net.ipv4.tcp_congestion_control)" >&2
port() { # FILE; waits for the first line that is a number, which is then $bound
    for _ in $(seq 100); do
        bound=$(grep -m 1 -xE '[0-9]+' "$1" 2>/dev/null) && return
        sleep 0.1
    done
    cat "$1" >&2
    echo "relay: $1 names no port" >&2
    exit 1
}

gcc -O2 -o "$work/load" "$here/load.c" -lpthread
mkdir "$work/stand"
javac -nowarn -Xlint:none -cp "$(jars)" -d "$work/stand" "$here/RelayStand.java"
# As bin/ringback starts a server.
read -ra flags <<<"$(sed -n 's/^ *flags="$flags \(-XX:Tier4[^"]*\)"$/\1/p' "$program" | tr '\n' ' ')"
MALLOC_ARENA_MAX=2 taskset -c 0 java -XX:+UseSerialGC -Xms24m "${flags[@]}" -Dio.netty.leakDetection.level=disabled \
    -cp "$work/stand:$(jars)" org.ringback.relay.internal.RelayStand >"$work/stand.out" 2>&1 &
relay=$!
pids+=("$relay")
port "$work/stand.out"
relay_port=$bound

proxy() { # NAME LINE; its process ID is $started, its port $bound and the one behind it $back
    local ports
    ports=$("$work/load" ports)
    read -r bound back <<<"$ports"
    printf '%s\n' global 'nbthread 1' defaults 'mode tcp' 'timeout connect 5s' 'timeout client 5m' 'timeout server 5m' "$2" \
        'listen relay' "bind 127.0.0.1:$bound" "server back 127.0.0.1:$back" >"$work/$1.cfg"
    taskset -c 0 haproxy -db -f "$work/$1.cfg" >"$work/$1.out" 2>&1 &
    started=$!
    pids+=("$started")
}
proxy copies ''
copies=$started copies_port=$bound copies_back=$back
proxy splices 'option splice-auto'
splices=$started splices_port=$bound splices_back=$back
sleep 1

sample() { # ROUND FIGURE WHO VALUE
    printf 'sample\t%s\t%s\ts/GiB\t%s\t%s\n' "$1" "$2" "$3" "$4"
}
load() { # WORD PORT CALLS WARM MIB PID [BACK]
    taskset -c 1 "$work/load" "$1" "$2" "$3" "$piece" "$4" "$5" "${@:6}"
}
echo "relay: warms up" >&2
load relay "$relay_port" 4 "$warm" 64 "$relay" >/dev/null
for round in $(seq "$rounds"); do
    echo "relay: round $round of $rounds" >&2
    for calls in 1 8; do
        figure="$calls calls"
        ((calls > 1)) || figure='1 call'
        sample "$round" "$figure" ringback "$(load relay "$relay_port" "$calls" 64 "$much" "$relay")"
        sample "$round" "$figure" haproxy "$(load proxy "$copies_port" "$calls" 64 "$much" "$copies" "$copies_back")"
        sample "$round" "$figure" 'haproxy, splice' "$(load proxy "$splices_port" "$calls" 64 "$much" "$splices" "$splices_back")"
    done
done
for figure in '1 call' '8 calls'; do
    for peer in haproxy 'haproxy, splice'; do printf 'limit\t%s\tratio at most 0.9\t%s\n' "$figure" "$peer"; done
done
