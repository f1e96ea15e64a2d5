package org.ringback.simulator;

import java.time.Duration;
import java.util.function.LongConsumer;
import org.ringback.spi.CloseReason.Kind;

/**
 * Two connections with the server that it has joined to one between acceptor and issuer: what happens to either happens
 * to the whole, and everything takes as long as both together. The acceptor is its dialler. The server hears once that it
 * is over: when one end left, when the server parts it, or after a time without a byte.
 */
final class RelayedLink extends Link {
    /** As the server's own. */
    private static final Duration IDLE = Duration.ofMinutes(2);

    private final Host through;
    private final LongConsumer over;
    private long bytes;
    private long lastByte;
    private boolean told;

    /**
     * Joins.
     *
     * @param through the server's host
     * @param over is told, at the server, how many bytes were carried until it was over
     */
    RelayedLink(Link issuers, Link acceptors, Host through, LongConsumer over) {
        super(issuers.simulation(), acceptors.number(), acceptors.dialler(), issuers.dialler());
        this.through = through;
        this.over = over;
        lastByte = simulation().now();
        issuers.becomes(this);
        acceptors.becomes(this);
        if (issuers.silent() || acceptors.silent()) {
            fallSilentUnsaid();
        }
        if (issuers.suffered() || acceptors.suffered()) {
            bereave();
        }
        watch();
    }

    /** The server's word to an end comes before all that the other end sends. */
    void tell(End end, byte[] word) {
        if (!silent()) {
            simulation().at(end.arrival(simulation().now() + hop(end).toNanos()), () -> {
                if (!suffered() && !end.over()) {
                    end.take(word);
                }
            });
        }
    }

    private Duration hop(End end) {
        return delay(end.host(), through);
    }

    @Override
    Duration delay() {
        return hop(dialler()).plus(hop(answerer()));
    }

    @Override
    Host through() {
        return through;
    }

    @Override
    void carries(int count) {
        if (!silent()) {
            bytes += count;
            lastByte = simulation().now();
        }
    }

    @Override
    void left() {
        if (!silent()) {
            simulation().in(hop(answerer()), this::toldOver);
        }
    }

    private void watch() {
        long idle = lastByte + IDLE.toNanos();
        simulation().at(idle, () -> {
            if (told) {
                return;
            }
            if (lastByte + IDLE.toNanos() <= simulation().now()) {
                part("nothing was carried");
            } else {
                watch();
            }
        });
    }

    /** The server ends it at once. */
    void part(String why) {
        reset("connection reset by the relay: " + why);
        toldOver();
    }

    /** The server's process died. */
    void serverDied(boolean power) {
        told = true;
        if (power) {
            reset("connection reset");
        } else {
            fallSilentUnsaid();
        }
    }

    private void reset(String why) {
        for (End end : new End[] {dialler(), answerer()}) {
            carry(end, () -> end.end(Kind.BROKEN, why));
        }
        bereave();
    }

    private void toldOver() {
        if (!told) {
            told = true;
            over.accept(bytes);
        }
    }

    @Override
    public String toString() {
        return super.toString() + " through the relay";
    }
}
