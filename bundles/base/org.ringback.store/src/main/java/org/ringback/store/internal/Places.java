package org.ringback.store.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The paths of the files of one store. Immutable.
 *
 * @param data the tables
 * @param keyFile their key
 * @param mark the number of the last commit, and the latest commits
 * @param lasting the lasting log
 * @param whole the earlier whole copy
 */
record Places(Path data, Path keyFile, Path mark, Path lasting, Path whole) {
    /**
     * Derives the paths of the other files from that of the data.
     *
     * @param file the data
     * @param keyFile their key, in another directory
     * @return all places
     * @throws IOException if the key lies beside the data
     */
    static Places of(Path file, Path keyFile) throws IOException {
        Path data = file.toAbsolutePath().normalize();
        Path keys = keyFile.toAbsolutePath().normalize();
        Path directory = Modes.directoryOf(data);
        if (keys.startsWith(directory)) {
            throw new IOException("key-file: " + keys + " (expected: a file outside of " + directory
                    + ", or a copy of the data takes the key along)");
        }
        String name = data.toFile().getName();
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        return new Places(
                // new data must replace the file that a symbolic link names, not the link
                Files.isSymbolicLink(data) && Files.exists(data) ? data.toRealPath() : data,
                keys,
                directory.resolve(stem + ".mark"),
                directory.resolve(stem + ".lasting"),
                directory.resolve(stem + ".whole"));
    }

    /** {@return the files whose content is sealed: all but the key} */
    List<Path> sealed() {
        return List.of(data, mark, lasting, whole);
    }

    /** {@return the temporary name of the key during the first start} */
    Path freshKey() {
        return keyFile.resolveSibling(keyFile.toFile().getName() + ".new");
    }

    /** {@return where new data are built before they replace others} */
    Path freshData() {
        return beside(".new");
    }

    /** {@return where damaged data are kept} */
    Path aside(int number) {
        return beside(".damaged-" + number);
    }

    private Path beside(String suffix) {
        return data.resolveSibling(data.toFile().getName() + suffix);
    }
}
