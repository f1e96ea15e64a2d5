package org.ringback.simulator;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.kernel.CutReason;
import org.ringback.kernel.Event;
import org.ringback.simulator.tcp.TcpSocket;
import org.ringback.spi.AgreementStep;
import org.ringback.spi.CloseReason.Kind;
import org.ringback.spi.PeerFacts;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;
import org.ringback.wire.MessageFramer;

/** One end of a {@link Link}: cuts what comes into messages, and tells the process that uses it what happens. */
final class End {
    static final String GROUP = "X25519MLKEM768";

    private static final Duration FAREWELL = Duration.ofMillis(50);
    private static final Duration FAREWELL_INTO_SILENCE = Duration.ofSeconds(5);

    private @Nullable Host host;
    private InetSocketAddress local;
    private InetSocketAddress remote;
    private @Nullable TcpSocket socket;
    private @Nullable Link link;
    private @Nullable End peer;
    private @Nullable Party user;
    private long connection;
    private @Nullable MessageFramer framer;
    private @Nullable SimulatedCall call;
    private @Nullable Credentials credentials;
    private @Nullable ClearUser clear;
    private Runnable greeted = () -> {};
    private Predicate<Credentials> expects = credentials -> false;
    private boolean proved;
    private boolean closing;
    private boolean over;
    private boolean connected;
    private long expected = Long.MIN_VALUE;

    End(@Nullable Host host, InetSocketAddress local, InetSocketAddress remote) {
        this.host = host;
        this.local = local;
        this.remote = remote;
    }

    /** It stands at a host, which accepted it. */
    void at(Host whose, TcpSocket accepted) {
        host = whose;
        socket = accepted;
        local = accepted.local();
        remote = accepted.remote();
    }

    /** It is dialled. */
    void dialled(TcpSocket connecting) {
        socket = connecting;
    }

    /** {@return the number of the socket at the other end, as the kernel here knows it} */
    long peerSequence() {
        return socket.peer();
    }

    /** {@return whether no host has it yet: a dial has not come there} */
    boolean unborn() {
        return host == null;
    }

    /** A record of this end arrives at the other one. */
    void acknowledge() {
        if (socket != null) {
            socket.recordArrives();
        }
    }

    /** Its socket is closed; a reset tells so who has not heard it otherwise. */
    void release() {
        if (socket != null) {
            socket.close();
        }
    }

    void on(Link one, End other) {
        link = one;
        peer = other;
    }

    /** Says who uses this end, by which number and door, who it is, and whom it expects. */
    void use(Party party, long number, Door door, Credentials self, Predicate<Credentials> peerExpected) {
        user = party;
        connection = number;
        framer = new MessageFramer(party.codec(), door);
        credentials = self;
        expects = peerExpected;
        clear = null;
    }

    /** Uses this end in clear, until {@link #use}. */
    void use(ClearUser inClear) {
        clear = inClear;
    }

    /** {@return whether the one that dialled uses it in clear} */
    boolean inClear() {
        return link.dialler().clear != null;
    }

    boolean connected() {
        return connected;
    }

    /** The connection stands in clear, at the end that dialled. */
    void connect() {
        connected = true;
        clear.connected();
    }

    /** The connection stands at the end that dialled to protect it. */
    void opened() {
        if (user != null) {
            user.event(new Event.Opened(connection));
        }
    }

    /** Says what is done once the first record of the other end is here. */
    void expectHello(Runnable hello) {
        greeted = hello;
    }

    void hello() {
        greeted.run();
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
        return credentials != null;
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

    /** {@return when something that leaves now may arrive here at the earliest, if it takes until then} */
    long arrival(long nanos) {
        expected = Math.max(expected, nanos);
        return expected;
    }

    void prove(byte[] binding) {
        if (!over) {
            proved = true;
            KeyFingerprint key = peer.credentials().key();
            ProtectionId protection = link.dialler().credentials().protection();
            user.simulation().note(user.name(), "proved " + link, key);
            user.event(new Event.Established(
                    connection,
                    new PeerFacts(
                            key,
                            binding,
                            Protections.NAMES.name(protection),
                            GROUP,
                            agreement(protection),
                            local,
                            remote)));
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
            link.carries(bytes.length);
            link.carry(peer, () -> {
                // Before all that was sent, a reset may have ended what does not stand there yet.
                if (!peer.unborn()) {
                    peer.take(bytes);
                }
            });
        }
    }

    void take(byte[] bytes) {
        if (clear != null) {
            clear.received(bytes);
            return;
        }
        if (call != null) {
            if (!closing) {
                call.received(bytes);
            }
            return;
        }
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        while (rest.hasRemaining() && !over && !closing) {
            try {
                framer.next(rest).ifPresent(this::received);
            } catch (MalformedMessageException e) {
                user.event(new Event.Malformed(connection, e.refusal(), String.valueOf(e.getMessage())));
                return;
            }
        }
    }

    private void received(Message message) {
        user.simulation().note(user.name(), "<- " + link, message);
        user.event(new Event.Received(connection, message));
    }

    /** Closes behind what was sent. */
    void close() {
        if (over || closing) {
            return;
        }
        closing = true;
        boolean silent = link.silent();
        link.carry(peer, () -> peer.end(Kind.CLOSED_THERE, "closed by the peer"));
        link.simulation()
                .in(silent ? FAREWELL_INTO_SILENCE : FAREWELL, () -> end(Kind.CLOSED_HERE, "closed by this side"));
    }

    /** Closes at once. */
    void abort() {
        if (!over) {
            over = true;
            clear = null;
            link.carry(peer, () -> peer.end(Kind.BROKEN, "connection reset"));
            leave();
            link.simulation().in(Duration.ZERO, () -> tell(Kind.CLOSED_HERE, "closed by this side"));
        }
    }

    /** From now on the connection carries a call, which has a keepalive of its own. */
    SimulatedCall converse(boolean issuer) {
        call = new SimulatedCall(user, this, issuer);
        call.begin();
        return call;
    }

    @Nullable
    SimulatedCall call() {
        return call;
    }

    /** Its process ends the call that it carries, and is not told. */
    void cutCall(String why, Optional<CutReason> told) {
        if (call != null) {
            call.cut(why, told);
        }
    }

    /** The call is over, and its process hears that as the end of this connection. */
    void callOver(String why) {
        told(Kind.CLOSED_HERE, why);
    }

    void end(Kind how, String why) {
        if (!over) {
            over = true;
            leave();
            link.forgetTheUnborn();
            tell(closing ? Kind.CLOSED_HERE : how, why);
        }
    }

    /** The process is gone: nobody is told. */
    void vanish() {
        over = true;
        user = null;
        clear = null;
        leave();
    }

    private void leave() {
        release();
        link.left();
    }

    private void tell(Kind how, String why) {
        if (call == null) {
            told(how, why);
        } else if (user != null) {
            call.detached(why);
        }
    }

    private void told(Kind how, String why) {
        Party whom = user;
        if (clear != null) {
            clear.over(how, why);
        } else if (whom != null) {
            whom.simulation().note(whom.name(), "over " + link, how + ": " + why);
            whom.forget(connection);
            whom.event(new Event.Closed(connection, how, why));
        }
    }
}
