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
        for line in ($tokens[1] shell --home $home complete $asked 2>/dev/null)
            if string match -q \t'*' -- $line
                __fish_complete_path (commandline -ct)
            else
                echo $line
            end
        end
    else
        echo --home
    end
end

complete -c ringback -n __fish_use_subcommand -f -a 'demo system server acceptor issuer ring shell store backup restore release soak help version'
complete -c ringback -n '__fish_seen_subcommand_from shell' -f -a '(__ringback_shell)'
complete -c ringback -n '__fish_seen_subcommand_from shell' -l home -x -a '(__fish_complete_directories)'
complete -c ringback -n '__fish_seen_subcommand_from demo' -s h -l help 
complete -c ringback -n '__fish_seen_subcommand_from demo' -l home -x -a '(__fish_complete_directories)'
complete -c ringback -n '__fish_seen_subcommand_from demo' -l json 
complete -c ringback -n '__fish_seen_subcommand_from demo' -l keep 
complete -c ringback -n '__fish_seen_subcommand_from demo' -s V -l version 
complete -c ringback -n '__fish_seen_subcommand_from demo' -f
complete -c ringback -n '__fish_seen_subcommand_from system' -l feature -x -a 'server acceptor issuer system demo'
complete -c ringback -n '__fish_seen_subcommand_from system' -s h -l help 
complete -c ringback -n '__fish_seen_subcommand_from system' -l home -x -a '(__fish_complete_directories)'
complete -c ringback -n '__fish_seen_subcommand_from system' -l json 
complete -c ringback -n '__fish_seen_subcommand_from system' -l protection -x -a 'tls13 certificate-first'
complete -c ringback -n '__fish_seen_subcommand_from system' -l system -x -a 'datagram call-back password certified'
complete -c ringback -n '__fish_seen_subcommand_from system' -s V -l version 
complete -c ringback -n '__fish_seen_subcommand_from system' -f
complete -c ringback -n '__fish_seen_subcommand_from server' -l enrol -r -F
complete -c ringback -n '__fish_seen_subcommand_from server' -l feature -x -a 'server acceptor issuer system demo'
complete -c ringback -n '__fish_seen_subcommand_from server' -s h -l help 
complete -c ringback -n '__fish_seen_subcommand_from server' -l home -x -a '(__fish_complete_directories)'
complete -c ringback -n '__fish_seen_subcommand_from server' -l protections -x -a 'tls13 certificate-first'
complete -c ringback -n '__fish_seen_subcommand_from server' -s V -l version 
complete -c ringback -n '__fish_seen_subcommand_from server' -f
complete -c ringback -n '__fish_seen_subcommand_from acceptor' -l feature -x -a 'server acceptor issuer system demo'
complete -c ringback -n '__fish_seen_subcommand_from acceptor' -l grant -r -F
complete -c ringback -n '__fish_seen_subcommand_from acceptor' -s h -l help 
complete -c ringback -n '__fish_seen_subcommand_from acceptor' -l home -x -a '(__fish_complete_directories)'
complete -c ringback -n '__fish_seen_subcommand_from acceptor' -l join -r -F
complete -c ringback -n '__fish_seen_subcommand_from acceptor' -l password-file -r -F
complete -c ringback -n '__fish_seen_subcommand_from acceptor' -l replace 
complete -c ringback -n '__fish_seen_subcommand_from acceptor' -s V -l version 
complete -c ringback -n '__fish_seen_subcommand_from acceptor' -f
complete -c ringback -n '__fish_seen_subcommand_from issuer' -l accept-grant -r -F
complete -c ringback -n '__fish_seen_subcommand_from issuer' -l feature -x -a 'server acceptor issuer system demo'
complete -c ringback -n '__fish_seen_subcommand_from issuer' -s h -l help 
complete -c ringback -n '__fish_seen_subcommand_from issuer' -l home -x -a '(__fish_complete_directories)'
complete -c ringback -n '__fish_seen_subcommand_from issuer' -l join -r -F
complete -c ringback -n '__fish_seen_subcommand_from issuer' -l password-file -r -F
complete -c ringback -n '__fish_seen_subcommand_from issuer' -l replace 
complete -c ringback -n '__fish_seen_subcommand_from issuer' -s V -l version 
complete -c ringback -n '__fish_seen_subcommand_from issuer' -f
complete -c ringback -n '__fish_seen_subcommand_from ring' -l accept-grant -r -F
complete -c ringback -n '__fish_seen_subcommand_from ring' -s f -l forward -x
complete -c ringback -n '__fish_seen_subcommand_from ring' -s h -l help 
complete -c ringback -n '__fish_seen_subcommand_from ring' -l home -x -a '(__fish_complete_directories)'
complete -c ringback -n '__fish_seen_subcommand_from ring' -l join -r -F
complete -c ringback -n '__fish_seen_subcommand_from ring' -l json 
complete -c ringback -n '__fish_seen_subcommand_from ring' -l password-file -r -F
complete -c ringback -n '__fish_seen_subcommand_from ring' -s p -l pipe 
complete -c ringback -n '__fish_seen_subcommand_from ring' -l protection -x -a 'tls13 certificate-first'
complete -c ringback -n '__fish_seen_subcommand_from ring' -s q -l quiet 
complete -c ringback -n '__fish_seen_subcommand_from ring' -l replace 
complete -c ringback -n '__fish_seen_subcommand_from ring' -l service -x -a 'http ssh'
complete -c ringback -n '__fish_seen_subcommand_from ring' -s s -l system -x -a 'datagram call-back password certified'
complete -c ringback -n '__fish_seen_subcommand_from ring' -s V -l version 
complete -c ringback -n '__fish_seen_subcommand_from ring' -f
complete -c ringback -n '__fish_seen_subcommand_from store' -s h -l help 
complete -c ringback -n '__fish_seen_subcommand_from store' -l home -x -a '(__fish_complete_directories)'
complete -c ringback -n '__fish_seen_subcommand_from store' -l json 
complete -c ringback -n '__fish_seen_subcommand_from store' -s V -l version 
complete -c ringback -n '__fish_seen_subcommand_from store' -f -a 'check restore'
complete -c ringback -n '__fish_seen_subcommand_from backup' -s h -l help 
complete -c ringback -n '__fish_seen_subcommand_from backup' -l home -x -a '(__fish_complete_directories)'
complete -c ringback -n '__fish_seen_subcommand_from backup' -l keep 
complete -c ringback -n '__fish_seen_subcommand_from backup' -l undo 
complete -c ringback -n '__fish_seen_subcommand_from backup' -s V -l version 
complete -c ringback -n '__fish_seen_subcommand_from restore' -s h -l help 
complete -c ringback -n '__fish_seen_subcommand_from restore' -l home -x -a '(__fish_complete_directories)'
complete -c ringback -n '__fish_seen_subcommand_from restore' -l original-is-gone 
complete -c ringback -n '__fish_seen_subcommand_from restore' -s V -l version 
complete -c ringback -n '__fish_seen_subcommand_from release' -l bundles -x
complete -c ringback -n '__fish_seen_subcommand_from release' -s h -l help 
complete -c ringback -n '__fish_seen_subcommand_from release' -l key -r -F
complete -c ringback -n '__fish_seen_subcommand_from release' -l out -r -F
complete -c ringback -n '__fish_seen_subcommand_from release' -l security 
complete -c ringback -n '__fish_seen_subcommand_from release' -l serial -x
complete -c ringback -n '__fish_seen_subcommand_from release' -s V -l version 
complete -c ringback -n '__fish_seen_subcommand_from release' -a 'new-key sign'
complete -c ringback -n '__fish_seen_subcommand_from soak' -l conversations -x
complete -c ringback -n '__fish_seen_subcommand_from soak' -s h -l help 
complete -c ringback -n '__fish_seen_subcommand_from soak' -l home -x -a '(__fish_complete_directories)'
complete -c ringback -n '__fish_seen_subcommand_from soak' -l json 
complete -c ringback -n '__fish_seen_subcommand_from soak' -l plant -x
complete -c ringback -n '__fish_seen_subcommand_from soak' -l rings -x
complete -c ringback -n '__fish_seen_subcommand_from soak' -l seconds -x
complete -c ringback -n '__fish_seen_subcommand_from soak' -l updates -x
complete -c ringback -n '__fish_seen_subcommand_from soak' -s V -l version 
complete -c ringback -n '__fish_seen_subcommand_from soak' -f -a 'update'
complete -c ringback -n '__fish_seen_subcommand_from help' -s h -l help 
complete -c ringback -n '__fish_seen_subcommand_from help' -s V -l version 
complete -c ringback -n '__fish_seen_subcommand_from help' -f -a 'demo system server acceptor issuer ring shell store backup restore release soak help version'
complete -c ringback -n '__fish_seen_subcommand_from version' -s h -l help 
complete -c ringback -n '__fish_seen_subcommand_from version' -s V -l version 
complete -c ringback -n '__fish_seen_subcommand_from version' -f
