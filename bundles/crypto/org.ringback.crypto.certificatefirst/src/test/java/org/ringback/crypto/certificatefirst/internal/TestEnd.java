package org.ringback.crypto.certificatefirst.internal;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionSession;

/** One end of a connection in memory: its session, what it sent and received, how it was refused. */
final class TestEnd implements ProtectionSession.Output {
    final ProtectionSession session;
    private final List<byte[]> sent = new ArrayList<>();
    private final Deque<byte[]> outgoing = new ArrayDeque<>();
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

    /** Changes the message that this end sends at a place, counted from 0. */
    TestEnd changing(int index, UnaryOperator<byte[]> change) {
        int[] count = {0};
        return onTheWay(message -> count[0]++ == index ? change.apply(message) : message);
    }

    /** Delivers what this end sends in pieces of a size. */
    TestEnd inPiecesOf(int size) {
        chunk = size;
        return this;
    }

    byte[] plaintext() {
        return plaintext.toByteArray();
    }

    /** Each thing that this end sent, before any change. */
    List<byte[]> sent() {
        return sent;
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

    /** Hands bytes to this end, as if they came from the peer. */
    void take(byte[] bytes) {
        attempt(() -> session.receive(ByteBuffer.wrap(bytes), this));
    }

    void start() {
        attempt(() -> session.start(this));
    }

    @Override
    public void toPeer(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        sent.add(copy);
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
        answerer.start();
        dialler.start();
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
            peer.take(Arrays.copyOfRange(changed, at, at + Math.min(chunk, changed.length - at)));
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
