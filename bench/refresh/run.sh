#!/usr/bin/env bash
# CPU of the server for each authenticated refresh of a registration by UDP, with 10,000 pieces of equipment. In the same rounds, with the same bytes: a bare
# Netty responder that makes two HMACs, and an echo in C. Server on one processor, load on another.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=bench/pieces/pieces.sh
. "$here/../pieces/pieces.sh"
rounds=${ROUNDS:-5}
many=${PIECES:-10000}
seconds=${SECONDS_EACH:-4}
warm=${WARM_SECONDS:-40}
wants gcc taskset

gcc -O2 -o "$work/load" "$here/load.c" -lcrypto
javac -cp "$(jars netty)" -d "$work" "$here/Responder.java"
seed "$work/server" "$many" "$work/keys"
start taskset -c 0 "$program" server --home "$work/server"
server=$started
port=$(port_of "$work/server")

free=$((port + 1))
taskset -c 0 java -XX:+UseSerialGC -Dio.netty.leakDetection.level=disabled --add-opens java.base/java.nio=ALL-UNNAMED -cp "$work:$(jars netty)" Responder "$free" 2>>"$work/responder.err" &
responder=$!
pids+=("$responder")
taskset -c 0 "$work/load" echo $((port + 2)) &
echo=$!
pids+=("$echo")
load() { taskset -c 1 "$work/load" "$@"; }
sample() { # ROUND WHO VALUE
    printf 'sample\t%s\tauthenticated refresh\tµs\t%s\t%s\n' "$1" "$2" "$3"
}

echo "refresh: warming up" >&2
load "$port" "$work/keys" "$many" 0 "$server" >&2
# Until the compiler has done its part: its own work would count.
load "$port" "$work/keys" "$many" "$warm" "$server" >&2
load bare "$free" "$work/keys" "$many" $((warm / 2)) "$responder" >&2
for round in $(seq "$rounds"); do
    echo "refresh: round $round of $rounds" >&2
    sample "$round" ringback "$(load "$port" "$work/keys" "$many" "$seconds" "$server")"
    sample "$round" 'Netty, two HMACs' "$(load bare "$free" "$work/keys" "$many" "$seconds" "$responder")"
    sample "$round" 'C echo' "$(load bare $((port + 2)) "$work/keys" "$many" "$seconds" "$echo")"
done
printf 'limit\tauthenticated refresh\tratio at most 1.6\tNetty, two HMACs\n'
