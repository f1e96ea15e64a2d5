package org.ringback.updater.release;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a release consists of: lines of text, of which there is one form only, so that equal releases have equal bytes.
 *
 * <pre>
 * ringback 1 bundles
 * serial 12
 * made 2026-11-29T15:00:00Z
 * kind ordinary
 * bundle org.ringback.crypto 1.2.0 734112 9f86…
 * </pre>
 *
 * <p>Immutable.
 *
 * @param serial rises with each release of one signer; an older one is not taken
 * @param made when it was made, whole seconds
 * @param kind how urgent it is
 * @param bundles at least one, at most {@link #MAX_BUNDLES}, no name twice
 */
public record ReleaseList(long serial, Instant made, Kind kind, List<BundleEntry> bundles) {
    /** The most bundles of a release. */
    public static final int MAX_BUNDLES = 256;

    /** The most bytes of a list. */
    public static final int MAX_BYTES = 128 * 1024;

    private static final String FIRST = "ringback 1 bundles";
    private static final int HEAD = 4;

    /** How urgent a release is. */
    public enum Kind {
        /** It goes back by itself if it fails. */
        ORDINARY,
        /** It mends what others could use: it never goes back by itself. */
        SECURITY;

        String word() {
            return this == ORDINARY ? "ordinary" : "security";
        }
    }

    /** Checks and copies. */
    public ReleaseList {
        bundles = List.copyOf(bundles);
        if (serial < 0) {
            throw new IllegalArgumentException("serial: " + serial + " (expected: 0 or more)");
        }
        if (!made.equals(made.truncatedTo(ChronoUnit.SECONDS))) {
            throw new IllegalArgumentException("made: " + made + " (expected: whole seconds)");
        }
        if (bundles.isEmpty() || bundles.size() > MAX_BUNDLES) {
            throw new IllegalArgumentException("bundles: " + bundles.size() + " (expected: 1 to " + MAX_BUNDLES + ")");
        }
        Set<String> names = new HashSet<>();
        for (BundleEntry bundle : bundles) {
            if (!names.add(bundle.name())) {
                throw new IllegalArgumentException("bundle: " + bundle.name() + " stands twice (expected: once)");
            }
        }
    }

    /** {@return its bytes, which are what is signed} */
    public byte[] bytes() {
        StringBuilder text = new StringBuilder(FIRST)
                .append("\nserial ")
                .append(serial)
                .append("\nmade ")
                .append(made)
                .append("\nkind ")
                .append(kind.word())
                .append('\n');
        bundles.forEach(bundle -> text.append("bundle ").append(bundle.words()).append('\n'));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads a list, of which the signature was checked before.
     *
     * @param bytes the whole list
     * @return the list
     * @throws NotAcceptedException if it has another form; names the line
     */
    public static ReleaseList parse(byte[] bytes) throws NotAcceptedException {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new NotAcceptedException("release: no UTF-8 (expected: lines of text)");
        }
        String[] lines = text.split("\n", -1);
        int at = 0;
        try {
            if (lines.length < HEAD + 2 || !lines[0].equals(FIRST)) {
                throw new IllegalArgumentException("'" + lines[0] + "' (expected: " + FIRST + ")");
            }
            long serial = BundleEntry.number("serial", after("serial ", lines[++at]));
            Instant made = Instant.parse(after("made ", lines[++at]));
            Kind kind = kind(after("kind ", lines[++at]));
            List<BundleEntry> bundles = new ArrayList<>();
            for (at = HEAD; at < lines.length - 1; at++) {
                String[] words = after("bundle ", lines[at]).split(" ", -1);
                if (words.length != 4) {
                    throw new IllegalArgumentException("bundle: " + words.length + " words (expected: 4)");
                }
                bundles.add(BundleEntry.parse(words, 0));
            }
            ReleaseList list = new ReleaseList(serial, made, kind, bundles);
            if (!Arrays.equals(list.bytes(), bytes)) {
                throw new IllegalArgumentException("written otherwise (expected: single spaces, each line ended)");
            }
            return list;
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new NotAcceptedException("release: line " + (at + 1) + ": " + e.getMessage());
        }
    }

    private static String after(String word, String line) {
        if (!line.startsWith(word)) {
            throw new IllegalArgumentException("'" + line + "' (expected: " + word.strip() + " …)");
        }
        return line.substring(word.length());
    }

    private static Kind kind(String word) {
        for (Kind kind : Kind.values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("kind: '" + word + "' (expected: ordinary or security)");
    }

    /** {@return whether it mends what others could use, and so never goes back by itself} */
    public boolean repairs() {
        return kind == Kind.SECURITY;
    }

    /**
     * Finds a bundle.
     *
     * @param name its symbolic name
     * @return its entry, if it is part of this release
     */
    public Optional<BundleEntry> find(String name) {
        return bundles.stream().filter(one -> one.name().equals(name)).findFirst();
    }
}
