package org.ringback.simulator;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ringback.api.ProtectionId;
import org.ringback.spi.AgreementStep;

/** One end of a {@link Link}. */
final class End {
    private static final Duration FAREWELL = Duration.ofMillis(50);
    private static final Duration FAREWELL_INTO_SILENCE = Duration.ofSeconds(5);

    private @Nullable Host host;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private @Nullable Link link;
    private @Nullable End peer;
    private @Nullable LinkUser user;
    private @Nullable Credentials credentials;
    private Predicate<Credentials> expects = credentials -> false;
    private boolean answered;
    private boolean proved;
    private boolean conversing;
    private boolean closing;
    private boolean over;
    private long expected = Long.MIN_VALUE;

    End(@Nullable Host host, InetSocketAddress local, InetSocketAddress remote) {
        this.host = host;
        this.local = local;
        this.remote = remote;
    }

    void at(Host whose) {
        host = whose;
    }

    void on(Link one, End other) {
        link = one;
        peer = other;
    }

    /** Says who this end is, whom it expects and who uses it. */
    void use(Credentials self, Predicate<Credentials> peerExpected, LinkUser whom) {
        credentials = self;
        expects = peerExpected;
        user = whom;
        answered = true;
    }

    Link link() {
        return link;
    }

    End peer() {
        return peer;
    }

    Host host() {
        return host;
    }

    InetSocketAddress local() {
        return local;
    }

    InetSocketAddress remote() {
        return remote;
    }

    boolean answered() {
        return answered;
    }

    boolean proved() {
        return proved;
    }

    boolean over() {
        return over;
    }

    Credentials credentials() {
        return credentials;
    }

    boolean accepts(Credentials other) {
        return expects.test(other);
    }

    long expected() {
        return expected;
    }

    void expect(long nanos) {
        expected = Math.max(expected, nanos);
    }

    void prove(byte[] binding) {
        if (!over) {
            proved = true;
            ProtectionId protection = link.dialler().credentials().protection();
            user.established(
                    new Proof(peer.credentials().key(), binding, protection, agreement(protection), local, remote));
        }
    }

    private List<AgreementStep> agreement(ProtectionId protection) {
        long now = link.simulation().moment().nanos();
        return protection.equals(ProtectionId.TLS13)
                ? List.of()
                : List.of(new AgreementStep("certificate", now), new AgreementStep("key generation information", now));
    }

    void send(byte[] bytes) {
        if (!over && !closing) {
            link.carry(peer, () -> peer.take(bytes));
        }
    }

    /** Closes behind what was sent. */
    void close() {
        if (over || closing) {
            return;
        }
        closing = true;
        boolean silent = link.silent();
        link.carry(peer, () -> peer.end(Close.CLOSED_THERE, "closed by the peer"));
        link.simulation()
                .in(silent ? FAREWELL_INTO_SILENCE : FAREWELL, () -> end(Close.CLOSED_HERE, "closed by this side"));
    }

    /** Closes at once. */
    void abort() {
        if (!over) {
            over = true;
            link.carry(peer, () -> peer.end(Close.BROKEN, "connection reset"));
            link.simulation().in(Duration.ZERO, () -> tell(Close.CLOSED_HERE, "closed by this side"));
        }
    }

    /** From now on the connection is a call-back's, with a keepalive of its own. */
    void converse() {
        conversing = true;
        if (link.silent()) {
            watch();
        }
    }

    /** The link fell silent: a conversation's keepalive sees it, nobody else. */
    void watch() {
        if (conversing) {
            link.simulation().in(Link.KEEPALIVE, () -> end(Close.TIMED_OUT, "no PONG"));
        }
    }

    void end(Close how, String why) {
        if (!over) {
            over = true;
            tell(closing ? Close.CLOSED_HERE : how, why);
        }
    }

    /** The process is gone: nobody is told. */
    void vanish() {
        over = true;
        user = null;
    }

    private void take(byte[] bytes) {
        if (!closing) {
            user.received(bytes);
        }
    }

    private void tell(Close how, String why) {
        LinkUser whom = user;
        if (whom != null) {
            whom.closed(how, why);
        }
    }
}
