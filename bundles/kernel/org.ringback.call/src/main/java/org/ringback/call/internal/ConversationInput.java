package org.ringback.call.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** The bytes of the peer as an InputStream; closing it discards what still comes. For one thread at a time. */
final class ConversationInput extends InputStream {
    private final StreamConversation conversation;

    ConversationInput(StreamConversation conversation) {
        this.conversation = conversation;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return length == 0 ? 0 : conversation.read(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public int available() {
        return conversation.available();
    }

    @Override
    public void close() {
        conversation.closeInput();
    }
}
