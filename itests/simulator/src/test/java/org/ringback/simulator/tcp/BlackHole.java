package org.ringback.simulator.tcp;

import java.net.InetAddress;
import java.util.Optional;

/** Swallows everything, both ways. */
final class BlackHole implements Middlebox {
    @Override
    public Optional<Segment> outward(Segment segment) {
        return Optional.empty();
    }

    @Override
    public Entry inward(Segment segment) {
        return Entry.DROPPED;
    }

    @Override
    public Optional<InetAddress> outside() {
        return Optional.empty();
    }
}
