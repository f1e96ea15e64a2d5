package org.ringback.updater.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Counts the starts of a home's program that came to no end: killed, hanging, out of memory. The count is raised before
 * a start, and goes once the program does its work, or has said why it cannot. What is written down when the program
 * does its work is kept beside, so that there is something to go back to. No clock decides anything. Immutable; one
 * process at a time.
 *
 * @param state the home's folder {@code state/}
 */
public record Starts(Path state) {
    /** After so many starts in a row that came to no end the next one goes back. */
    public static final int MOST = 3;

    private static final int LONGEST = 16;

    private Path count() {
        return state.resolve("starts");
    }

    private Path known() {
        return state.resolve("bundles.ready");
    }

    /**
     * A start begins.
     *
     * @return how many before it, in a row, came to no end
     * @throws IOException if it cannot be counted
     */
    public int begun() throws IOException {
        int before = before();
        write(before + 1);
        return before;
    }

    private int before() throws IOException {
        try {
            return Integer.parseInt(SafeFile.read(count(), LONGEST)
                    .map(bytes -> new String(bytes, StandardCharsets.ISO_8859_1).strip())
                    .orElse("0"));
        } catch (NotAcceptedException | NumberFormatException e) {
            return 0; // a count that was cut: it begins anew
        }
    }

    private void write(int starts) throws IOException {
        SafeFile.write(count(), (starts + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * The program said why it does not start, so this start is not one that came to no end.
     *
     * @throws IOException if it cannot be counted
     */
    public void told() throws IOException {
        int now = before();
        if (now > 1) {
            write(now - 1);
        } else {
            Files.deleteIfExists(count());
        }
    }

    /**
     * The program does its work with what is written down.
     *
     * @param overlay what that is
     * @throws IOException if it cannot be kept
     */
    public void ready(Overlay overlay) throws IOException {
        try {
            if (!Files.exists(known()) || !isReady(overlay)) {
                overlay.write(known());
            }
        } finally {
            Files.deleteIfExists(count()); // whatever can be kept: this start came to its end
        }
    }

    /**
     * Tells whether a start is under way that has not come to its end.
     *
     * @return whether one is
     * @throws IOException if that cannot be read
     */
    public boolean underWay() throws IOException {
        return before() > 0;
    }

    /**
     * Tells whether the program did its work with what is written down.
     *
     * @param overlay what that is
     * @return whether it did
     * @throws IOException if that cannot be read
     */
    public boolean isReady(Overlay overlay) throws IOException {
        return isSame(lastReady(), overlay);
    }

    /** Whether the same bundles are written down; their order is that in which they came, and says nothing. */
    private static boolean isSame(Overlay one, Overlay other) {
        return Set.copyOf(one.bundles()).equals(Set.copyOf(other.bundles()));
    }

    /**
     * Tells what came since the program did its work last, or that something went; of what never ran that alone.
     *
     * @param overlay what is written down
     * @return in words that go with <i>since</i>
     * @throws IOException if it cannot be read
     */
    public String since(Overlay overlay) throws IOException {
        Overlay ready = lastReady();
        Overlay tried = withoutUntried(overlay, ready);
        return since(overlay, tried.equals(overlay) ? ready : tried);
    }

    /**
     * Tells what this start tries for the first time.
     *
     * @param overlay what is written down
     * @return each bundle's name and version
     * @throws IOException if it cannot be read
     */
    public List<String> untried(Overlay overlay) throws IOException {
        return untried(overlay, lastReady()).map(one -> one.bundle().label()).toList();
    }

    private static String since(Overlay now, Overlay then) {
        List<OverlayEntry> since = now.bundles().stream()
                .filter(one -> !then.bundles().contains(one))
                .toList();
        return since.isEmpty()
                ? "something was taken away"
                : since.stream().map(one -> one.bundle().label()).collect(Collectors.joining(", ")) + " came";
    }

    /**
     * Gives what was written down when the program did its work last.
     *
     * @return the overlay; empty if it never did, or that is damaged
     * @throws IOException if it cannot be read
     */
    public Overlay lastReady() throws IOException {
        try {
            return Overlay.read(known());
        } catch (NotAcceptedException e) {
            return Overlay.empty();
        }
    }

    /**
     * Decides what to start after so many starts came to no end. What was staged and never ran goes first, and has three
     * starts to show that it was to blame; then all goes that came since the program did its work last.
     *
     * @param now what is written down
     * @param repairs tells of a bundle whether its release repairs a flaw; such a one is not taken back
     * @param told gets a sentence for a person, if there is anything to tell
     * @return what is written down, or what was when the program did its work last, to be written down
     * @throws IOException if it cannot be read
     */
    public Overlay goBack(Overlay now, Predicate<OverlayEntry> repairs, Consumer<String> told) throws IOException {
        Overlay ready = lastReady();
        if (isSame(ready, now)) {
            return now; // nothing has changed since, so nothing that came can be blamed
        }
        Overlay tried = withoutUntried(now, ready);
        boolean untried = !tried.equals(now);
        Overlay then = untried ? tried : ready;
        List<OverlayEntry> known = then.needed().toList();
        boolean repaired = now.needed().filter(one -> !known.contains(one)).anyMatch(repairs);
        String what = "bundles: " + MOST + " starts in a row came to no end since " + since(now, then);
        if (repaired) {
            told.accept(
                    what + "; a flaw was repaired since, so it stays; next: see the log; to go back all the same copy"
                            + " state/bundles.ready over state/bundles, and start again");
            return now;
        }
        told.accept(what + "; what ran before that runs again; next: see the log, then do it again");
        return new Overlay(now.serial() + 1, then.bundles(), then.earlier(), then.standing(), now.floors());
    }

    /**
     * This start is the first one with another list, which has three of its own; without a call the next one goes further
     * back.
     *
     * @throws IOException if it cannot be counted
     */
    public void first() throws IOException {
        write(1);
    }

    /** What is written down without what never ran. */
    private static Overlay withoutUntried(Overlay now, Overlay ready) {
        Overlay tried = now;
        for (OverlayEntry one : untried(now, ready).toList()) {
            tried = tried.back(one.bundle().name());
        }
        return tried;
    }

    private static Stream<OverlayEntry> untried(Overlay now, Overlay ready) {
        return now.standing(Standing.STAGED).stream()
                .flatMap(name -> now.find(name).stream())
                .filter(one -> !ready.bundles().contains(one));
    }
}
