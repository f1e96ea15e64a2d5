package org.ringback.simulator.tcp;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.ringback.simulator.tcp.Segment.Flag;

/** One end of a connection that opens, or stands; of a {@link TcpStack}. */
public final class TcpSocket {
    private static final Duration FIRST_REPEAT = Duration.ofSeconds(1);
    /** SYNs and SYN-ACKs are sent again as often as this. */
    private static final int REPEATS = 5;

    private static final TcpUser NOBODY = new TcpUser() {
        @Override
        public void connected() {}

        @Override
        public void failed(DialFailure why) {}

        @Override
        public void reset() {}
    };

    private enum State {
        SYN_SENT,
        SYN_RECEIVED,
        ESTABLISHED,
        CLOSED
    }

    private final TcpStack stack;
    private final InetSocketAddress local;
    private final InetSocketAddress remote;
    private final boolean shared;
    private final boolean dialled;
    private final long sequence;
    private TcpUser user;
    private State state;
    private long peer;
    private int sent;

    private TcpSocket(
            TcpStack stack,
            InetSocketAddress local,
            InetSocketAddress remote,
            boolean shared,
            boolean dialled,
            TcpUser user) {
        this.stack = stack;
        this.local = local;
        this.remote = remote;
        this.shared = shared;
        this.dialled = dialled;
        this.sequence = stack.nextSequence();
        this.user = user;
        this.state = State.SYN_SENT;
    }

    static TcpSocket dialled(
            TcpStack stack, InetSocketAddress local, InetSocketAddress remote, boolean shared, TcpUser user) {
        return new TcpSocket(stack, local, remote, shared, true, user);
    }

    /** A listener's, for a SYN that came; it keeps nobody else from the port. */
    static TcpSocket asked(TcpStack stack, Segment syn) {
        TcpSocket socket = new TcpSocket(stack, syn.to(), syn.from(), true, false, NOBODY);
        socket.state = State.SYN_RECEIVED;
        socket.peer = syn.sequence();
        return socket;
    }

    /** {@return the local address, as it is inside} */
    public InetSocketAddress local() {
        return local;
    }

    /** {@return the address of the other end, as it is seen from here} */
    public InetSocketAddress remote() {
        return remote;
    }

    /** {@return the number that names it among all sockets} */
    public long sequence() {
        return sequence;
    }

    /** {@return the {@link #sequence} of the other end; 0 before anything of it came} */
    public long peer() {
        return peer;
    }

    /** {@return whether the connection stands at this end} */
    public boolean established() {
        return state == State.ESTABLISHED;
    }

    /** {@return whether it is over} */
    public boolean closed() {
        return state == State.CLOSED;
    }

    boolean dialled() {
        return dialled;
    }

    boolean shared() {
        return shared;
    }

    /** {@return how many SYNs, or SYN-ACKs, were sent with the time between them} */
    public int sent() {
        return sent;
    }

    /**
     * Says who is told of an accepted connection.
     *
     * @param whom who
     */
    public void use(TcpUser whom) {
        user = whom;
    }

    /**
     * Sends its SYN, and again each second (tcp_syn_linear_timeouts), or its SYN-ACK, and again after 1 s, 3 s, 7 s; until
     * it is answered.
     */
    void open() {
        boolean asks = state == State.SYN_SENT;
        if (asks) {
            stack.asks(this);
        }
        send(asks ? Flag.SYN : Flag.SYN_ACK);
        Duration next = asks ? FIRST_REPEAT : FIRST_REPEAT.multipliedBy(1L << sent);
        sent++;
        stack.timeline().in(next, () -> {
            if (state == State.SYN_SENT || state == State.SYN_RECEIVED) {
                if (sent <= REPEATS) {
                    open();
                } else {
                    fail(DialFailure.TIMED_OUT);
                }
            }
        });
    }

    /** Gives up a dial, if it is not established by then. */
    void limit(Duration limit) {
        stack.timeline().in(limit, () -> {
            if (state == State.SYN_SENT || state == State.SYN_RECEIVED) {
                fail(DialFailure.TIMED_OUT);
            }
        });
    }

    private void send(Flag flag) {
        stack.send(segment(flag));
    }

    private Segment segment(Flag flag) {
        return new Segment(flag, local, remote, sequence, flag == Flag.SYN ? 0 : peer);
    }

    void receive(Segment segment) {
        if (segment.flag() == Flag.RST) {
            if (answers(segment)) {
                wasReset();
            }
        } else if (state == State.SYN_SENT) {
            inSynSent(segment);
        } else if (state == State.SYN_RECEIVED) {
            inSynReceived(segment);
        } else if (segment.flag() != Flag.ACK) {
            send(Flag.ACK);
        }
    }

    private boolean answers(Segment segment) {
        return segment.acknowledged() == sequence;
    }

    private void wasReset() {
        if (state == State.ESTABLISHED) {
            vanish();
            user.reset();
        } else {
            fail(state == State.SYN_SENT ? DialFailure.REFUSED : DialFailure.RESET);
        }
    }

    private void inSynSent(Segment segment) {
        if (segment.flag() == Flag.SYN) {
            peer = segment.sequence();
            state = State.SYN_RECEIVED;
            send(Flag.SYN_ACK);
        } else if (segment.flag() == Flag.SYN_ACK && answers(segment)) {
            peer = segment.sequence();
            send(Flag.ACK);
            establish();
        } else {
            stack.send(segment.reset());
        }
    }

    private void inSynReceived(Segment segment) {
        if (segment.flag() == Flag.SYN) {
            send(segment.sequence() == peer ? Flag.SYN_ACK : Flag.ACK);
        } else if (!answers(segment) || segment.sequence() != peer) {
            stack.send(segment.reset());
        } else {
            if (segment.flag() == Flag.SYN_ACK) {
                send(Flag.ACK);
            }
            establish();
        }
    }

    private void establish() {
        state = State.ESTABLISHED;
        if (dialled) {
            user.connected();
        } else {
            stack.accepted(this);
        }
    }

    private void fail(DialFailure why) {
        vanish();
        user.failed(why);
    }

    /** A record from this end arrives at the other one, and acknowledges the opening there, as each record does. */
    public void recordArrives() {
        if (state == State.ESTABLISHED) {
            stack.deliver(segment(Flag.ACK));
        }
    }

    /** Closes at once, with a RST where the other end may believe in a connection; its user hears nothing more. */
    public void close() {
        boolean known = state == State.SYN_RECEIVED || state == State.ESTABLISHED;
        vanish();
        if (known) {
            send(Flag.RST);
        }
    }

    /** Is gone, without a word to anybody. */
    void vanish() {
        state = State.CLOSED;
        stack.forget(this);
    }

    @Override
    public String toString() {
        return "socket " + sequence + " " + local + " - " + remote + " " + state;
    }
}
