#!/usr/bin/env bash
# CPU of one word to a running program ('ringback shell --home DIR granted'), with the launcher script. In the same rounds the same word by the way through
# the command-line library, which every other command takes.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
program=${PROGRAM:-$here/../../ringback}
rounds=${ROUNDS:-5}
words=${WORDS:-10}
work=$(mktemp -d)
issuer=
end() {
    if [ -n "$issuer" ]; then
        kill "$issuer" 2>/dev/null || true
        wait "$issuer" 2>/dev/null || true
    fi
    rm -rf "$work"
}
trap end EXIT

"$program" issuer --home "$work/issuer" 2>"$work/issuer.err" &
issuer=$!
for _ in $(seq 120); do
    grep -q 'runs, home' "$work/issuer.err" && break
    sleep 0.5
done
grep -q 'runs, home' "$work/issuer.err" || { cat "$work/issuer.err" >&2; exit 1; }

# The line of the launcher script that starts Java, with the other main class in it.
launcher=$(tr '\0' '\n' <"/proc/$issuer/cmdline" | sed -n 's/^-Dringback\.install=//p')/bin
sed 's/^if \[ "${1:-}" = shell \]; then$/if false; then/' "$launcher/ringback" >"$work/ringback"
sed -i "s|^self=.*|self=$launcher/ringback|" "$work/ringback"
chmod +x "$work/ringback"

each() { # COMMAND: milliseconds of CPU for one word
    local used
    TIMEFORMAT='%3U %3S'
    used=$({ time for _ in $(seq "$words"); do "$1" shell --home "$work/issuer" granted >/dev/null 2>"$work/word.err"; done; } 2>&1)
    awk -v n="$words" '{ printf "%.1f", ($1 + $2) * 1000 / n }' <<<"$used"
}

echo 'word: warming up' >&2
each "$launcher/ringback" >/dev/null
each "$work/ringback" >/dev/null
for round in $(seq "$rounds"); do
    echo "word: round $round of $rounds" >&2
    printf 'sample\t%s\tword for the socket\tms\tringback\t%s\n' "$round" "$(each "$launcher/ringback")"
    printf 'sample\t%s\tword for the socket\tms\tcommand-line library\t%s\n' "$round" "$(each "$work/ringback")"
done
printf 'limit\tword for the socket\tratio at most 0.6\tcommand-line library\n'
