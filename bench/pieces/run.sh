#!/usr/bin/env bash
# What very many pieces of equipment take at a server: live heap for each, enrolled and leased and then registered too, what a refresh of them takes under
# the heap that the launcher gives, and how long a server with a million enrolled takes to start, with its longest pause. Live heap is what is left after a full collection; a server without equipment is taken off.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
# shellcheck source=bench/pieces/pieces.sh
. "$here/pieces.sh"
rounds=${ROUNDS:-5}
many=${PIECES:-100000}
most=${MOST_PIECES:-1000000}
wants gcc jcmd

gcc -O2 -o "$work/load" "$here/../refresh/load.c" -lcrypto
seed "$work/none" 0
seed "$work/many" "$many" "$work/keys"
seed "$work/most" "$most"

sample() { # ROUND FIGURE UNIT VALUE
    printf 'sample\t%s\t%s\t%s\tringback\t%s\n' "$@"
}
live() { # PID; bytes in use after a full collection
    jcmd "$1" GC.run >/dev/null
    jcmd "$1" GC.class_histogram | awk '$1 == "Total" { print $3 }'
}
stop() {
    kill "$started"
    wait "$started" 2>/dev/null || true
}

for round in $(seq "$rounds"); do
    echo "pieces: round $round of $rounds" >&2
    start "$program" server --home "$work/none"
    nothing=$(live "$started")
    stop
    start "$program" server --home "$work/many"
    sample "$round" 'heap for each enrolled and leased' B $((($(live "$started") - nothing) / many))
    "$work/load" "$(port_of "$work/many")" "$work/keys" "$many" 0 "$started" >&2
    sample "$round" 'heap for each registered too' B $((($(live "$started") - nothing) / many))
    sample "$round" "CPU of a refresh, $many registered" µs "$("$work/load" "$(port_of "$work/many")" "$work/keys" "$many" 3 "$started")"
    sample "$round" "resident, $many registered" MiB "$(awk '/^VmRSS/ { print int($2 / 1024) }' "/proc/$started/status")"
    stop
    began=$(date +%s%N)
    RINGBACK_JAVA_OPTIONS="${RINGBACK_JAVA_OPTIONS:-} -Xlog:safepoint:file=$work/pauses.log" start "$program" server --home "$work/most"
    sample "$round" "start with $most enrolled" s "$(awk "BEGIN { print ($(date +%s%N) - $began) / 1e9 }")"
    sample "$round" "CPU until it runs with $most enrolled" s "$(awk -v hz="$(getconf CLK_TCK)" '{ print ($14 + $15) / hz }' "/proc/$started/stat")"
    sample "$round" "longest pause with $most enrolled" ms \
        "$(sed -n 's/.*Safepoint.* Total: *\([0-9]*\) ns.*/\1/p' "$work/pauses.log" | sort -n | awk 'END { print $1 / 1e6 }')"
    stop
done
printf 'limit\theap for each registered too\tat most 600\n'
printf 'limit\tstart with %s enrolled\tat most 20\n' "$most"
printf 'limit\tlongest pause with %s enrolled\tat most 200\n' "$most"
