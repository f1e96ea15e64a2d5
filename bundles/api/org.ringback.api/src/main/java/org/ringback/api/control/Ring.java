package org.ringback.api.control;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.ringback.api.Conversation;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;

/** One ring of this issuer and, once it is answered, its call-back. Thread-safe. */
public interface Ring extends AutoCloseable {
    /** {@return its nonce, the key of its story} */
    RingNonce nonce();

    /** {@return completes with the finished story, answered or not; never exceptionally} */
    CompletionStage<RingStory> answer();

    /**
     * Tells that the ring takes longer than usual, as the equipment is silent: the server waits for it to register.
     *
     * @return completes once that is known, with the longest time to wait; never if the ring need not wait
     */
    CompletionStage<Duration> waiting();

    /**
     * Opens one more conversation on the call-back.
     *
     * @return the conversation
     * @throws IOException if the ring was not answered, the call-back is over, or 64 conversations are open
     */
    Conversation open() throws IOException;

    /** Gives up a pending ring, or ends the call-back with its conversations. */
    @Override
    void close();
}
