package org.ringback.runtime.pages;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** The options of the launcher's own commands, and what may stand behind each. Stateless. */
final class LauncherOptions {
    private LauncherOptions() {}

    /** What stands behind an option. */
    enum Value {
        /** Nothing: it is a flag. */
        NONE,
        FOLDER,
        FILE,
        /** One of its candidates. */
        WORD,
        /** Something that nobody can know, as a number. */
        OTHER;

        static Value of(OptionSpec option) {
            if (option.arity().max() == 0) {
                return NONE;
            }
            if (option.completionCandidates() != null) {
                return WORD;
            }
            String label = option.paramLabel();
            return label.equals("DIR") ? FOLDER : label.contains("FILE") ? FILE : OTHER;
        }
    }

    /** Every option of a command and of those below it, by name. */
    static SortedMap<String, OptionSpec> of(CommandLine command) {
        SortedMap<String, OptionSpec> options = new TreeMap<>();
        command.getSubcommands().values().forEach(below -> options.putAll(of(below)));
        command.getCommandSpec().options().forEach(option -> options.put(option.longestName(), option));
        return options;
    }

    static Stream<Map.Entry<String, CommandLine>> commands(CommandLine launcher) {
        return launcher.getSubcommands().entrySet().stream()
                .filter(one -> !one.getKey().equals("shell"));
    }

    /** What may stand behind a command: its options, and the commands below it or, behind help, all. */
    static String words(CommandLine launcher, Map.Entry<String, CommandLine> command) {
        Stream<String> below = command.getKey().equals("help")
                ? launcher.getSubcommands().keySet().stream()
                : command.getValue().getSubcommands().keySet().stream();
        return Stream.concat(of(command.getValue()).keySet().stream(), below).collect(Collectors.joining(" "));
    }

    /** Whether files stand behind a command, or one below it, and not only behind its options. */
    static boolean takesFiles(CommandLine command) {
        return command.getSubcommands().values().stream().anyMatch(LauncherOptions::takesFiles)
                || command.getCommandSpec().positionalParameters().stream()
                        .anyMatch(one -> one.paramLabel().equals("FILE")
                                || Arrays.asList(one.auxiliaryTypes()).contains(Path.class));
    }

    /** A case for each command: {@code files} completes one that takes files, {@code form} any other. */
    static String cases(CommandLine launcher, String indent, String form, String files) {
        return commands(launcher)
                .map(one -> indent
                        + String.format(takesFiles(one.getValue()) ? files : form, one.getKey(), words(launcher, one))
                        + "\n")
                .collect(Collectors.joining());
    }

    /** The options of all commands that take a value, by what that is; one name means the same in all. */
    private static SortedMap<String, SortedSet<String>> values(CommandLine launcher) {
        Map<String, String> kinds = new TreeMap<>();
        commands(launcher).flatMap(one -> of(one.getValue()).values().stream()).forEach(option -> {
            Value value = Value.of(option);
            String kind = value == Value.WORD ? candidates(option) : value.name();
            for (String name : option.names()) {
                String before = kinds.put(name, kind);
                if (before != null && !before.equals(kind)) {
                    throw new IllegalStateException(
                            name + ": takes " + before + " and " + kind + " (expected: the same in all commands)");
                }
            }
        });
        kinds.values().removeIf(Value.NONE.name()::equals);
        SortedMap<String, SortedSet<String>> values = new TreeMap<>();
        kinds.forEach((name, kind) ->
                values.computeIfAbsent(kind, any -> new TreeSet<>()).add(name));
        return values;
    }

    static String candidates(OptionSpec option) {
        return StreamSupport.stream(option.completionCandidates().spliterator(), false)
                .collect(Collectors.joining(" "));
    }

    /** A case for each kind of value; {@code folder}, {@code file}, {@code words} and {@code other} complete it. */
    static String valueCases(
            CommandLine launcher, String indent, String folder, String file, String words, String other) {
        StringBuilder cases = new StringBuilder();
        values(launcher).forEach((kind, names) -> {
            String how = kind.equals(Value.FOLDER.name())
                    ? folder
                    : kind.equals(Value.FILE.name())
                            ? file
                            : kind.equals(Value.OTHER.name()) ? other : String.format(words, kind);
            cases.append(indent)
                    .append(String.join(" | ", names))
                    .append(") ")
                    .append(how)
                    .append(" ;;\n");
        });
        return cases.toString();
    }
}
