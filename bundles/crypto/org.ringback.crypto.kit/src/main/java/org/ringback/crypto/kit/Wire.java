package org.ringback.crypto.kit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.ringback.spi.ProtectionSession.Output;

/** What one end says, on its way to the other; and what it has for its application. Not thread-safe. */
final class Wire implements Output {
    private final Queue<byte[]> pieces = new ArrayDeque<>();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final long changes;
    private long count;

    /**
     * Begins.
     *
     * @param changes the byte that is changed on the way, counted from 0; none below
     */
    Wire(long changes) {
        this.changes = changes;
    }

    @Override
    public void toPeer(ByteBuffer bytes) {
        byte[] piece = new byte[bytes.remaining()];
        bytes.get(piece);
        said.writeBytes(piece);
        long at = changes - count;
        count += piece.length;
        pieces.add(at >= 0 && at < piece.length ? Expect.changed(piece, (int) at) : piece);
    }

    @Override
    public void toApplication(ByteBuffer plaintext) {
        while (plaintext.hasRemaining()) {
            heard.write(plaintext.get());
        }
    }

    /** {@return the next piece, or none} */
    byte[] next() {
        byte[] piece = pieces.poll();
        return piece == null ? new byte[0] : piece;
    }

    /** {@return how many bytes were said} */
    int length() {
        return said.size();
    }

    /** {@return all that was said, as it was} */
    byte[] said() {
        return said.toByteArray();
    }

    byte[] heard() {
        return heard.toByteArray();
    }
}
