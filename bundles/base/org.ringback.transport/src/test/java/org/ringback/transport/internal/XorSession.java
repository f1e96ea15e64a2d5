package org.ringback.transport.internal;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.ringback.api.KeyFingerprint;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionException.Reason;
import org.ringback.spi.ProtectionSession;

/**
 * A session that protects nothing: frames of one type byte, a length of four bytes, and content xor 0x5a. The dialling
 * end says HELLO, the answering end HELLO or ALERT.
 */
final class XorSession implements ProtectionSession {
    private static final byte HELLO = 1;
    private static final byte DATA = 2;
    private static final byte CLOSE = 3;
    private static final byte ALERT = 4;
    private static final byte BUG = 5;
    private static final byte NOTHING = 6;
    private static final int HEADER = 5;
    private static final int KEY = 0x5a;

    final List<String> handshakeThreads = new CopyOnWriteArrayList<>();
    private final boolean dialling;
    private final boolean refusing;
    private final CountDownLatch gate;
    private State state = State.HANDSHAKING;
    private ByteBuffer rest = ByteBuffer.allocate(0);

    private XorSession(boolean dialling, boolean refusing, CountDownLatch gate) {
        this.dialling = dialling;
        this.refusing = refusing;
        this.gate = gate;
    }

    static XorSession dial() {
        return new XorSession(true, false, new CountDownLatch(0));
    }

    static XorSession answer() {
        return new XorSession(false, false, new CountDownLatch(0));
    }

    static XorSession refuse() {
        return new XorSession(false, true, new CountDownLatch(0));
    }

    /** Stands in its first step until the gate opens. */
    static XorSession behind(CountDownLatch gate) {
        return new XorSession(true, false, gate);
    }

    static ByteBuffer brokenFrame() {
        return frame((byte) 99, ByteBuffer.allocate(0));
    }

    /** What makes the other session throw what it must not. */
    static ByteBuffer bug() {
        return frame(BUG, ByteBuffer.allocate(0));
    }

    /** What begins a handshake. */
    static ByteBuffer hello() {
        return frame(HELLO, ByteBuffer.allocate(0));
    }

    /** What brings a handshake no further. */
    static ByteBuffer nothing() {
        return frame(NOTHING, ByteBuffer.allocate(0));
    }

    @Override
    public int whole(ByteBuffer waiting) {
        if (waiting.remaining() < HEADER) {
            return 0;
        }
        int length = HEADER + waiting.getInt(waiting.position() + 1);
        return waiting.remaining() < length ? 0 : length;
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public void start(Output output) {
        handshakeThreads.add(Thread.currentThread().getName());
        try {
            gate.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (dialling) {
            lend(frame(HELLO, ByteBuffer.allocate(0)), output::toPeer);
        }
    }

    @Override
    public void receive(ByteBuffer bytes, Output output) throws ProtectionException {
        if (state == State.HANDSHAKING) {
            handshakeThreads.add(Thread.currentThread().getName());
        }
        rest = ByteBuffer.allocate(rest.remaining() + bytes.remaining())
                .put(rest)
                .put(bytes)
                .flip();
        while (rest.remaining() >= HEADER && rest.remaining() >= HEADER + rest.getInt(rest.position() + 1)) {
            byte type = rest.get();
            ByteBuffer content = rest.slice(rest.position() + 4, rest.getInt());
            rest.position(rest.position() + content.remaining());
            take(type, content, output);
            if (!output.more()) {
                bytes.position(bytes.limit() - rest.remaining());
                rest = ByteBuffer.allocate(0);
                return;
            }
        }
    }

    @Override
    public void send(ByteBuffer plaintext, Output output) throws ProtectionException {
        if (state != State.ESTABLISHED) {
            throw new ProtectionException(Reason.CLOSED, "not established");
        }
        lend(frame(DATA, plaintext), output::toPeer);
    }

    @Override
    public void finish(Output output) {
        if (state != State.CLOSED) {
            state = State.CLOSED;
            lend(frame(CLOSE, ByteBuffer.allocate(0)), output::toPeer);
        }
    }

    @Override
    public KeyFingerprint peerKey() {
        return KeyFingerprint.of(new byte[KeyFingerprint.LENGTH]);
    }

    @Override
    public byte[] binding() {
        return new byte[] {1};
    }

    @Override
    public String keyAgreement() {
        return "none";
    }

    @Override
    public String protection() {
        return "xor";
    }

    private void take(byte type, ByteBuffer content, Output output) throws ProtectionException {
        switch (type) {
            case HELLO -> {
                if (refusing) {
                    state = State.CLOSED;
                    lend(frame(ALERT, ByteBuffer.allocate(0)), output::toPeer);
                    throw new ProtectionException(Reason.WRONG_KEY, "not the key expected");
                }
                state = State.ESTABLISHED;
                if (!dialling) {
                    lend(frame(HELLO, ByteBuffer.allocate(0)), output::toPeer);
                }
            }
            case DATA -> lend(xor(content), output::toApplication);
            case CLOSE -> finish(output);
            case NOTHING -> {}
            case BUG -> throw new IllegalStateException("bug");
            default -> {
                state = State.CLOSED;
                throw new ProtectionException(Reason.BROKEN, type == ALERT ? "alert" : "no frame of this type");
            }
        }
    }

    /** The buffer is the session's again afterwards, which uses it for something else. */
    private static void lend(ByteBuffer bytes, Consumer<ByteBuffer> to) {
        ByteBuffer again = bytes.duplicate();
        to.accept(bytes);
        while (again.hasRemaining()) {
            again.put((byte) '?');
        }
    }

    private static ByteBuffer frame(byte type, ByteBuffer content) {
        return ByteBuffer.allocate(HEADER + content.remaining())
                .put(type)
                .putInt(content.remaining())
                .put(xor(content))
                .flip();
    }

    private static ByteBuffer xor(ByteBuffer content) {
        ByteBuffer result = ByteBuffer.allocate(content.remaining());
        while (content.hasRemaining()) {
            result.put((byte) (content.get() ^ KEY));
        }
        return result.flip();
    }
}
