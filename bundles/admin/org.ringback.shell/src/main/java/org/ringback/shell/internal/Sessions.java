package org.ringback.shell.internal;

import java.io.InputStream;
import java.io.OutputStream;
import org.apache.felix.service.command.CommandSession;

/** Makes a session of Gogo's for one command. Thread-safe. */
@FunctionalInterface
interface Sessions {
    CommandSession create(InputStream in, OutputStream out, OutputStream err);

    /** What a command that this process gave itself reads and writes. */
    default OwnStreams own() {
        return OwnStreams.ofProcess();
    }
}
