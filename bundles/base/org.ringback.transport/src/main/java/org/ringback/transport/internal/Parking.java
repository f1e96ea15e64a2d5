package org.ringback.transport.internal;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The detached sockets of one kind, by the address that they are bound to. Thread-safe. */
final class Parking<S extends OwnedSocket<?>> {
    private final Map<InetSocketAddress, S> parked = new ConcurrentHashMap<>();
    private final Duration limit;

    Parking(Duration limit) {
        this.limit = limit;
    }

    /** {@return how long a socket may stay} */
    Duration limit() {
        return limit;
    }

    void park(S socket) {
        parked.put(socket.local(), socket);
    }

    /** {@return whether the socket was parked here; the caller then owns it} */
    boolean leave(OwnedSocket<?> socket) {
        return parked.remove(socket.local(), socket);
    }

    /** Takes out the socket that is bound to an address, if there is one that is still open. */
    @Nullable
    S claim(InetSocketAddress local) {
        S socket = parked.remove(local);
        return socket != null && socket.isOpen() ? socket : null;
    }

    void close() {
        for (S socket : List.copyOf(parked.values())) {
            if (leave(socket)) {
                socket.shut();
            }
        }
    }
}
