package org.ringback.issuer.internal;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.ringback.issuer.core.IssuerEvent;
import org.ringback.transport.ListenOptions;
import org.ringback.transport.Loop;
import org.ringback.transport.TcpListener;
import org.ringback.transport.Transport;

/** The listeners of pending rings by number. Belongs to the loop; binding happens off it. */
final class Listeners {
    private final Transport transport;
    private final Loop loop;
    private final SetUp setUp;
    private final Links links;
    private final Map<Long, TcpListener> standing = new HashMap<>();
    private final Set<Long> opening = new HashSet<>();

    Listeners(Transport transport, Loop loop, SetUp setUp, Links links) {
        this.transport = transport;
        this.loop = loop;
        this.setUp = setUp;
        this.links = links;
    }

    void open(long number, InetSocketAddress local) {
        opening.add(number);
        setUp.execute(() -> bind(number, local), () -> failed(number, "too much is waiting to be set up"));
    }

    /** Off the loop. A connection that comes before the loop knows the listener waits in the loop's queue behind it. */
    private void bind(long number, InetSocketAddress local) {
        try {
            TcpListener listener =
                    transport.listen(local, ListenOptions.SHARED, loop, (remote, here) -> links.accept(number, remote));
            loop.execute(() -> opened(number, listener));
        } catch (IOException | RuntimeException e) {
            loop.execute(() -> failed(number, String.valueOf(e.getMessage())));
        }
    }

    private void opened(long number, TcpListener listener) {
        if (opening.remove(number)) {
            standing.put(number, listener);
            links.submit(new IssuerEvent.Listening(number, listener.local()));
        } else {
            listener.close();
        }
    }

    private void failed(long number, String why) {
        if (opening.remove(number)) {
            links.submit(new IssuerEvent.ListenFailed(number, why));
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
