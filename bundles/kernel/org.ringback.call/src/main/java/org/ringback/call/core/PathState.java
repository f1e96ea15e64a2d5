package org.ringback.call.core;

import java.time.Duration;

/** What belongs to one path of a call and goes with it: a frame that is cut at its end, and the peer's signs of life. */
final class PathState {
    final FrameReader reader;
    final Keepalive keepalive;

    PathState(FrameHandler frames, Duration ping, long now) {
        this.reader = new FrameReader(frames);
        this.keepalive = new Keepalive(ping.toNanos(), now);
    }
}
