#!/bin/sh
# Keeps the classes of a program as they are once it runs, so that Java reads them ready made at the next starts:
#   tools/class-archive.sh PROGRAM ARCHIVE   PROGRAM is bin/ringback of an assembled one; made anew if a jar of it came behind ARCHIVE
# It is good for this Java and these jars. Without it, or with another one, a program starts as it would anyway.
set -eu
program=$1
archive=$2
if [ -e "$archive" ] && [ -z "$(find "${program%/*}/.." -name '*.jar' -cnewer "$archive")" ]; then
    exit 0
fi
umask 077
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
mkdir "$home/config"
echo 'listen = 127.0.0.1:0' >"$home/config/org.ringback.relay.cfg"
mkfifo "$home/said"
rm -f "$archive"
# The whole system has every bundle, and has rung once by the time it says that it runs.
RINGBACK_JAVA_OPTIONS="-XX:TieredStopAtLevel=1 -XX:ArchiveClassesAtExit=$archive" \
    "$program" system --home "$home" >"$home/said" 2>&1 &
system=$!
{
    sed '/ringback: runs, home/q' >"$archive.log"
    kill "$system" || true # it has said why it ended
    cat >/dev/null
} <"$home/said"
if ! wait "$system"; then
    cat "$archive.log" >&2
    exit 1
fi
