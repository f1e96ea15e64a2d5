package org.ringback.simulator.tcp;

import java.time.Duration;
import java.util.Optional;

/**
 * What connection tracking knows of a connection, as Linux' nf_conntrack_proto_tcp, without the states that a FIN leads
 * to. The first segment came from inside: nothing else makes an entry here.
 */
enum FlowState {
    /** A SYN left. */
    SYN_SENT(Duration.ofMinutes(2)),
    /** SYNs crossed. */
    SYN_SENT2(Duration.ofMinutes(2)),
    /** A SYN-ACK passed. */
    SYN_RECV(Duration.ofMinutes(1)),
    /** It was acknowledged. */
    ESTABLISHED(Duration.ofDays(5)),
    /** A RST passed: what comes from outside now opens nothing. */
    CLOSE(Duration.ofSeconds(10));

    private final Duration lifetime;

    FlowState(Duration lifetime) {
        this.lifetime = lifetime;
    }

    /** {@return how long it is kept without a segment} */
    Duration lifetime() {
        return lifetime;
    }

    /** {@return the first state, after a segment from inside of which nothing is known; empty if that makes none} */
    static Optional<FlowState> first(Segment.Flag flag) {
        return switch (flag) {
            case SYN -> Optional.of(SYN_SENT);
            case ACK -> Optional.of(ESTABLISHED); // as nf_conntrack_tcp_loose
            case SYN_ACK, RST -> Optional.empty();
        };
    }

    /** {@return the state after a segment from inside; empty if the segment is invalid} */
    Optional<FlowState> outward(Segment.Flag flag) {
        return switch (flag) {
            case SYN -> Optional.of(this == CLOSE ? SYN_SENT : this);
            case SYN_ACK -> this == SYN_SENT2 || this == SYN_RECV ? Optional.of(SYN_RECV) : Optional.empty();
            case ACK ->
                switch (this) {
                    case SYN_SENT, SYN_SENT2 -> Optional.empty();
                    case SYN_RECV, ESTABLISHED -> Optional.of(ESTABLISHED);
                    case CLOSE -> Optional.of(CLOSE);
                };
            case RST -> Optional.of(CLOSE);
        };
    }

    /** {@return the state after a segment from outside; empty if the segment is invalid} */
    Optional<FlowState> inward(Segment.Flag flag) {
        return switch (flag) {
            case SYN -> this == SYN_SENT || this == SYN_SENT2 ? Optional.of(SYN_SENT2) : Optional.empty();
            case SYN_ACK -> Optional.of(this == SYN_SENT || this == SYN_SENT2 ? SYN_RECV : this);
            case ACK -> Optional.of(this);
            case RST -> Optional.of(CLOSE);
        };
    }
}
