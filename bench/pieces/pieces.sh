# What the benches with many pieces of equipment share; read by their scripts, which have set $here.
program=${PROGRAM:-$here/../../ringback}
work=$(mktemp -d)
pids=()
finish() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap finish EXIT

wants() { # TOOL…
    local need
    for need in "$@" javac; do
        command -v "$need" >/dev/null && continue
        echo "$(basename "$here"): $need is missing (Debian: apt-get install gcc libssl-dev util-linux default-jdk-headless)" >&2
        exit 3
    done
}

# The bundles beside the program, as a flat class path.
jars() { # [PART OF THE NAME]
    local install
    install=$(dirname "$(readlink -f "$program")")/..
    [[ -d $install/bundles/io ]] || install=$(ls -d "$here"/../../runtime/target/ringback-*/ringback-*/)
    find "$install/bundles" -name "*${1:-}*.jar" ! -name 'pax-logging-logback*' -printf '%p:'
}

seed() { # HOME PIECES [KEYS]
    mkdir -p "$1/config" "$work/seed"
    echo 'listen = 127.0.0.1:0' >"$1/config/org.ringback.relay.cfg"
    javac -nowarn -Xlint:none -cp "$(jars)" -d "$work/seed" "$here/../pieces/Seed.java"
    (umask 077 && java -Xmx1g -cp "$work/seed:$(jars)" Seed "$@") >&2
}

start() { # WORD…, the last one a home; its process ID is $started
    local home=${*: -1}
    "$@" >"$home.out" 2>&1 &
    started=$!
    pids+=("$started")
    for _ in $(seq 1200); do
        grep -q '^ringback: runs' "$home.out" && return
        kill -0 "$started" 2>/dev/null || break
        sleep 0.1
    done
    cat "$home.out" >&2
    echo "$(basename "$here"): the server does not start" >&2
    exit 1
}

port_of() { # HOME
    sed -n 's/.*server listens on \[127\.0\.0\.1:\([0-9]*\)\].*/\1/p' "$1"/log/*.log | tail -1
}
