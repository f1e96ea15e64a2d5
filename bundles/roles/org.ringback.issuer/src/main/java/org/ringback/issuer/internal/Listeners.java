package org.ringback.issuer.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.ringback.issuer.core.IssuerEvent;
import org.ringback.issuer.core.OwnNetworks;
import org.ringback.kernel.Event;
import org.ringback.kernel.Faults;
import org.ringback.kernel.Workers;
import org.ringback.transport.ConnectionHandler;
import org.ringback.transport.ListenOptions;
import org.ringback.transport.Loop;
import org.ringback.transport.TcpListener;
import org.ringback.transport.Transport;

/** The listeners of pending rings, by number. Belongs to the loop, except that it binds off the loop. */
final class Listeners {
    private final Transport transport;
    private final Loop loop;
    private final Workers workers;
    private final Door door;
    private final Consumer<Event> events;
    private final Map<Long, TcpListener> standing = new HashMap<>();
    private final Set<Long> opening = new HashSet<>();

    /** Takes the connections that come to a listener. */
    interface Door {
        /** Gives a connection its handler. */
        ConnectionHandler accept(long listener, InetSocketAddress remote);
    }

    Listeners(Transport transport, Loop loop, Workers workers, Door door, Consumer<Event> events) {
        this.transport = transport;
        this.loop = loop;
        this.workers = workers;
        this.door = door;
        this.events = events;
    }

    void open(long number, InetSocketAddress local) {
        opening.add(number);
        if (!workers.run(() -> bind(number, local), fault -> failedLater(number, Faults.words(fault)))) {
            failed(number, "too much is waiting to be set up");
        }
    }

    /** Binds a listener, off the loop. A connection that comes early waits in the loop's queue behind the listener. */
    private void bind(long number, InetSocketAddress local) {
        try {
            TcpListener listener =
                    transport.listen(local, ListenOptions.SHARED, loop, (remote, here) -> door.accept(number, remote));
            OwnNetworks own = InterfaceNetworks.look();
            loop.execute(() -> opened(number, listener, own));
        } catch (IOException e) {
            failedLater(number, String.valueOf(e.getMessage()));
        }
    }

    private void failedLater(long number, String why) {
        loop.execute(() -> failed(number, why));
    }

    private void opened(long number, TcpListener listener, OwnNetworks own) {
        if (opening.remove(number)) {
            standing.put(number, listener);
            events.accept(new IssuerEvent.Listening(number, listener.local(), own));
        } else {
            listener.close();
        }
    }

    private void failed(long number, String why) {
        if (opening.remove(number)) {
            events.accept(new IssuerEvent.ListenFailed(number, why));
        }
    }

    void stop(long number) {
        opening.remove(number);
        TcpListener listener = standing.remove(number);
        if (listener != null) {
            listener.close();
        }
    }

    void closeAll() {
        List.copyOf(standing.keySet()).forEach(this::stop);
        opening.clear();
    }
}
