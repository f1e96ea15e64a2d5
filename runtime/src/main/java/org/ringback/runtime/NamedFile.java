package org.ringback.runtime;

import java.util.List;

/**
 * The value {@code [NAME=]FILE} of an option that takes a string of equipment: what the equipment is to be called here,
 * and the file with its string. What stands before the first {@code =} is the name, unless a {@code /} is in it: so a
 * file with {@code =} in its name is written {@code ./FILE}. Immutable.
 *
 * @param name the local name, not yet checked; empty for the one that the equipment has, else for its ID
 * @param file the file
 */
record NamedFile(String name, TextFile file) {
    /** Reads the values of an option. */
    static List<NamedFile> all(List<String> values) {
        return values.stream().map(NamedFile::of).toList();
    }

    private static NamedFile of(String value) {
        int equals = value.indexOf('=');
        boolean named = equals >= 0 && value.lastIndexOf('/', equals) < 0 && !new TextFile(value).isString();
        return named
                ? new NamedFile(value.substring(0, equals), new TextFile(value.substring(equals + 1)))
                : new NamedFile("", new TextFile(value));
    }

    /** Checks the names in the values of an option. */
    static void check(String option, List<String> values) throws Failure {
        for (String value : values) {
            NamedFile one = of(value);
            if (!one.file.name().equals(value)) {
                CheckedWords.ids(option, List.of(one.name));
            }
        }
    }

    /** Adds the name to the command that takes the string. */
    String named(String command) {
        return name.isEmpty() ? command : command + " --as " + name;
    }
}
