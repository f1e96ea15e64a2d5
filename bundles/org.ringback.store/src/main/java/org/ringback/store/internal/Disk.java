package org.ringback.store.internal;

import java.io.IOException;
import org.h2.mvstore.MVStore;

/** Opens the file with the data: at the start, and again after a failure. */
@FunctionalInterface
interface Disk {
    /**
     * Opens the file, and locks it against other processes.
     *
     * @return the open store, which commits only when it is told
     * @throws IOException if it cannot be opened; the message says what to do
     */
    MVStore open() throws IOException;
}
