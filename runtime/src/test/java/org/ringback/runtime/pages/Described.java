package org.ringback.runtime.pages;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.ringback.shell.internal.Form;
import org.ringback.shell.internal.Slot;
import org.ringback.shell.internal.Slot.Kind;
import org.ringback.shell.link.CommandNames;

/** The commands of a running program, from their one description. Immutable. */
record Described(String name, List<Form> forms) {
    /** Every command, by name. */
    static List<Described> all() {
        return CommandNames.ALL.stream().map(Described::of).toList();
    }

    private static Described of(String name) {
        String type = Arrays.stream(name.split("-"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
        try {
            return new Described(
                    name, Form.all(name, Class.forName("org.ringback.shell.internal." + type + "Command")));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(name + ": its class has another name than " + type + "Command", e);
        }
    }

    /** What a person may write behind a form: operands first, then options. */
    static List<Slot> slots(Form form) {
        return form.slots().stream()
                .filter(slot -> slot.kind() != Kind.SESSION)
                .sorted((one, other) -> Boolean.compare(one.isOption(), other.isOption()))
                .toList();
    }

    /** The text as a sentence. */
    static String sentence(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1) + ".";
    }
}
