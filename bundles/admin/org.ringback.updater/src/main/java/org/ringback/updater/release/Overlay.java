package org.ringback.updater.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What is to be there at each start beside the feature, or in place of its bundles: {@code HOME/state/bundles}. It is
 * the truth, not the framework's storage, which is made anew each time. One rename writes it. Immutable.
 *
 * @param serial rises with each change
 * @param bundles no name twice
 * @param earlier of some of them the one whose place it took; where none is, it took the installation's own
 * @param standing of some of them, by name
 * @param floors the serial of the latest release that was taken, by bundle; none below is taken again
 */
public record Overlay(
        long serial,
        List<OverlayEntry> bundles,
        List<OverlayEntry> earlier,
        Map<String, Standing> standing,
        Map<String, Long> floors) {
    private static final String FIRST = "ringback 1 overlay";
    private static final String DIGEST = "sha256 ";
    private static final int MAX_BYTES = 1 << 20;
    private static final String NEXT = "; next: put it back from a backup, or delete it, restart and deploy again";

    /** Copies all. */
    public Overlay {
        bundles = List.copyOf(bundles);
        earlier = List.copyOf(earlier);
        standing = Map.copyOf(standing);
        floors = Map.copyOf(floors);
    }

    /** {@return the one of a home where nothing was deployed or exchanged} */
    public static Overlay empty() {
        return new Overlay(0, List.of(), List.of(), Map.of(), Map.of());
    }

    /** Reads it from a file, which need not exist. */
    static Overlay read(Path file) throws IOException {
        try {
            Optional<byte[]> bytes = SafeFile.read(file, MAX_BYTES);
            return bytes.isEmpty() ? empty() : parse(whole(new String(bytes.get(), StandardCharsets.UTF_8)));
        } catch (NotAcceptedException e) {
            throw new NotAcceptedException(e.getMessage() + NEXT);
        } catch (IllegalArgumentException | DateTimeParseException e) {
            throw new NotAcceptedException(file + ": " + e.getMessage() + NEXT);
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
        List<OverlayEntry> earlier = new ArrayList<>();
        Map<String, Standing> standing = new TreeMap<>();
        Map<String, Long> floors = new TreeMap<>();
        for (int at = 1; at < lines.length - 1; at++) {
            String[] words = lines[at].split(" ", -1);
            if (words[0].equals("bundle")) {
                bundles.add(OverlayEntry.parse(words));
            } else if (words[0].equals("earlier")) {
                earlier.add(OverlayEntry.parse(words));
            } else if (words[0].equals("floor") && words.length == 3) {
                floors.put(words[1], BundleEntry.number("floor", words[2]));
            } else if (words[0].equals("serial") && words.length == 2) {
                serial = BundleEntry.number("serial", words[1]);
            } else {
                int line = at + 1;
                Standing which = Standing.of(words[0])
                        .filter(one -> words.length == 2)
                        .orElseThrow(() -> new IllegalArgumentException("line " + line + ": '" + lines[line - 1]
                                + "' (expected: serial …, bundle …, earlier …, unproved …, returned …, staged … or"
                                + " floor …; a newer program may have written it)"));
                standing.put(words[1], which);
            }
        }
        if (!lines[0].equals(FIRST) || serial < 0) {
            throw new IllegalArgumentException("line 1: '" + lines[0] + "' (expected: " + FIRST + ", and a serial)");
        }
        return new Overlay(serial, bundles, earlier, standing, floors);
    }

    /** Writes it as a whole or not at all. */
    void write(Path file) throws IOException {
        SafeFile.write(file, bytes());
    }

    /** {@return its text, which {@link #read} takes} */
    byte[] bytes() {
        StringBuilder text =
                new StringBuilder(FIRST).append("\nserial ").append(serial).append('\n');
        bundles.forEach(one -> text.append("bundle ").append(one.words()).append('\n'));
        earlier.forEach(one -> text.append("earlier ").append(one.words()).append('\n'));
        new TreeMap<>(standing)
                .forEach((name, how) ->
                        text.append(how.word()).append(' ').append(name).append('\n'));
        new TreeMap<>(floors).forEach((name, floor) -> text.append("floor ")
                .append(name)
                .append(' ')
                .append(floor)
                .append('\n'));
        String digest = BundleEntry.digest(text.toString().getBytes(StandardCharsets.UTF_8));
        text.append(DIGEST).append(digest).append('\n');
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Finds a bundle.
     *
     * @param name its symbolic name
     * @return its entry
     */
    public Optional<OverlayEntry> find(String name) {
        return find(bundles, name);
    }

    private static Optional<OverlayEntry> find(List<OverlayEntry> among, String name) {
        return among.stream().filter(one -> one.bundle().name().equals(name)).findFirst();
    }

    /**
     * Tells what came together with a bundle.
     *
     * @param name its symbolic name
     * @return the names of its release's bundles that are written down, its own too; none if it is not
     */
    public List<String> together(String name) {
        Optional<OverlayEntry> entry = find(name);
        return bundles.stream()
                .filter(one -> entry.isPresent()
                        && (one.equals(entry.get())
                                || (one.release().isPresent()
                                        && one.release().equals(entry.get().release()))))
                .map(one -> one.bundle().name())
                .toList();
    }

    /** {@return all whose files are needed: to run them, or to go back to them} */
    public Stream<OverlayEntry> needed() {
        return Stream.concat(bundles.stream(), earlier.stream());
    }

    /** {@return the names of those that have this standing} */
    public List<String> standing(Standing which) {
        return standing.entrySet().stream()
                .filter(one -> one.getValue() == which)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /**
     * Gives the next one, with a bundle that takes the place of one of its name.
     *
     * @param entry the bundle
     * @param release whose it is; empty if it is unsigned
     * @param runs whether a bundle runs: of those of its name that are written down, the one that does is the earlier one
     * @return the overlay to write
     */
    public Overlay with(OverlayEntry entry, Optional<ReleaseList> release, Predicate<BundleEntry> runs) {
        String name = entry.bundle().name();
        Overlay next = without(name);
        List<OverlayEntry> newer = new ArrayList<>(next.bundles);
        newer.add(entry);
        List<OverlayEntry> older = new ArrayList<>(next.earlier);
        Stream.of(bundles, earlier)
                .flatMap(among -> find(among, name).stream())
                .filter(one -> runs.test(one.bundle()))
                .findFirst()
                .ifPresent(older::add);
        Map<String, Long> raised = new TreeMap<>(floors);
        release.ifPresent(list -> raised.merge(name, list.serial(), Math::max));
        return new Overlay(next.serial, newer, older, next.standing, raised);
    }

    /**
     * Gives the next one, without a bundle; its floor stays.
     *
     * @param name the bundle's symbolic name
     * @return the overlay to write
     */
    public Overlay without(String name) {
        Predicate<OverlayEntry> others = one -> !one.bundle().name().equals(name);
        return new Overlay(
                serial + 1,
                bundles.stream().filter(others).toList(),
                earlier.stream().filter(others).toList(),
                without(standing, name),
                floors);
    }

    private static Map<String, Standing> without(Map<String, Standing> standing, String name) {
        Map<String, Standing> left = new TreeMap<>(standing);
        left.remove(name);
        return left;
    }

    /**
     * Gives the next one, with what was there before a bundle: the earlier one, else the installation's own.
     *
     * @param name the bundle's symbolic name
     * @return the overlay to write
     */
    public Overlay back(String name) {
        Overlay next = without(name);
        Optional<OverlayEntry> before = find(earlier, name);
        if (before.isEmpty()) {
            return next;
        }
        List<OverlayEntry> bundlesThen = new ArrayList<>(next.bundles);
        bundlesThen.add(before.get());
        return new Overlay(next.serial, bundlesThen, next.earlier, next.standing, floors)
                .standing(List.of(name), Standing.RETURNED);
    }

    /**
     * Gives the one whose place a bundle took.
     *
     * @param name the bundle's symbolic name
     * @return empty if that was the installation's own
     */
    public Optional<OverlayEntry> earlier(String name) {
        return find(earlier, name);
    }

    /**
     * Gives the same, in which some have another standing.
     *
     * @param names their symbolic names
     * @param which the standing
     * @return the overlay to write
     */
    public Overlay standing(List<String> names, Standing which) {
        Map<String, Standing> next = new TreeMap<>(standing);
        names.forEach(name -> next.put(name, which));
        return new Overlay(serial, bundles, earlier, next, floors);
    }

    /**
     * Gives the next one, in which some have proved themselves.
     *
     * @param names their symbolic names
     * @return the overlay to write
     */
    public Overlay proved(List<String> names) {
        Map<String, Standing> next = new TreeMap<>(standing);
        names.forEach(name -> next.remove(name, Standing.UNPROVED));
        return new Overlay(serial + 1, bundles, earlier, next, floors);
    }
}
