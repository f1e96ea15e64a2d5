package org.ringback.relay.internal;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ringback.relay.core.UnprovedLimit;
import org.ringback.transport.ConnectionHandler;
import org.ringback.transport.Loop;
import org.ringback.transport.Transport;
import org.ringback.wire.MessageCodec;

/** The TCP connections: takes them in, within the limit of strangers, and knows the proved ones by number. On the loop. */
final class Links {
    private static final int STEP = 2;

    private final Transport transport;
    private final Loop loop;
    private final CryptoServices crypto;
    private final RelayDriver driver;
    private final UnprovedLimit limit;
    private final MessageCodec codec = new MessageCodec();
    private final Map<Long, Link> links = new HashMap<>();
    private long nextConnection = STEP;

    Links(Transport transport, Loop loop, CryptoServices crypto, RelayDriver driver, Options options) {
        this.transport = transport;
        this.loop = loop;
        this.crypto = crypto;
        this.driver = driver;
        this.limit = new UnprovedLimit(options.unproved(), options.unprovedPerPrefix());
    }

    void limits(Options options) {
        limit.limits(options.unproved(), options.unprovedPerPrefix());
    }

    /** Gives an accepted connection its handler. */
    ConnectionHandler accept(InetSocketAddress remote, InetSocketAddress local) {
        if (!limit.admit(remote.getAddress())) {
            driver.counts().add("tcp.unproved-limit");
            return Turned.AWAY;
        }
        Place place = new Place(limit, remote.getAddress());
        return new Doorway(loop, driver.counts(), place, time -> protect(place, time));
    }

    private ConnectionHandler protect(Place place, Duration time) {
        long number = nextConnection;
        nextConnection += STEP;
        Link link = new Link(number, place, codec, driver, this);
        return transport.protect(crypto.protection().answer(driver.credentials()), time, link);
    }

    void add(long number, Link link) {
        links.put(number, link);
    }

    void remove(long number) {
        links.remove(number);
    }

    void send(long number, byte[] bytes) {
        Link link = links.get(number);
        if (link != null) {
            link.send(bytes);
        }
    }

    void close(long number) {
        Link link = links.get(number);
        if (link != null) {
            link.close();
        }
    }

    void abort(long number) {
        Link link = links.get(number);
        if (link != null) {
            link.abort();
        }
    }

    void closeAll() {
        List.copyOf(links.values()).forEach(Link::close);
    }
}
