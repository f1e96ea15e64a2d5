package org.ringback.runtime;

import java.io.Console;
import org.jspecify.annotations.Nullable;
import org.ringback.runtime.console.Person;

/**
 * The person at this process's terminal, if standard input and output are one. Stateless.
 *
 * @param console where to ask; null without a terminal
 */
record AtTerminal(@Nullable Console console) implements Person {
    @SuppressWarnings(
            "SystemConsoleNull") // bin/ringback asks newer Javas for the old behaviour, null without a terminal
    static AtTerminal find() {
        return new AtTerminal(System.console());
    }

    @Override
    public boolean isThere() {
        return console != null;
    }

    @Override
    public char @Nullable [] secret(String prompt) {
        return console == null ? null : console.readPassword("%s", prompt);
    }

    @Override
    public @Nullable String answer(String question) {
        return console == null ? null : console.readLine("%s", question);
    }
}
