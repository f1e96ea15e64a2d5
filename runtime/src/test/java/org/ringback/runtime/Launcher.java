package org.ringback.runtime;

import picocli.CommandLine;

/** The launcher's commands, for tests of other packages. Stateless. */
public final class Launcher {
    private Launcher() {}

    /** {@return a text as {@link WholeNames} shows it} */
    public static String whole(String text) {
        return text.replace(WholeNames.LETTER, ".");
    }

    /** {@return the launcher with all its commands} */
    public static CommandLine commandLine() {
        return Main.commandLine();
    }
}
