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

/**
 * Which enrolment and grant strings were taken already, by their SHA-256: a program that is started again with the same
 * options takes none twice. The one-time code in a string has 128 random bits, so its hash tells nothing. Used by one
 * thread.
 *
 * @param file one hash a line
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
        try {
            Files.write(file, List.of(hash(text)), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new Failure(file + ": cannot be written: " + e.getMessage(), e);
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
