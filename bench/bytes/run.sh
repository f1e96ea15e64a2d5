#!/usr/bin/env bash
# CPU seconds for each GiB of a conversation, of both its ends together, once it is warm: through a forwarded port of a running issuer, and through
# standard input and output of a  ring --pipe  without one. In the same rounds, with the same load: stunnel, TLS 1.3 at both ends.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
program=${PROGRAM:-$here/../../ringback}
rounds=${ROUNDS:-5}
much=${MIB:-512}
warm=${WARM_MIB:-1024}

for need in gcc stunnel openssl; do
    if ! command -v "$need" >/dev/null; then
        echo "bytes: $need is missing (Debian: apt-get install gcc stunnel4 openssl)" >&2
        exit 3
    fi
done
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
    echo "bytes: $2 does not start" >&2
    exit 1
}
shell() { # HOME COMMAND…
    local home=$1
    shift
    "$program" shell --home "$work/$home" "$@"
}
line() { # FILE; waits for its first line
    for _ in $(seq 100); do
        [[ -s $1 ]] && head -1 "$1" && return
        sleep 0.1
    done
    echo "bytes: $1 stays empty" >&2
    exit 1
}

gcc -O2 -o "$work/load" "$here/load.c" -lpthread
"$work/load" serve >"$work/ports" &
pids+=("$!")
read -r sink_itself source_itself < <(line "$work/ports")

mkdir -p "$work"/{server,gateway,issuer,once}/config
echo 'listen = 127.0.0.1:0' >"$work/server/config/org.ringback.relay.cfg"
printf '%s\n' 'dialable = 127.0.0.0/8' "forward = lamp-1/sink=127.0.0.1:$sink_itself; lamp-1/source=127.0.0.1:$source_itself" \
    >"$work/gateway/config/org.ringback.acceptor.cfg"
for home in issuer once; do echo 'local = 127.0.0.1' >"$work/$home/config/org.ringback.issuer.cfg"; done
start server server
start acceptor gateway
gateway=$started
start issuer issuer
issuer=$started
shell server enrol lamp-1 | shell gateway join >&2
shell gateway grant lamp-1 anna | shell issuer accept-grant >&2
shell gateway grant lamp-1 bert >"$work/bert.grant"
for _ in $(seq 50); do
    shell server registrations | grep -q '^lamp-1 ' && break
    sleep 0.2
done
for service in sink source; do
    "$program" ring --home "$work/issuer" --forward 0 --service "$service" lamp-1 >"$work/$service.out"
    declare "$service=$(grep -o '127\.0\.0\.1:[0-9]*' "$work/$service.out" | tail -1 | cut -d: -f2)"
done

# stunnel does the same two ways, clear text in at one process, TLS between, clear text out at the other.
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost \
    -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
stunnels=()
tunnel() { # NAME WORD…; the port that it is bound to is $bound
    local name=$1
    shift
    printf '%s\n' 'foreground = yes' 'debug = info' 'pid =' "[$name]" 'accept = 127.0.0.1:0' 'sslVersion = TLSv1.3' "$@" >"$work/$name.conf"
    stunnel "$work/$name.conf" >"$work/$name.log" 2>&1 &
    stunnels+=("$!")
    pids+=("$!")
    for _ in $(seq 100); do
        bound=$(sed -n "s/.*\[$name\].* bound to 127\.0\.0\.1:\([0-9]*\).*/\1/p" "$work/$name.log" | head -1)
        [[ -n $bound ]] && return
        sleep 0.1
    done
    cat "$work/$name.log" >&2
    exit 1
}
for way in "sink $sink_itself" "source $source_itself"; do
    read -r name port <<<"$way"
    tunnel "$name-far" "connect = 127.0.0.1:$port" "cert = $work/cert.pem" "key = $work/key.pem"
    tunnel "$name-near" 'client = yes' "connect = 127.0.0.1:$bound"
    declare "stunnel_$name=$bound"
done

sample() { # ROUND FIGURE WHO VALUE
    printf 'sample\t%s\t%s\ts/GiB\t%s\t%s\n' "$1" "$2" "$3" "$4"
}
once=("$program" ring --home "$work/once" --accept-grant "$work/bert.grant" --pipe lamp-1 --service)
for round in $(seq "$rounds"); do
    echo "bytes: round $round of $rounds" >&2
    for way in sent received; do
        [[ $way = sent ]] && read -r word service port peer <<<"send sink $sink $stunnel_sink"
        [[ $way = received ]] && read -r word service port peer <<<"receive source $source $stunnel_source"
        stunnel=$("$work/load" "$word" "$peer" "$warm" "$much" "${stunnels[@]}")
        sample "$round" "$way by a forward" ringback "$("$work/load" "$word" "$port" "$warm" "$much" "$gateway" "$issuer")"
        sample "$round" "$way by a forward" stunnel "$stunnel"
        sample "$round" "$way by a pipe" ringback "$("$work/load" "$word" pipe "$warm" "$much" "$gateway" -- "${once[@]}" "$service" 2>>"$work/once.err")"
        sample "$round" "$way by a pipe" stunnel "$stunnel"
    done
done
for way in sent received; do
    for by in forward pipe; do printf 'limit\t%s by a %s\tat most 3.2\n' "$way" "$by"; done
done
