package org.ringback.updater.release;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The {@link Overlay} of a home, {@code state/bundles}, and beside it a mark with its serial and floors, so that an
 * earlier copy that is put back is told. The mark is written behind it: a crash between the two leaves an overlay that
 * is ahead, which is in order. Immutable; one process at a time writes.
 *
 * @param state the home's folder {@code state/}
 */
public record OverlayFile(Path state) {
    /** {@return what is written down} */
    Path file() {
        return state.resolve("bundles");
    }

    private Path markFile() {
        return state.resolve("bundles.mark");
    }

    /**
     * Reads it; its serial and floors are at least those of the mark.
     *
     * @return what is to be there at each start
     * @throws NotAcceptedException if it has another form; names the line
     * @throws IOException if it cannot be read
     */
    public Overlay read() throws IOException {
        Overlay read = Overlay.read(file());
        Overlay mark = mark();
        Map<String, Long> floors = new TreeMap<>(read.floors());
        mark.floors().forEach((name, floor) -> floors.merge(name, floor, Math::max));
        return new Overlay(
                Math.max(read.serial(), mark.serial()), read.bundles(), read.earlier(), read.standing(), floors);
    }

    /** The mark; a damaged one says nothing, and is written anew by the next change. */
    private Overlay mark() throws IOException {
        try {
            return Overlay.read(markFile());
        } catch (NotAcceptedException e) {
            return Overlay.empty();
        }
    }

    /**
     * Looks whether an earlier copy was put back, or the file deleted.
     *
     * @return what to tell a person; empty if all is well
     * @throws IOException if it cannot be read
     */
    public List<String> troubles() throws IOException {
        long changes;
        try {
            changes = Overlay.read(markFile()).serial() - Overlay.read(file()).serial();
        } catch (NotAcceptedException e) {
            return List.of(
                    "state/bundles.mark: is damaged, so nobody knows whether an earlier copy of state/bundles was put"
                            + " back (expected: what the last change wrote); next: delete it, the next change writes it anew");
        }
        return changes > 0
                ? List.of("state/bundles went back by " + changes + (changes == 1 ? " change" : " changes")
                        + ": what was deployed, updated or undeployed since is not in force, repaired flaws too; next: "
                        + "do it again")
                : List.of();
    }

    /**
     * Writes it: after its rename, and not before, it is what the next start goes by.
     *
     * @param overlay what is to be there
     * @throws IOException if it cannot be written; what was there before stays, unless the disk fails in the last step
     */
    public void write(Overlay overlay) throws IOException {
        Overlay mark = new Overlay(overlay.serial(), List.of(), List.of(), Map.of(), overlay.floors());
        Map<Path, byte[]> both = new LinkedHashMap<>();
        both.put(file(), overlay.bytes());
        both.put(markFile(), mark.bytes());
        SafeFile.write(both);
    }
}
