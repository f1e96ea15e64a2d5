package org.ringback.shell.internal;

import java.io.InputStream;
import java.io.OutputStream;
import org.apache.felix.service.command.CommandSession;

/** Makes a Gogo session for one command. Thread-safe. */
@FunctionalInterface
interface Sessions {
    CommandSession create(InputStream in, OutputStream out, OutputStream err);

    /** The streams of a command that this process gives itself. */
    default OwnStreams own() {
        return OwnStreams.ofProcess();
    }
}
