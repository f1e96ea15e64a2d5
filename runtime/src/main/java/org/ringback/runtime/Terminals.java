package org.ringback.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Tells whether a stream of this process is a terminal. Stateless. */
final class Terminals {
    static final int OUTPUT = 1;
    static final int ERROR = 2;

    private static final Pattern TERMINAL = Pattern.compile("/dev/(pts/\\d+|tty.*|console)");

    private Terminals() {}

    /** {@return whether a descriptor is a terminal; false if the system does not tell} */
    static boolean isOne(int descriptor) {
        try {
            return isOne(Files.readSymbolicLink(Path.of("/proc/self/fd", Integer.toString(descriptor)))
                    .toString());
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    static boolean isOne(String file) {
        return TERMINAL.matcher(file).matches();
    }
}
