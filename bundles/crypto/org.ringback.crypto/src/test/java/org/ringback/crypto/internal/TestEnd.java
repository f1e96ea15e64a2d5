package org.ringback.crypto.internal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionSession;

/** One end of a connection in memory: its session, what it received, how it was refused. */
final class TestEnd implements ProtectionSession.Output {
    final ProtectionSession session;
    private final Deque<byte[]> outgoing = new ArrayDeque<>();
    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final ByteArrayOutputStream plaintext = new ByteArrayOutputStream();
    private UnaryOperator<byte[]> onTheWay = UnaryOperator.identity();
    private int chunk = Integer.MAX_VALUE;
    private @Nullable ProtectionException refusal;

    TestEnd(ProtectionSession session) {
        this.session = session;
    }

    /** Changes what this end sends, message by message. */
    TestEnd onTheWay(UnaryOperator<byte[]> change) {
        onTheWay = change;
        return this;
    }

    /** Delivers what this end sends in pieces of a size. */
    TestEnd inPiecesOf(int size) {
        chunk = size;
        return this;
    }

    byte[] plaintext() {
        return plaintext.toByteArray();
    }

    /** Everything that this end sent, before any change. */
    byte[] sent() {
        return sent.toByteArray();
    }

    Optional<ProtectionException> refusal() {
        return Optional.ofNullable(refusal);
    }

    ProtectionException.Reason reason() {
        return refusal().orElseThrow().reason();
    }

    void send(byte[] bytes) throws ProtectionException {
        session.send(ByteBuffer.wrap(bytes), this);
    }

    @Override
    public void toPeer(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        sent.writeBytes(copy);
        outgoing.add(copy);
    }

    @Override
    public void toApplication(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        plaintext.writeBytes(copy);
    }

    /** Starts both ends and passes everything to and fro until nobody speaks. */
    static void connect(TestEnd dialler, TestEnd answerer) {
        answerer.attempt(() -> answerer.session.start(answerer));
        dialler.attempt(() -> dialler.session.start(dialler));
        pass(dialler, answerer);
    }

    static void pass(TestEnd one, TestEnd other) {
        while (!one.outgoing.isEmpty() || !other.outgoing.isEmpty()) {
            one.deliverTo(other);
            other.deliverTo(one);
        }
    }

    private void deliverTo(TestEnd peer) {
        byte[] message = outgoing.poll();
        if (message == null) {
            return;
        }
        byte[] changed = onTheWay.apply(message);
        for (int at = 0; at < changed.length; at += Math.min(chunk, changed.length - at)) {
            byte[] piece = Arrays.copyOfRange(changed, at, at + Math.min(chunk, changed.length - at));
            peer.attempt(() -> peer.session.receive(ByteBuffer.wrap(piece), peer));
        }
    }

    private void attempt(Step step) {
        try {
            step.run();
        } catch (ProtectionException e) {
            refusal = e;
        }
    }

    private interface Step {
        void run() throws ProtectionException;
    }
}
