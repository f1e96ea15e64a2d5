# fish completion for ringback: put it into ~/.config/fish/completions
# The words behind `shell`: asked of the program at the home that the line names.
function __ringback_shell
    set -l tokens (commandline -opc)
    set -l home $RINGBACK_HOME
    set -l asked
    set -l at 3
    while test $at -le (count $tokens)
        if test "$tokens[$at]" = --home
            set at (math $at + 1)
            test $at -le (count $tokens); and set home $tokens[$at]
        else
            set -a asked $tokens[$at]
        end
        set at (math $at + 1)
    end
    set -a asked (commandline -ct)
    if test -n "$home"
        $tokens[1] shell --home $home complete $asked 2>/dev/null | string match -rv '^\t'
    else
        echo --home
    end
end

complete -c ringback -n __fish_use_subcommand -f -a 'demo system server acceptor issuer ring shell store backup restore release soak help version'
complete -c ringback -n '__fish_seen_subcommand_from shell' -a '(__ringback_shell)'
complete -c ringback -n '__fish_seen_subcommand_from demo' -a '--help --home --json --keep --version'
complete -c ringback -n '__fish_seen_subcommand_from system' -a '--feature --help --home --json --protection --system --version'
complete -c ringback -n '__fish_seen_subcommand_from server' -a '--enrol --feature --help --home --protections --version'
complete -c ringback -n '__fish_seen_subcommand_from acceptor' -a '--feature --grant --help --home --join --password-file --replace --version'
complete -c ringback -n '__fish_seen_subcommand_from issuer' -a '--accept-grant --feature --help --home --join --password-file --replace --version'
complete -c ringback -n '__fish_seen_subcommand_from ring' -a '--accept-grant --forward --help --home --join --json --password-file --pipe --protection --quiet --replace --service --system --version'
complete -c ringback -n '__fish_seen_subcommand_from store' -a '--help --home --version check restore'
complete -c ringback -n '__fish_seen_subcommand_from backup' -a '--help --home --keep --undo --version'
complete -c ringback -n '__fish_seen_subcommand_from restore' -a '--help --home --original-is-gone --version'
complete -c ringback -n '__fish_seen_subcommand_from release' -a '--help --version new-key sign'
complete -c ringback -n '__fish_seen_subcommand_from soak' -a '--help --version update'
complete -c ringback -n '__fish_seen_subcommand_from help' -a '--help --version'
complete -c ringback -n '__fish_seen_subcommand_from version' -a '--help --version'
