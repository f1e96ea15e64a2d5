package org.ringback.shell.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.ringback.shell.internal.Slot.Kind;

/**
 * Finds the words that may stand at the end of a command line, from the forms of the commands. Immutable.
 *
 * @param names each name under which a command can be given, with the scope and name of the command
 * @param find finds a command of this bundle by that name; null for others
 * @param vocabulary knows the words of this program
 */
record Completion(Map<String, String> names, Function<String, @Nullable Command> find, Vocabulary vocabulary) {
    private static final String COMMAND = "COMMAND";

    /**
     * Completes the last word.
     *
     * @param words the words of one command line, the last one as far as it is typed; may be empty
     * @return the words that begin so
     */
    List<Candidate> of(List<String> words) {
        String typed = words.isEmpty() ? "" : words.get(words.size() - 1);
        List<String> before = words.isEmpty() ? List.of() : words.subList(0, words.size() - 1);
        return all(before, typed)
                .filter(one -> one.equals(Candidate.FILE_NAMES) || one.word().startsWith(typed))
                .distinct()
                .toList();
    }

    private Stream<Candidate> all(List<String> before, String typed) {
        if (before.isEmpty()) {
            return commands(typed);
        }
        String scoped = names.getOrDefault(before.get(0), before.get(0));
        Command command = find.apply(scoped);
        if (command == null) { // one of the container's: they are about bundles
            return names.containsValue(scoped) ? vocabulary.of("BUNDLE") : Stream.empty();
        }
        return command.forms().stream().flatMap(form -> words(form, before.subList(1, before.size()), typed));
    }

    /**
     * Ours by name, if their role is part of this process; those of the container once a scope is typed, as they are
     * very many.
     */
    private Stream<Candidate> commands(String typed) {
        return names.entrySet().stream()
                .filter(one -> one.getValue().startsWith("ringback:")
                        ? !one.getKey().contains(":") && serves(one.getValue())
                        : isMeant(one, typed))
                .map(one -> new Candidate(one.getKey(), text(one.getValue())));
    }

    private boolean serves(String scoped) {
        Command ours = find.apply(scoped);
        return ours == null || ours.forms().stream().anyMatch(vocabulary::serves);
    }

    private static boolean isMeant(Map.Entry<String, String> other, String typed) {
        boolean scope = other.getKey().contains(":");
        return typed.contains(":") ? scope : !scope && !typed.isEmpty();
    }

    private String text(String scoped) {
        Command ours = find.apply(scoped);
        return ours == null ? scoped : ours.text();
    }

    private Stream<Candidate> words(Form form, List<String> before, String typed) {
        List<String> operands = new ArrayList<>();
        List<Slot> given = new ArrayList<>();
        @Nullable Slot open = null;
        List<Slot> places = form.slots().stream()
                .filter(slot -> slot.kind() == Kind.OPERAND || slot.kind() == Kind.REST)
                .toList();
        for (int at = 0; at < before.size(); at++) {
            String word = before.get(at);
            if (open != null) {
                open = null;
            } else if (word.startsWith("-") && word.length() > 1) {
                Slot option = option(form, word);
                if (option == null) {
                    return Stream.empty(); // the line is of another form
                }
                given.add(option);
                open = option.kind() == Kind.OPTION && !word.contains("=") ? option : null;
            } else {
                operands.add(word);
                if (place(places, operands.size() - 1).equals(Slot.COMMAND_LINE)) {
                    return all(before.subList(at, before.size()), typed);
                }
            }
        }
        if (open != null) {
            return vocabulary.of(open.label(), labelled(places, operands));
        }
        if (typed.startsWith("-")) {
            return form.slots().stream()
                    .filter(slot -> slot.isOption() && !given.contains(slot))
                    .map(slot -> new Candidate(slot.longName(), slot.text()));
        }
        String label = place(places, operands.size());
        return label.startsWith(COMMAND) ? commands(typed) : vocabulary.of(label);
    }

    /** The operands that are typed, by their labels; of those with the same label the first. */
    private static Map<String, String> labelled(List<Slot> places, List<String> operands) {
        Map<String, String> labelled = new HashMap<>();
        for (int at = 0; at < operands.size(); at++) {
            labelled.putIfAbsent(place(places, at), operands.get(at));
        }
        return labelled;
    }

    /** The label of the operand at a place; empty if none stands there. The last one may stand again and again. */
    private static String place(List<Slot> places, int at) {
        if (at < places.size()) {
            return places.get(at).label();
        }
        boolean again = !places.isEmpty() && places.get(places.size() - 1).kind() == Kind.REST;
        return again ? places.get(places.size() - 1).label() : "";
    }

    private static @Nullable Slot option(Form form, String word) {
        String name = word.startsWith("--") ? word.split("=", 2)[0] : word;
        return form.slots().stream()
                .filter(slot -> slot.names().contains(name))
                .findFirst()
                .orElse(null);
    }
}
