package org.ringback.call.core;

import java.nio.ByteBuffer;
import org.ringback.api.Secret;

/** Takes the frames of the peer, in order. Conversation numbers are those on the wire and not checked yet. */
interface FrameHandler {
    void open(int conversation, byte[] id, Secret resume, long limit) throws CallBackFault;

    /** Takes a DATA frame; its bytes are valid only during the call. */
    void data(int conversation, long offset, ByteBuffer bytes) throws CallBackFault;

    void ack(int conversation, long received, long limit) throws CallBackFault;

    void fin(int conversation, long finalOffset) throws CallBackFault;

    void reset(int conversation, int code) throws CallBackFault;

    /** Takes what an acceptor says of the RESET of the call-back that follows. */
    void why(int code);

    void ping(long value);

    void pong(long value);
}
