package org.ringback.crypto.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.ringback.spi.ProtectionException;
import org.ringback.spi.ProtectionSession;
import org.ringback.spi.ProtectionSession.State;

/** One end of a protected connection over a socket; waits for its peer. Used by one thread. */
final class SocketEnd implements ProtectionSession.Output {
    private static final int PIECE = 4096;

    private final ProtectionSession session;
    private final InputStream in;
    private final OutputStream out;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    SocketEnd(ProtectionSession session, Socket socket) throws IOException {
        this.session = session;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    ProtectionSession session() {
        return session;
    }

    /** Until both ends are proved to each other. */
    void shake() throws IOException, ProtectionException {
        session.start(this);
        while (session.state() == State.HANDSHAKING) {
            take();
        }
        Expect.holds(session.state() == State.ESTABLISHED, "the handshake ended without a proof");
    }

    private void take() throws IOException, ProtectionException {
        byte[] piece = new byte[PIECE];
        int count = in.read(piece);
        Expect.holds(count >= 0, "the other end went");
        session.receive(ByteBuffer.wrap(piece, 0, count), this);
    }

    void say(byte[] what) throws ProtectionException {
        session.send(ByteBuffer.wrap(what), this);
    }

    /** {@return so many bytes, in order; waits for them} */
    byte[] hear(int count) throws IOException, ProtectionException {
        while (heard.size() < count) {
            take();
        }
        byte[] all = heard.toByteArray();
        heard.reset();
        return all;
    }

    @Override
    public void toPeer(ByteBuffer bytes) {
        byte[] piece = new byte[bytes.remaining()];
        bytes.get(piece);
        try {
            out.write(piece);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void toApplication(ByteBuffer plaintext) {
        while (plaintext.hasRemaining()) {
            heard.write(plaintext.get());
        }
    }
}
