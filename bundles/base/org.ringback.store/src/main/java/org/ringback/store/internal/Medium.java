package org.ringback.store.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** All that the store does with files, behind one interface, so that a test can cut the power at any write. */
interface Medium {
    /** {@return the name under which MVStore opens a file} */
    String nameFor(Path file);

    /** Makes the directory of a file, for the owner alone. */
    void prepare(Path file) throws IOException;

    /** {@return the file, to be read and written; made with mode 0600 if it is not there} */
    FileChannel open(Path file) throws IOException;

    /** {@return the length of a file in bytes; 0 if it does not exist} */
    long size(Path file) throws IOException;

    /** {@return whether there is a file of that name} */
    boolean exists(Path file);

    /**
     * Renames a file atomically, replacing a file that has the new name; the new name is on disk after {@link #sync}.
     */
    void move(Path from, Path to) throws IOException;

    /**
     * Keeps a file under another, unused name before something replaces it: by a hard link if the file system has them,
     * else by a rename.
     */
    void keep(Path from, Path to) throws IOException;

    /** Deletes a file if it exists. */
    void delete(Path file) throws IOException;

    /** Flushes the names in the directory of a file to disk. */
    void sync(Path file) throws IOException;

    /**
     * Refuses a file that others than its owner may read or write.
     *
     * @param field its key in the configuration, for the message
     * @param file which
     */
    void requirePrivate(String field, Path file) throws IOException;
}
