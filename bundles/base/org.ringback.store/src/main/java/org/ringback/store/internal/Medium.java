package org.ringback.store.internal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** What the store does with files. One seam for all of them, so that a test can cut the power at any write. */
interface Medium {
    /** {@return the name under which MVStore opens a file} */
    String nameFor(Path file);

    /** Makes the directory of a file, for the owner alone. */
    void prepare(Path file) throws IOException;

    /** {@return the file, to be read and written; made with mode 0600 if it is not there} */
    FileChannel open(Path file) throws IOException;

    /** {@return its length; 0 if it is not there} */
    long size(Path file) throws IOException;

    /** {@return whether there is a file of that name} */
    boolean exists(Path file);

    /** Gives a file another name, at once, also where another file has it; the name lasts after {@link #sync}. */
    void move(Path from, Path to) throws IOException;

    /**
     * Keeps what has a name under another one, which is free, while something else takes its place: under both, where the
     * file system can do that.
     */
    void keep(Path from, Path to) throws IOException;

    /** Takes a file away, if it is there. */
    void delete(Path file) throws IOException;

    /** Brings the names in the directory of a file to disk. */
    void sync(Path file) throws IOException;

    /**
     * Refuses a file that others than its owner may read or write.
     *
     * @param field what it is called in the configuration
     * @param file which
     */
    void requirePrivate(String field, Path file) throws IOException;
}
