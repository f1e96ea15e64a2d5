package org.ringback.configuration.internal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.ringback.configuration.file.ConfigurationText;

/** One file of the folder, by its name. Immutable. */
record ConfigurationFile(Path path) {
    static final String SUFFIX = ".cfg";
    private static final String OURS = "org.ringback.";
    private static final long MAX_BYTES = 1 << 20;

    /** {@return the persistent identity that it is for, its own part of a factory's left out} */
    String pid() {
        String name = identity();
        int own = own(name);
        return own < 0 ? name : name.substring(0, own);
    }

    /** {@return what tells it from others of the same factory; empty if it is for no factory} */
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

    /** {@return whether only who knows its rules may take it} */
    boolean ours() {
        return pid().startsWith(OURS);
    }

    /** {@return how it is called in a line for a person} */
    String label() {
        return "config/" + path.toFile().getName();
    }

    /**
     * Reads it.
     *
     * @throws IllegalArgumentException if it cannot be read, or cannot be meant; the message says why
     */
    ConfigurationText read() {
        try {
            if (Files.isDirectory(path)) {
                throw new IllegalArgumentException("is a folder (expected: a file)");
            }
            long size = Files.size(path);
            if (size > MAX_BYTES) {
                throw new IllegalArgumentException("has " + size + " bytes (expected: at most " + MAX_BYTES + ")");
            }
            return ConfigurationText.parse(Files.readAllBytes(path));
        } catch (AccessDeniedException e) {
            throw new IllegalArgumentException("may not be read (expected: readable by whoever runs this program)", e);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(
                    Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                            ? "is a link to nothing (expected: a file)"
                            : "is missing (expected: the file, or the next start makes it anew with its defaults)",
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot be read: " + e.getMessage() + " (expected: a file)", e);
        }
    }
}
