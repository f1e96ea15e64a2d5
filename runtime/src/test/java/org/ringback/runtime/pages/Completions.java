package org.ringback.runtime.pages;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * Writes what bash, zsh and fish need to complete a command line. The launcher's commands and options are written out;
 * the words behind {@code shell} are asked of the running program, whose command {@code complete} knows them. Stateless.
 */
final class Completions {
    private static final String ASK =
            """
            # The words behind `shell`: asked of the program at the home that the line names.
            """;

    private Completions() {}

    static String bash(CommandLine launcher) {
        return "# bash completion for ringback: source it, or put it into /usr/share/bash-completion/completions\n"
                + ASK
                + """
                _ringback_shell() {
                    local home=${RINGBACK_HOME:-} word at=2 words=()
                    for ((; at <= COMP_CWORD; at++)); do
                        word=${COMP_WORDS[at]}
                        if [[ $word == --home && $at -lt $COMP_CWORD ]]; then
                            at=$((at + 1))
                            home=${COMP_WORDS[at]/#\\~/$HOME}
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
                        if [[ $line == $'\\t'* ]]; then
                            compopt -o filenames 2>/dev/null
                            COMPREPLY+=($(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"))
                        else
                            COMPREPLY+=("${line%%$'\\t'*}")
                        fi
                    done < <("${COMP_WORDS[0]}" shell --home "$home" complete "${words[@]}" 2>/dev/null)
                }

                _ringback() {
                    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} options= files=
                    COMPREPLY=()
                    if [[ $before == [\\<\\>]* ]]; then
                        compopt -o filenames 2>/dev/null
                        COMPREPLY=($(compgen -f -- "$word"))
                        return
                    fi
                    if ((COMP_CWORD == 1)); then
                """
                + "        COMPREPLY=($(compgen -W '"
                + String.join(" ", launcher.getSubcommands().keySet()) + " --help --version' -- \"$word\"))\n"
                + """
                        return
                    fi
                    case ${COMP_WORDS[1]} in
                """
                + "        shell) _ringback_shell; return ;;\n"
                + LauncherOptions.cases(launcher, "        ", "%s) options='%s' ;;", "%s) options='%s' files=yes ;;")
                + """
                    esac
                    if [[ $word == '=' ]]; then
                        word=
                    elif [[ $before == '=' ]]; then
                        before=${COMP_WORDS[COMP_CWORD - 2]}
                    fi
                    case $before in
                """
                + LauncherOptions.valueCases(
                        launcher,
                        "        ",
                        "compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -d -- \"$word\")); return",
                        "compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- \"$word\")); return",
                        "COMPREPLY=($(compgen -W '%s' -- \"$word\")); return",
                        "return")
                + """
                    esac
                    if [[ $word == -* || -z $files ]]; then
                        COMPREPLY=($(compgen -W "$options" -- "$word"))
                    else
                        compopt -o filenames 2>/dev/null
                        COMPREPLY=($(compgen -W "$options" -- "$word") $(compgen -f -- "$word"))
                    fi
                }

                complete -F _ringback ringback
                """;
    }

    static String zsh(CommandLine launcher) {
        return "#compdef ringback\n# zsh completion for ringback: put it into a folder of $fpath as _ringback\n" + ASK
                + """
                _ringback_shell() {
                    local home=${RINGBACK_HOME:-} at line files=
                    local -a asked found
                    for ((at = 3; at <= CURRENT; at++)); do
                        if [[ $words[at] == --home && $at -lt $CURRENT ]]; then
                            ((at++))
                            home=${~words[at]}
                            if ((at == CURRENT)); then
                                _files -/
                                return
                            fi
                        else
                            asked+=("$words[at]")
                        fi
                    done
                    if [[ -z $home ]]; then
                        compadd -- --home
                        return
                    fi
                    for line in "${(@f)$($words[1] shell --home $home complete "${asked[@]}" 2>/dev/null)}"; do
                        if [[ $line == $'\\t'* ]]; then
                            files=yes
                        elif [[ -n $line ]]; then
                            found+=("${${line%%$'\\t'*}//:/\\\\:}:${line#*$'\\t'}")
                        fi
                    done
                    ((${#found})) && _describe -t words 'word' found
                    [[ -z $files ]] || _files
                }

                _ringback() {
                    if ((CURRENT == 2)); then
                """
                + "        compadd -- "
                + String.join(" ", launcher.getSubcommands().keySet()) + " --help --version\n"
                + """
                        return
                    fi
                    case $words[2] in
                """
                + "        shell) _ringback_shell; return ;;\n"
                + """
                    esac
                    local option=$words[CURRENT-1]
                    if [[ $words[CURRENT] == --*=* ]]; then
                        option=${words[CURRENT]%%=*}
                        compset -P '*='
                    fi
                    case $option in
                """
                + LauncherOptions.valueCases(
                        launcher, "        ", "_files -/; return", "_files; return", "compadd -- %s; return", "return")
                + """
                    esac
                    case $words[2] in
                """
                + LauncherOptions.cases(launcher, "        ", "%s) compadd -- %s ;;", "%s) compadd -- %s; _files ;;")
                + """
                    esac
                }

                _ringback "$@"
                """;
    }

    static String fish(CommandLine launcher) {
        return "# fish completion for ringback: put it into ~/.config/fish/completions\n" + ASK
                + """
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
                            if string match -q \\t'*' -- $line
                                __fish_complete_path (commandline -ct)
                            else
                                echo $line
                            end
                        end
                    else
                        echo --home
                    end
                end

                complete -c ringback -n __fish_use_subcommand -f -a '"""
                + String.join(" ", launcher.getSubcommands().keySet()) + "'\n"
                + "complete -c ringback -n '__fish_seen_subcommand_from shell' -f -a '(__ringback_shell)'\n"
                + "complete -c ringback -n '__fish_seen_subcommand_from shell' -l home -x -a '(__fish_complete_directories)'\n"
                + LauncherOptions.commands(launcher)
                        .map(one -> fish(launcher, one.getKey(), one.getValue()))
                        .collect(Collectors.joining());
    }

    private static String fish(CommandLine launcher, String name, CommandLine command) {
        String seen = "complete -c ringback -n '__fish_seen_subcommand_from " + name + "' ";
        StringBuilder lines = new StringBuilder();
        LauncherOptions.of(command).values().forEach(option -> {
            lines.append(seen);
            for (String one : option.names()) {
                lines.append(one.startsWith("--") ? "-l " + one.substring(2) : "-s " + one.substring(1))
                        .append(' ');
            }
            lines.append(
                            switch (LauncherOptions.Value.of(option)) {
                                case NONE -> "";
                                case FOLDER -> "-x -a '(__fish_complete_directories)'";
                                case FILE -> "-r -F";
                                case WORD -> "-x -a '" + LauncherOptions.candidates(option) + "'";
                                case OTHER -> "-x";
                            })
                    .append('\n');
        });
        String below = Stream.of(LauncherOptions.words(launcher, Map.entry(name, command))
                        .split(" ", -1))
                .filter(word -> !word.startsWith("-"))
                .collect(Collectors.joining(" "));
        String behind =
                (LauncherOptions.takesFiles(command) ? "" : "-f ") + (below.isEmpty() ? "" : "-a '" + below + "'");
        return behind.isEmpty() ? lines.toString() : lines + seen + behind.strip() + "\n";
    }
}
