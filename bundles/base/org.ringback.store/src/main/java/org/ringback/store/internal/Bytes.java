package org.ringback.store.internal;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads and writes at a position of a file, until all bytes are done. Stateless. */
final class Bytes {
    private Bytes() {}

    static void write(FileChannel file, ByteBuffer bytes, long position) throws IOException {
        long at = position;
        while (bytes.hasRemaining()) {
            at += file.write(bytes, at);
        }
    }

    /** {@return {@code length} bytes from a position, or fewer if the file ends before} */
    static byte[] read(FileChannel file, long position, int length) throws IOException {
        long there = Math.max(0, Math.min(length, file.size() - position));
        ByteBuffer bytes = ByteBuffer.allocate((int) there);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, position + bytes.position()) < 0) {
                throw new EOFException("the file became shorter while it was read");
            }
        }
        return bytes.array();
    }
}
