package org.ringback.issuer.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Conversation;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.control.Ring;
import org.ringback.kernel.Call;
import org.ringback.kernel.Completions;

/** The {@link Ring} that a caller holds. Thread-safe; its own lock guards the call. */
final class RingHandle implements Ring {
    private final RingNonce nonce;
    private final Runnable giveUp;
    private final CompletableFuture<RingStory> answer = new CompletableFuture<>();
    private final CompletableFuture<Duration> waiting = new CompletableFuture<>();
    private @Nullable Call call;
    private boolean over;

    /**
     * Makes the handle of a ring that is under way.
     *
     * @param nonce the key of its story
     * @param giveUp tells the core that this ring is closed; called on any thread
     */
    RingHandle(RingNonce nonce, Runnable giveUp) {
        this.nonce = nonce;
        this.giveUp = giveUp;
    }

    @Override
    public RingNonce nonce() {
        return nonce;
    }

    @Override
    public CompletionStage<RingStory> answer() {
        return answer.copy();
    }

    @Override
    public CompletionStage<Duration> waiting() {
        return waiting.copy();
    }

    @Override
    public Conversation open() throws IOException {
        return standing().open();
    }

    @Override
    public void close() {
        Call standing = end();
        giveUp.run();
        if (standing != null) {
            standing.end("hung up here");
        }
    }

    /** Gives it the accepted call. */
    void standing(Call accepted) {
        boolean late;
        synchronized (this) {
            late = over;
            call = accepted;
        }
        if (late) {
            accepted.end("hung up here");
        }
    }

    /** Opens nothing any more; returns the call, if there is one. */
    @Nullable
    private synchronized Call end() {
        over = true;
        return call;
    }

    /** Reports that the equipment is silent, on another thread. */
    void waits(Duration atMost) {
        Completions.complete(waiting, () -> atMost);
    }

    /** Completes the answer, on another thread, as what waits for it may block. */
    void ended(RingStory story) {
        Completions.complete(answer, () -> story);
    }

    private synchronized Call standing() throws IOException {
        Call stands = call;
        if (stands == null || over) {
            throw new IOException("ring: no call stands (expected: an answered ring that is not closed)");
        }
        return stands;
    }
}
