package org.ringback.shell.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.ringback.api.net.AddressText;

/**
 * Finds out before anybody is rung whether a local port can be had, by binding it without listening, and keeps it from
 * being given to others as a free one while the ring is pending; an early connection is refused at once. Who asks for that very
 * port may bind it too: who listens first then has it. Released right before the listener binds it. Used by one thread.
 */
final class ReservedPort implements AutoCloseable {
    private final @Nullable SocketChannel holder;

    private ReservedPort(@Nullable SocketChannel holder) {
        this.holder = holder;
    }

    /**
     * Reserves a port.
     *
     * @param local the address; port 0 reserves any port, and the listener will get another one
     * @return the reservation
     * @throws IOException if the port is in use, or this program may not bind it; see {@link #refused}
     */
    static ReservedPort take(InetSocketAddress local) throws IOException {
        SocketChannel holder = SocketChannel.open();
        try {
            // As the listener does, so that connections that ended lately do not block the port.
            holder.setOption(StandardSocketOptions.SO_REUSEADDR, true).bind(local);
        } catch (IOException e) {
            holder.close();
            throw e;
        }
        return new ReservedPort(holder);
    }

    /** {@return a reservation of nothing, where the port is this program's already} */
    static ReservedPort none() {
        return new ReservedPort(null);
    }

    /** Says what is wrong with a port, whether reserving or listening failed. */
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

    /** Releases the port for the listener. */
    void release() throws IOException {
        if (holder != null) {
            holder.close();
        }
    }

    @Override
    public void close() throws IOException {
        release();
    }
}
