package org.ringback.relay.internal;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ringback.api.crypto.ConnectionProtection;
import org.ringback.api.crypto.Protection;
import org.ringback.driver.Link;
import org.ringback.driver.LinkListener;
import org.ringback.driver.Links;
import org.ringback.driver.TurnedAway;
import org.ringback.relay.core.CloseKind;
import org.ringback.relay.core.RelayEvent;
import org.ringback.relay.core.UnprovedLimit;
import org.ringback.transport.CloseReason;
import org.ringback.transport.ConnectionHandler;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.Transport;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;

/** The TCP connections: takes them in, within the limit of strangers, and makes events of them. Belongs to the loop. */
final class Entrance implements LinkListener {
    private final Loop loop;
    private final CryptoServices crypto;
    private final RelayDriver driver;
    private final UnprovedLimit limit;
    private final Links links;
    private final Map<Long, Place> places = new HashMap<>();

    Entrance(Transport transport, Loop loop, CryptoServices crypto, RelayDriver driver, Options options) {
        this.loop = loop;
        this.crypto = crypto;
        this.driver = driver;
        this.limit = new UnprovedLimit(options.unproved(), options.unprovedPerPrefix());
        this.links = new Links(transport, loop, this);
    }

    Links links() {
        return links;
    }

    void limits(Options options) {
        limit.limits(options.unproved(), options.unprovedPerPrefix());
    }

    /** Gives an accepted connection its handler. */
    ConnectionHandler accept(InetSocketAddress remote, InetSocketAddress local) {
        if (!limit.admit(remote.getAddress())) {
            driver.counts().add("tcp.unproved-limit");
            return TurnedAway.AT_ONCE;
        }
        Place place = new Place(limit, remote.getAddress());
        return new Doorway(loop, driver.counts(), place, (protection, time) -> protect(place, protection, time));
    }

    private Optional<ConnectionHandler> protect(Place place, Protection protection, Duration time) {
        Optional<ConnectionProtection> provider = crypto.connections(protection);
        if (provider.isEmpty()) {
            driver.counts().add("tcp.not-running." + protection.label());
        }
        return provider.map(running -> {
            long number = links.nextAccepted();
            places.put(number, place);
            return links.answer(number, Door.SERVER_TCP, time, () -> running.answer(driver.credentials()));
        });
    }

    @Override
    public void established(Link link, ProtectedConnection proved) {
        driver.submit(new RelayEvent.Established(
                link.number(),
                proved.peerKey(),
                proved.binding(),
                proved.protection(),
                proved.keyAgreement(),
                proved.agreementSteps(),
                proved.local(),
                proved.remote()));
        Place place = places.get(link.number());
        if (place != null && driver.knows(proved.peerKey())) {
            place.giveBack();
        }
    }

    @Override
    public void received(Link link, Message message, boolean more) {
        driver.submit(new RelayEvent.Received(link.number(), message));
    }

    @Override
    public void malformed(Link link, MalformedMessageException fault) {
        driver.submit(new RelayEvent.Malformed(link.number(), fault.refusal(), String.valueOf(fault.getMessage())));
    }

    @Override
    public void closed(Link link, CloseReason reason) {
        places.remove(link.number());
        if (link.established()) {
            driver.submit(new RelayEvent.Closed(
                    link.number(), CloseKind.valueOf(reason.kind().name()), reason.detail()));
        } else {
            String fault = reason.fault().map(Enum::name).orElse(reason.kind().name());
            driver.counts().add("tcp.unproved." + fault.toLowerCase(Locale.ROOT).replace('_', '-'));
        }
    }
}
