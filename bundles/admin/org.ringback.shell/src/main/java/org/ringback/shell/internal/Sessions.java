package org.ringback.shell.internal;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import org.apache.felix.service.command.CommandSession;

/** Makes a Gogo session for one command. Thread-safe. */
@FunctionalInterface
interface Sessions {
    CommandSession create(InputStream in, OutputStream out, OutputStream err);

    /** {@return what does not run yet that a command line needs, in words; empty if it can be run} */
    default Optional<String> starting(String line) {
        return Optional.empty();
    }

    /** The streams of a command that this process gives itself. */
    default OwnStreams own() {
        return OwnStreams.ofProcess();
    }
}
