#!/usr/bin/env bash
# CPU seconds until a program says that it runs, at its first start; beside them the bare framework with the standard set of bundles that it has too.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
program=${PROGRAM:-$here/../../ringback}
rounds=${ROUNDS:-5}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
for need in javac "$java"; do
    if ! command -v "$need" >/dev/null; then
        echo "start: $need is missing (a JDK, 17 or later)" >&2
        exit 3
    fi
done
"$program" --version >/dev/null
# The tree's program is a script that builds; the assembled one lies below it.
installed=$(dirname "$(readlink -f "$program")")
[[ -d $installed/lib ]] || installed=$(echo "$here"/../../runtime/target/ringback-*/ringback-*/bin)
program=$installed/ringback

work=$(mktemp -d)
started=
finish() {
    [[ -z $started ]] || kill "$started" 2>/dev/null || true
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

cpu() { # FILE COMMAND…; prints the CPU seconds until FILE has a line with "runs"
    local file=$1
    shift
    "$@" >/dev/null 2>"$file" &
    started=$!
    for _ in $(seq 600); do
        grep -qw runs "$file" && break
        sleep 0.05
    done
    if ! grep -qw runs "$file"; then
        cat "$file" >&2
        echo "start: does not start: $*" >&2
        exit 1
    fi
    spent=$(awk -v t="$(getconf CLK_TCK)" '{sub(/.*\) /, ""); printf "%.2f", ($12 + $13) / t}' "/proc/$started/stat")
    kill "$started"
    wait "$started" || true
    started=
}

javac -cp "$installed/lib/org.apache.felix.framework.jar" -d "$work" "$here/Bare.java"
standard=()
for name in scr configadmin gogo.runtime gogo.command; do
    standard+=("$(find "$installed/../bundles" -name "org.apache.felix.$name-*.jar")")
done
for name in org.osgi.service.component org.osgi.util.promise org.osgi.util.function; do
    standard+=("$(find "$installed/../bundles" -name "$name-*.jar")")
done
for name in pax-logging-api pax-logging-logback; do
    standard+=("$(find "$installed/../bundles" -name "$name-*.jar")")
done
for round in $(seq "$rounds"); do
    echo "start: round $round of $rounds" >&2
    cpu "$work/err" "$java" -XX:+UseSerialGC -cp "$work:$installed/lib/org.apache.felix.framework.jar" Bare \
        "$work/cache-$round" "${standard[@]/#/file:}"
    bare=$spent
    for each in server acceptor issuer; do
        home=$work/$each-$round
        mkdir -p "$home/config"
        [[ $each != server ]] || echo 'listen = 127.0.0.1:0' >"$home/config/org.ringback.relay.cfg"
        cpu "$work/err" "$program" "$each" --home "$home"
        printf 'sample\t%s\tstart of %s\tCPU s\tringback\t%s\n' "$round" "$each" "$spent"
        printf 'sample\t%s\tstart of %s\tCPU s\tbare Felix\t%s\n' "$round" "$each" "$bare"
    done
done
for each in server acceptor issuer; do
    printf 'limit\tstart of %s\tat most 2.5\n' "$each"
done
