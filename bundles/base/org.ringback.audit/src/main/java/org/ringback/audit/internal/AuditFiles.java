package org.ringback.audit.internal;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * All that the log does with files, behind one interface, so that a test can cut the power at any write. Names are below
 * {@code HOME/state/}. What returned is on the disk.
 */
interface AuditFiles {
    /** {@return the names in a folder, in their order; none if there is no such folder} */
    List<String> list(String folder) throws IOException;

    /** {@return a whole file; empty if there is none} */
    Optional<byte[]> read(String name) throws IOException;

    /**
     * Adds bytes at a file's end; a failure may leave some of them there.
     *
     * @param name the file
     * @param length how long it is
     * @param bytes what comes behind that
     * @throws ChangedFileException if it is missing, or not as long
     */
    void append(String name, long length, byte[] bytes) throws IOException;

    /** Makes a file, or takes an old one's place, whole or not at all. */
    void replace(String name, byte[] bytes) throws IOException;

    /** Cuts a file to a length; a {@link ChangedFileException} if it is missing. */
    void cut(String name, long length) throws IOException;

    /** Deletes a file, if it is there. */
    void delete(String name) throws IOException;

    /** Takes all permissions of others than the owner from a file; returns whether they had any. */
    boolean tighten(String name) throws IOException;
}
