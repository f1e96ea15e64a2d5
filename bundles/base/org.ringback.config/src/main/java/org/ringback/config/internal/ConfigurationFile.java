package org.ringback.config.internal;

import java.nio.file.Path;
import java.util.List;
import org.ringback.api.configuration.NearMiss;
import org.ringback.config.file.ConfigurationText;

/** One file of the folder, and what its name says. Immutable. */
record ConfigurationFile(Path path) {
    static final String SUFFIX = ".cfg";
    private static final String OURS = "org.ringback";

    /** {@return the PID that the file configures; for a factory's instance, the factory's PID} */
    String pid() {
        String name = identity();
        int own = own(name);
        return own < 0 ? name : name.substring(0, own);
    }

    /** {@return the name of the factory's instance; empty if the file is for no factory} */
    String instance() {
        String name = identity();
        int own = own(name);
        return own < 0 ? "" : name.substring(own + 1);
    }

    private String identity() {
        String name = path.toFile().getName();
        return name.substring(0, name.length() - SUFFIX.length());
    }

    private static int own(String name) {
        return name.indexOf('~') < 0 ? name.indexOf('-') : name.indexOf('~');
    }

    /**
     * {@return whether the name begins with our prefix, or nearly: such a file is taken only if its schema is known}
     */
    boolean ours() {
        String[] parts = pid().split("\\.", 3);
        return parts.length == 3
                && NearMiss.of(parts[0] + "." + parts[1], List.of(OURS)).isPresent();
    }

    /** {@return the name of the file for messages} */
    String label() {
        return "config/" + path.toFile().getName();
    }

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException if it cannot be read, or cannot be right; the message says why
     */
    ConfigurationText read() {
        return ConfigurationText.parse(bytes());
    }

    /**
     * Reads the bytes of the file.
     *
     * @throws IllegalArgumentException if it cannot be read; the message says why
     */
    byte[] bytes() {
        return FileBytes.of(
                path,
                ours() || pid().equals(LoggingSchema.PID)
                        ? ", or the next start makes it anew with its defaults"
                        : "; without it the next start gives nothing to " + pid());
    }
}
