package org.ringback.call.internal;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.Condition;
import org.ringback.api.Conversation;
import org.ringback.api.ConversationResetException;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingNonce;
import org.ringback.call.core.ConversationState;
import org.ringback.call.core.ResetCode;
import org.ringback.kernel.CallFacts;

/** A conversation for threads that may block. Thread-safe. */
final class StreamConversation implements Conversation, End {
    private interface Attempt {
        int once() throws IOException;
    }

    private final Engine engine;
    private final ConversationState state;
    private final CallFacts facts;
    private final Condition change;
    private final InputStream input = new ConversationInput(this);
    private final OutputStream output = new ConversationOutput(this);
    /** Whether this end reads no more; guarded by the lock. */
    private boolean inputClosed;
    /** Whether this end writes no more; guarded by the lock. */
    private boolean outputClosed;

    StreamConversation(Engine engine, ConversationState state, CallFacts facts) {
        this.engine = engine;
        this.state = state;
        this.facts = facts;
        this.change = engine.lock().newCondition();
    }

    Engine engine() {
        return engine;
    }

    ConversationState state() {
        return state;
    }

    @Override
    public EquipmentId equipment() {
        return facts.equipment();
    }

    @Override
    public String service() {
        return facts.service();
    }

    @Override
    public KeyFingerprint peer() {
        return facts.peer();
    }

    @Override
    public RingNonce ring() {
        return facts.ring();
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public void awaitDelivered() throws IOException {
        await(() -> {
            if (state.delivered()) {
                return 1;
            }
            failIfFailed();
            return 0;
        });
    }

    @Override
    public void reset() {
        engine.reset(state, ResetCode.BY_APPLICATION);
        changed();
    }

    @Override
    public void close() {
        closeOutput();
        closeInput();
    }

    @Override
    public void changed() {
        engine.lock().lock();
        try {
            change.signalAll();
        } finally {
            engine.lock().unlock();
        }
    }

    @Override
    public String toString() {
        return "conversation " + state.number() + " with " + facts.equipment();
    }

    /** Blocks until there are bytes; returns -1 at the peer's end, and never because of a failure. */
    int read(ByteBuffer target) throws IOException {
        return await(() -> {
            if (inputClosed) {
                throw new IOException("input: closed here (expected: an open one)");
            }
            int count = engine.read(state, target);
            if (count == 0) {
                failIfFailed();
            }
            return count;
        });
    }

    int available() {
        engine.lock().lock();
        try {
            return inputClosed ? 0 : engine.available(state);
        } finally {
            engine.lock().unlock();
        }
    }

    /** Blocks until all bytes are taken. */
    void write(ByteBuffer source) throws IOException {
        int start = source.position();
        try {
            await(() -> {
                failIfFailed();
                if (outputClosed) {
                    throw new IOException("output: closed here (expected: an open one)");
                }
                engine.write(state, source);
                return source.hasRemaining() ? 0 : 1;
            });
        } catch (InterruptedIOException e) {
            e.bytesTransferred = source.position() - start;
            throw e;
        }
    }

    void closeInput() {
        engine.lock().lock();
        try {
            inputClosed = true;
            engine.discard(state);
            change.signalAll();
        } finally {
            engine.lock().unlock();
        }
    }

    void closeOutput() {
        engine.lock().lock();
        try {
            outputClosed = true;
            engine.finish(state);
            change.signalAll();
        } finally {
            engine.lock().unlock();
        }
    }

    private void failIfFailed() throws IOException {
        String failure = state.failure();
        if (failure != null) {
            String words = "conversation: " + failure + " (expected: its end first)";
            int code = state.peerCode();
            throw code == 0 ? new IOException(words) : new ConversationResetException(words, ResetCode.reason(code));
        }
    }

    /** Runs an attempt under the lock, and again after each change, until its result is not 0. */
    @CanIgnoreReturnValue
    private int await(Attempt attempt) throws IOException {
        engine.lock().lock();
        try {
            int result = attempt.once();
            while (result == 0) {
                if (engine.onLoop()) {
                    throw new IllegalStateException(
                            "conversation: would block its own loop (expected: a thread of its own)");
                }
                change.await();
                result = attempt.once();
            }
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted =
                    new InterruptedIOException("conversation: interrupted while it waited");
            interrupted.initCause(e);
            throw interrupted;
        } finally {
            engine.lock().unlock();
        }
    }
}
