package org.ringback.call.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * The bytes to the peer as an OutputStream, which needs no flush; closing it ends this direction. For one thread at a
 * time.
 */
final class ConversationOutput extends OutputStream {
    private final StreamConversation conversation;

    ConversationOutput(StreamConversation conversation) {
        this.conversation = conversation;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        conversation.write(ByteBuffer.wrap(bytes, offset, length));
    }

    @Override
    public void close() {
        conversation.closeOutput();
    }
}
