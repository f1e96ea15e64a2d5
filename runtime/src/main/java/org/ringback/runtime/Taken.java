package org.ringback.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Notes which strings and password files were used already, so that a program that is started again with the same
 * options does nothing twice. Keeps the SHA-256 of a string, which reveals nothing, as the one-time code in it has 128
 * random bits; of a password, only when its file was written. Used by one thread.
 *
 * @param file the file of notes: each line a hash, or the use of a file, of which the latest counts
 */
record Taken(Path file) {
    boolean has(String text) throws Failure {
        try {
            return Files.exists(file) && Files.readAllLines(file).contains(hash(text));
        } catch (IOException e) {
            throw new Failure(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    void add(String text) throws Failure {
        append(hash(text));
    }

    private void append(String line) throws Failure {
        try {
            Files.write(file, List.of(line), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new Failure(file + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** {@return whether a file was used for this already and has not changed since} */
    boolean used(String use, TextFile from) throws Failure {
        Optional<String> mark = from.mark();
        if (mark.isEmpty() || !Files.exists(file)) {
            return false;
        }
        try {
            String last = "";
            for (String line : Files.readAllLines(file)) {
                last = line.startsWith(use + " ") ? line : last;
            }
            return last.equals(use + " " + mark.get());
        } catch (IOException e) {
            throw new Failure(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    /** Notes the use of a file, with the mark that it had when it was read. */
    void use(String use, Optional<String> mark) throws Failure {
        if (mark.isPresent()) {
            append(use + " " + mark.get());
        }
    }

    private static String hash(String text) {
        try {
            byte[] bytes = text.replaceAll("\\s", "").getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
