# bash completion for ringback: source it, or put it into /usr/share/bash-completion/completions
# The words behind `shell`: asked of the program at the home that the line names.
_ringback_shell() {
    local home=${RINGBACK_HOME:-} word at=2 words=()
    for ((; at <= COMP_CWORD; at++)); do
        word=${COMP_WORDS[at]}
        if [[ $word == --home && $at -lt $COMP_CWORD ]]; then
            at=$((at + 1))
            home=${COMP_WORDS[at]/#\~/$HOME}
            [[ $at -lt $COMP_CWORD ]] || { compopt -o filenames; COMPREPLY=($(compgen -d -- "$home")); return; }
        elif [[ $word != '=' ]]; then
            words+=("$word")
        fi
    done
    if [[ -z $home ]]; then
        COMPREPLY=($(compgen -W --home -- "${COMP_WORDS[COMP_CWORD]}"))
        return
    fi
    local line
    while IFS= read -r line; do
        if [[ $line == $'\t'* ]]; then
            compopt -o filenames 2>/dev/null
            COMPREPLY+=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))
        else
            COMPREPLY+=("${line%%$'\t'*}")
        fi
    done < <("${COMP_WORDS[0]}" shell --home "$home" complete "${words[@]}" 2>/dev/null)
}

_ringback() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} options= files=
    COMPREPLY=()
    if [[ $before == [\<\>]* ]]; then
        compopt -o filenames 2>/dev/null
        COMPREPLY=($(compgen -f -- "$word"))
        return
    fi
    if ((COMP_CWORD == 1)); then
        COMPREPLY=($(compgen -W 'demo system server acceptor issuer ring shell store backup restore release soak help version --help --version' -- "$word"))
        return
    fi
    case ${COMP_WORDS[1]} in
        shell) _ringback_shell; return ;;
        demo) options='--help --home --json --keep --version' ;;
        system) options='--feature --help --home --json --protection --system --version' ;;
        server) options='--enrol --feature --help --home --protections --version' ;;
        acceptor) options='--feature --grant --help --home --join --password-file --replace --version' ;;
        issuer) options='--accept-grant --feature --help --home --join --password-file --replace --version' ;;
        ring) options='--accept-grant --forward --help --home --join --json --password-file --pipe --protection --quiet --replace --service --system --version' ;;
        store) options='--help --home --json --version check restore' ;;
        backup) options='--help --home --keep --undo --version' files=yes ;;
        restore) options='--help --home --original-is-gone --version' files=yes ;;
        release) options='--bundles --help --key --out --security --serial --version new-key sign' files=yes ;;
        soak) options='--conversations --help --home --json --plant --rings --seconds --updates --version update' ;;
        help) options='--help --version demo system server acceptor issuer ring shell store backup restore release soak help version' ;;
        version) options='--help --version' ;;
    esac
    if [[ $word == '=' ]]; then
        word=
    elif [[ $before == '=' ]]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    case $before in
        --accept-grant | --enrol | --grant | --join | --key | --out | --password-file) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$word")); return ;;
        --home) compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- "$word")); return ;;
        --bundles | --conversations | --forward | --plant | --rings | --seconds | --serial | --updates | -f) return ;;
        --system | -s) COMPREPLY=($(compgen -W 'datagram call-back password certified' -- "$word")); return ;;
        --service) COMPREPLY=($(compgen -W 'http ssh' -- "$word")); return ;;
        --feature) COMPREPLY=($(compgen -W 'server acceptor issuer system demo' -- "$word")); return ;;
        --protection | --protections) COMPREPLY=($(compgen -W 'tls13 certificate-first' -- "$word")); return ;;
    esac
    if [[ $word == -* || -z $files ]]; then
        COMPREPLY=($(compgen -W "$options" -- "$word"))
    else
        compopt -o filenames 2>/dev/null
        COMPREPLY=($(compgen -W "$options" -- "$word") $(compgen -f -- "$word"))
    fi
}

complete -F _ringback ringback
