package org.ringback.crypto.kit;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionSession;
import org.ringback.spi.ProtectionSession.State;

/** Two ends of one connection in memory. Not thread-safe. */
final class Meeting {
    static final byte[] QUESTION = Expect.counting(300);
    static final byte[] ANSWER = Expect.filled(0x5a, 20_000);

    private static final int NEVER = -1;

    private final ProtectionSession dialler;
    private final ProtectionSession answerer;
    /** What the dialler says, and hears. */
    private final Wire ofDialler;

    private final Wire ofAnswerer;
    private final boolean byteByByte;

    private Meeting(ProtectionSession dialler, ProtectionSession answerer, Wire of, Wire by, boolean byteByByte) {
        this.dialler = dialler;
        this.answerer = answerer;
        this.ofDialler = of;
        this.ofAnswerer = by;
        this.byteByByte = byteByByte;
    }

    static Meeting of(ProtectionSession dialler, ProtectionSession answerer) {
        return new Meeting(dialler, answerer, new Wire(NEVER), new Wire(NEVER), false);
    }

    static Meeting inBytes(ProtectionSession dialler, ProtectionSession answerer) {
        return new Meeting(dialler, answerer, new Wire(NEVER), new Wire(NEVER), true);
    }

    /** One byte is changed on the way: of what the dialler says, or of what it hears. */
    static Meeting changing(ProtectionSession dialler, ProtectionSession answerer, boolean said, int at) {
        return new Meeting(dialler, answerer, new Wire(said ? at : NEVER), new Wire(said ? NEVER : at), false);
    }

    /** Until nobody has anything to say; {@return whether both ends are established} */
    boolean shake() throws ProtectionException {
        answerer.start(ofAnswerer);
        dialler.start(ofDialler);
        pass();
        return dialler.state() == State.ESTABLISHED && answerer.state() == State.ESTABLISHED;
    }

    /** A question, an answer, an orderly end. */
    void talk() throws ProtectionException {
        dialler.send(ByteBuffer.wrap(QUESTION), ofDialler);
        pass();
        answerer.send(ByteBuffer.wrap(ANSWER), ofAnswerer);
        pass();
        dialler.finish(ofDialler);
        pass();
    }

    private void pass() throws ProtectionException {
        for (byte[] piece = ofDialler.next(), back = ofAnswerer.next();
                piece.length + back.length > 0;
                piece = ofDialler.next(), back = ofAnswerer.next()) {
            give(piece, answerer, ofAnswerer);
            give(back, dialler, ofDialler);
        }
    }

    private void give(byte[] piece, ProtectionSession to, Wire output) throws ProtectionException {
        if (piece.length > 0 && !byteByByte) {
            to.receive(ByteBuffer.wrap(piece), output);
        }
        for (int i = 0; byteByByte && i < piece.length; i++) {
            to.receive(ByteBuffer.wrap(piece, i, 1), output);
        }
    }

    /** Both heard each other whole, and the end was in order. */
    void expectTalked() {
        Expect.holds(Arrays.equals(QUESTION, ofAnswerer.heard()), "the question came otherwise");
        Expect.holds(Arrays.equals(ANSWER, ofDialler.heard()), "the answer came otherwise");
        Expect.holds(answerer.state() == State.CLOSED, "the end did not come");
    }

    /** Nobody heard anything but a beginning of what was said. */
    void expectNothingElseHeard() {
        Expect.holds(begins(QUESTION, ofAnswerer.heard()), "something came that was not asked");
        Expect.holds(begins(ANSWER, ofDialler.heard()), "something came that was not answered");
    }

    private static boolean begins(byte[] whole, byte[] part) {
        return part.length <= whole.length && Arrays.equals(Arrays.copyOf(whole, part.length), part);
    }

    ProtectionSession dialler() {
        return dialler;
    }

    ProtectionSession answerer() {
        return answerer;
    }

    Wire ofDialler() {
        return ofDialler;
    }

    Wire ofAnswerer() {
        return ofAnswerer;
    }
}
