package org.ringback.shell.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import org.ringback.api.net.AddressText;

/**
 * A local port that is ours while a ring is pending: bound, but not listening, so that whoever connects too early is told
 * at once. It is given up right before the listener takes it. Used by one thread.
 */
final class ReservedPort implements AutoCloseable {
    private final SocketChannel holder;

    private ReservedPort(SocketChannel holder) {
        this.holder = holder;
    }

    /**
     * Takes the port.
     *
     * @param local where; port 0 takes a free one, which the listener will not have
     * @return until it is closed
     * @throws IOException if it is in use, or not ours to take; see {@link #refused}
     */
    static ReservedPort take(InetSocketAddress local) throws IOException {
        SocketChannel holder = SocketChannel.open();
        try {
            // As the listener will: connections that ended lately do not count.
            holder.setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(local);
        } catch (IOException e) {
            holder.close();
            throw e;
        }
        return new ReservedPort(holder);
    }

    /** Says what is wrong with a port, whoever found it out. */
    static CommandFailure refused(InetSocketAddress local, IOException failure) {
        String why = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        String host = AddressText.print(local.getAddress());
        if (why.contains("in use")) {
            return CommandFailure.refused("--forward: port " + local.getPort() + ": in use on " + host
                    + " (expected: a free port; 0 takes any)");
        }
        if (why.contains("permission denied")) {
            return CommandFailure.refused(
                    "--forward: port " + local.getPort() + ": not permitted (expected: 1024 or above; 0 takes any)");
        }
        if (why.contains("cannot assign") || why.contains("can't assign")) {
            return CommandFailure.refused("--forward: " + host
                    + ": no address of this machine (expected: a loopback address, for example 127.0.0.1)");
        }
        return CommandFailure.refused("--forward: " + AddressText.print(local) + ": " + failure.getMessage()
                + " (expected: a free loopback port; 0 takes any)");
    }

    /** Gives it up to the listener. */
    void release() throws IOException {
        holder.close();
    }

    @Override
    public void close() throws IOException {
        release();
    }
}
