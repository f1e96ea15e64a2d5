package org.ringback.relay.internal;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.ringback.relay.core.RelayShares;
import org.ringback.relay.core.RelayedPair;
import org.ringback.spi.CloseReason;
import org.ringback.transport.Connection;
import org.ringback.transport.ConnectionHandler;
import org.ringback.transport.Loop;

/**
 * Carries the bytes of one relayed call from each end to the other, no faster than its share, and reads no more than the
 * other end takes. What ends one end ends the other. Belongs to the loop.
 */
final class Carrier {
    /** How long without a byte until it ends: four times as long as a call that says nothing is silent. */
    static final Duration IDLE = Duration.ofMinutes(2);

    /** After how many bytes the owner is told of them; of fewer when {@link #IDLE} is looked at. */
    private static final long REPORTED = 1 << 20;

    private final Loop loop;
    private final RelayShares shares;
    private final long number;
    private final Owner owner;
    private final End issuer = new End();
    private final End acceptor = new End();
    private long unreported;
    private long lastByte;
    private boolean waits;
    private boolean over;
    private boolean told;
    private Runnable cancelIdle = () -> {};

    /** Is told what is carried, and of the end. */
    interface Owner {
        /** So many bytes were carried since the last call. */
        void carried(long bytes);

        /** Both connections are over; until then it can be cut. */
        void ended();
    }

    /**
     * Begins without connections.
     *
     * @param loop where they are
     * @param shares how fast they may go; the call enters them here, and leaves as it ends
     * @param number names the call
     * @param pair whose it is
     * @param owner is told
     */
    Carrier(Loop loop, RelayShares shares, long number, RelayedPair pair, Owner owner) {
        this.loop = loop;
        this.shares = shares;
        this.number = number;
        this.owner = owner;
        shares.enter(number, pair);
        issuer.other = acceptor;
        acceptor.other = issuer;
        lastByte = loop.now().nanos();
        watch(IDLE);
    }

    /** {@return the handler of the issuer's connection} */
    ConnectionHandler issuer() {
        return issuer;
    }

    /** {@return the handler of the acceptor's connection} */
    ConnectionHandler acceptor() {
        return acceptor;
    }

    /** Ends both connections at once. */
    void cut() {
        stop();
        issuer.abort();
        acceptor.abort();
        gone();
    }

    private void watch(Duration wait) {
        cancelIdle = loop.schedule(wait, () -> {
            Duration silent = loop.now().since(lastByte);
            // [RELAY-8] A relayed call is ended with both its connections when one of them ends, after 120 s …
            if (silent.compareTo(IDLE) >= 0) {
                cut();
            } else {
                report();
                watch(IDLE.minus(silent));
            }
        });
    }

    /** Nothing more is carried. */
    private void stop() {
        if (over) {
            return;
        }
        over = true;
        shares.leave(number);
        report();
    }

    private void report() {
        long fresh = unreported;
        unreported = 0;
        if (fresh > 0) {
            owner.carried(fresh);
        }
    }

    /** Tells the owner once no connection is left: a place is not free before its sockets are. */
    private void gone() {
        if (!told && issuer.connection == null && acceptor.connection == null) {
            told = true;
            cancelIdle.run();
            owner.ended();
        }
    }

    private void carried(int bytes) {
        long now = loop.now().nanos();
        lastByte = now;
        unreported += bytes;
        long wait = shares.took(number, bytes, now);
        if (wait > 0 && !waits) {
            waits = true;
            issuer.readOrNot();
            acceptor.readOrNot();
            loop.schedule(Duration.ofNanos(wait), () -> {
                waits = false;
                issuer.readOrNot();
                acceptor.readOrNot();
            });
        }
        if (unreported >= REPORTED) {
            report();
        }
    }

    /** One of the two connections. */
    private final class End implements ConnectionHandler {
        private @Nullable Connection connection;
        private End other = this;
        private boolean paused;

        @Override
        public void opened(Connection opened) {
            connection = opened;
            if (over) {
                opened.abort();
            } else {
                if (other.connection != null) {
                    opened.carryTo(other.connection);
                    other.connection.carryTo(opened);
                }
                readOrNot();
                other.readOrNot();
            }
        }

        /** Not called: nothing is read before the other end is there, and then it is carried. */
        @Override
        public void received(Connection from, ByteBuffer bytes) {
            throw new IllegalStateException("a relayed byte was read");
        }

        @Override
        public void carried(Connection from, int bytes) {
            readOrNot();
            Carrier.this.carried(bytes);
        }

        /** Reads if the other end takes what comes, and the call's share allows it. */
        private void readOrNot() {
            Connection there = connection;
            Connection to = other.connection;
            if (there == null) {
                return;
            }
            boolean wanted = !waits && to != null && to.writable();
            if (wanted && paused) {
                paused = false;
                there.resumeReading();
            } else if (!wanted && !paused) {
                paused = true;
                there.pauseReading();
            }
        }

        @Override
        public void writable(Connection to) {
            other.readOrNot();
        }

        @Override
        public void inputFinished(Connection from) {
            if (other.connection != null) {
                other.connection.finishWriting();
            }
        }

        private void abort() {
            if (connection != null) {
                connection.abort();
            }
        }

        /** What was carried before the end still arrives, also at an end that reads slowly, for {@link #IDLE} at most. */
        @Override
        public void closed(CloseReason reason) {
            connection = null;
            stop();
            Connection left = other.connection;
            if (left != null && inOrder(reason)) {
                left.leave();
            } else if (left != null) {
                left.abortBehind();
            }
            gone();
        }

        private static boolean inOrder(CloseReason reason) {
            return reason.kind() == CloseReason.Kind.CLOSED_HERE || reason.kind() == CloseReason.Kind.CLOSED_THERE;
        }
    }
}
