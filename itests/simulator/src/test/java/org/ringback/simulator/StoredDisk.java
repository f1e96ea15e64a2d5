package org.ringback.simulator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.ringback.kit.Stores;
import org.ringback.store.Change;
import org.ringback.store.internal.MvStore;

/**
 * A party's disk as the real store has it: a home with the encrypted tables, and beside them a list of their names. Stateless.
 */
final class StoredDisk {
    private static final String NAMES = "tables";

    private StoredDisk() {}

    /** Writes a disk into a home that is not there yet. */
    static void write(Disk disk, Set<String> forGood, Path home) throws IOException {
        Files.createDirectories(home);
        List<Change> changes = new ArrayList<>();
        disk.names().forEach(table -> disk.table(table).forEach((key, value) -> {
            Change change = Change.put(table, key, value);
            changes.add(forGood.contains(table) ? change.lasting() : change);
        }));
        try (MvStore store = Stores.open(home)) {
            store.write(changes).toCompletableFuture().join();
        }
        Files.write(home.resolve(NAMES), disk.names());
    }

    /** Reads the disk of a home, of which it works on a copy. */
    static Disk read(Path home, Path copy) throws IOException {
        copy(home, copy);
        Disk disk = new Disk();
        try (MvStore store = Stores.open(copy)) {
            for (String table : Files.readAllLines(home.resolve(NAMES))) {
                Map<String, byte[]> records = store.read(table);
                records.forEach((key, value) -> disk.forge(Change.put(table, key, value)));
            }
        }
        return disk;
    }

    /** A home is its owner's alone, whatever it is copied from. */
    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Path place = to.resolve(from.relativize(one).toString());
                boolean folder = Files.isDirectory(one);
                if (folder) {
                    Files.createDirectories(place);
                } else {
                    Files.copy(one, place);
                }
                if (Files.getFileStore(to).supportsFileAttributeView("posix")) {
                    Files.setPosixFilePermissions(
                            place, PosixFilePermissions.fromString(folder ? "rwx------" : "rw-------"));
                }
            }
        }
    }
}
