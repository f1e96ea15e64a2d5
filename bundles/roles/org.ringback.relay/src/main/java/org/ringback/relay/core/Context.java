package org.ringback.relay.core;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.ringback.api.ProtectionId;
import org.ringback.kernel.Action;
import org.ringback.kernel.CoreCrypto;
import org.ringback.kernel.Metrics;
import org.ringback.kernel.Metrics.Metric;
import org.ringback.kernel.Turn;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;

/**
 * What every class of the core shares. All datagrams are sent through it, which keeps the rule against amplification.
 * Not thread-safe.
 */
final class Context {
    private static final long ALMOST_A_SECOND = 999_999_999;

    /** The crypto functions; each use takes the suite that then runs. */
    final CoreCrypto crypto;

    final RandomGenerator random;
    final Metrics metrics = new Metrics();
    final MessageCodec codec = new MessageCodec();
    RelaySettings settings;
    /** The turn under way, which takes the actions. */
    Turn turn;

    Context(RelaySettings settings, CoreCrypto crypto, RandomGenerator random, Turn turn) {
        this.settings = settings;
        this.crypto = crypto;
        this.random = random;
        this.turn = turn;
    }

    /** Whether an enrolment allows the protection of a peer's connection. */
    boolean allows(Set<ProtectionId> enrolled, Peer peer) {
        // [SYS-7] The server answers 403 to everything over a protection that is not in the device's record.
        return crypto.protections()
                .find(peer.facts.protection())
                .filter(enrolled::contains)
                .isPresent();
    }

    /** A time in nanoseconds as seconds, rounded up. */
    static int seconds(long nanos) {
        return Math.toIntExact(
                Duration.ofNanos(nanos).plusNanos(ALMOST_A_SECOND).toSeconds());
    }

    void send(long connection, Message message) {
        turn.act(new Action.Send(connection, message));
    }

    /**
     * Answers a source that has not proved its address: only if the answer is no longer than the request
     * (docs/protocol.md, "Registration").
     */
    void toUnproved(int requestLength, byte[] answer, InetSocketAddress to, InetSocketAddress socket) {
        // [REG-12] No answer to an unproved source is longer than what it answers
        if (answer.length > requestLength) {
            count(RelayMetric.UDP_ANSWER_SUPPRESSED);
        } else {
            toProved(answer, to, socket);
        }
    }

    /**
     * Sends to a proved address: its owner sent our nonce for that address in a message with the right MAC. Also
     * answers ordinary STUN probes, the only exception; by default only on loopback.
     */
    void toProved(byte[] datagram, InetSocketAddress to, InetSocketAddress socket) {
        turn.act(new Action.SendDatagram(datagram, to, socket));
    }

    void count(Metric metric) {
        metrics.count(metric);
    }

    /** Counts a request that was refused. */
    void refused(int code) {
        metrics.count(RelayMetric.REFUSED, Integer.toString(code));
    }
}
