package org.ringback.updater.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is to be there at each start beside the feature, or in place of its bundles: {@code HOME/state/bundles}. It is
 * the truth, not the framework's storage, which is made anew each time. One rename writes it. Immutable.
 *
 * @param serial rises with each change
 * @param bundles no name twice
 * @param floors the serial of the latest release that was taken, by bundle; none below is taken again
 */
public record Overlay(long serial, List<OverlayEntry> bundles, Map<String, Long> floors) {
    private static final String FIRST = "ringback 1 overlay";
    private static final String DIGEST = "sha256 ";
    private static final int MAX_BYTES = 1 << 20;

    /** Copies both. */
    public Overlay {
        bundles = List.copyOf(bundles);
        floors = Map.copyOf(floors);
    }

    /** {@return the one of a home where nothing was deployed or exchanged} */
    public static Overlay empty() {
        return new Overlay(0, List.of(), Map.of());
    }

    /**
     * Reads it.
     *
     * @param file the file; need not exist
     * @return what it says
     * @throws NotAcceptedException if it has another form; names the line
     * @throws IOException if it cannot be read
     */
    public static Overlay read(Path file) throws IOException {
        byte[] bytes;
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new NotAcceptedException(
                        file + ": " + Files.size(file) + " bytes (expected: at most " + MAX_BYTES + ")");
            }
            bytes = Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            return empty();
        }
        try {
            return parse(whole(new String(bytes, StandardCharsets.UTF_8)));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new NotAcceptedException(file + ": " + e.getMessage()
                    + "; next: put it back from a backup, or delete it, restart and deploy again");
        }
    }

    /** The text without its last line, which has the digest of the others. */
    private static String whole(String text) {
        int last = text.lastIndexOf(DIGEST);
        String rest = last < 0 ? "" : text.substring(0, last);
        if (!text.equals(rest + DIGEST + BundleEntry.digest(rest.getBytes(StandardCharsets.UTF_8)) + '\n')) {
            throw new IllegalArgumentException(
                    "is cut or changed (expected: a last line with the digest of all others)");
        }
        return rest;
    }

    private static Overlay parse(String text) {
        String[] lines = text.split("\n", -1);
        long serial = -1;
        List<OverlayEntry> bundles = new ArrayList<>();
        Map<String, Long> floors = new TreeMap<>();
        for (int at = 1; at < lines.length - 1; at++) {
            String[] words = lines[at].split(" ", -1);
            if (words[0].equals("bundle")) {
                bundles.add(OverlayEntry.parse(words));
            } else if (words[0].equals("floor") && words.length == 3) {
                floors.put(words[1], BundleEntry.number("floor", words[2]));
            } else if (words[0].equals("serial") && words.length == 2) {
                serial = BundleEntry.number("serial", words[1]);
            } else {
                throw new IllegalArgumentException("line " + (at + 1) + ": '" + lines[at]
                        + "' (expected: serial …, bundle … or floor …; a newer program may have written it)");
            }
        }
        if (!lines[0].equals(FIRST) || serial < 0) {
            throw new IllegalArgumentException("line 1: '" + lines[0] + "' (expected: " + FIRST + ", and a serial)");
        }
        return new Overlay(serial, bundles, floors);
    }

    /**
     * Writes it: after this, and not before, it is what the next start goes by.
     *
     * @param file the file
     * @throws IOException if it cannot be written; what was there before stays
     */
    public void write(Path file) throws IOException {
        StringBuilder text =
                new StringBuilder(FIRST).append("\nserial ").append(serial).append('\n');
        bundles.forEach(one -> text.append(one.line()).append('\n'));
        new TreeMap<>(floors).forEach((name, floor) -> text.append("floor ")
                .append(name)
                .append(' ')
                .append(floor)
                .append('\n'));
        String digest = BundleEntry.digest(text.toString().getBytes(StandardCharsets.UTF_8));
        text.append(DIGEST).append(digest).append('\n');
        SafeFile.write(file, text.toString().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Finds a bundle.
     *
     * @param name its symbolic name
     * @return its entry
     */
    public Optional<OverlayEntry> find(String name) {
        return bundles.stream().filter(one -> one.bundle().name().equals(name)).findFirst();
    }

    /**
     * Gives the next one, with a bundle that takes the place of one of its name.
     *
     * @param entry the bundle
     * @param release whose it is; empty if it is unsigned
     * @return the overlay to write
     */
    public Overlay with(OverlayEntry entry, Optional<ReleaseList> release) {
        List<OverlayEntry> next = new ArrayList<>(without(entry.bundle().name()).bundles());
        next.add(entry);
        Map<String, Long> raised = new TreeMap<>(floors);
        release.ifPresent(list -> raised.merge(entry.bundle().name(), list.serial(), Math::max));
        return new Overlay(serial + 1, next, raised);
    }

    /**
     * Gives the next one, without a bundle; its floor stays.
     *
     * @param name the bundle's symbolic name
     * @return the overlay to write
     */
    public Overlay without(String name) {
        return new Overlay(
                serial + 1,
                bundles.stream()
                        .filter(one -> !one.bundle().name().equals(name))
                        .toList(),
                floors);
    }
}
