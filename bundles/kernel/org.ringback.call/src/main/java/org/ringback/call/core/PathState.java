package org.ringback.call.core;

import java.time.Duration;

/**
 * The state that a call keeps for one path (session of a connection) and drops with it: an incomplete frame, and the peer's signs of
 * life.
 */
final class PathState {
    final FrameReader reader;
    final Keepalive keepalive;

    PathState(FrameHandler frames, SessionSwitch sessions, Duration ping, long now) {
        this.reader = new FrameReader(frames, sessions);
        this.keepalive = new Keepalive(ping.toNanos(), now);
    }
}
