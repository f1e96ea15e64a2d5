#!/bin/sh
# Builds the program as it was at a commit of this repository's own history:
#   tools/older-program.sh COMMIT DIR   makes DIR/program/bin/ringback, unless it is there
# MAVEN names the Maven to build with. Without the history it says so and makes nothing.
set -eu
commit=$1
mkdir -p "$2"
into=$(CDPATH='' cd -- "$2" && pwd -P)
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
[ ! -x "$into/program/bin/ringback" ] || exit 0
if ! git -C "$root" cat-file -e "$commit^{commit}" 2>/dev/null; then
    echo "older-program: $commit: not in the history of $root (expected: a whole clone); nothing is built" >&2
    exit 0
fi
rm -rf "$into/source"
mkdir -p "$into/source" "$into/program"
git -C "$root" archive "$commit" | tar -x -C "$into/source"
(cd "$into/source" && "${MAVEN:-mvn}" -q -Dquick -DskipTests package -pl runtime -am)
tar -xzf "$into"/source/runtime/target/ringback-*.tar.gz -C "$into/program" --strip-components=1
