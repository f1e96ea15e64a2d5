package org.ringback.shell.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ringback.api.Conversation;
import org.ringback.api.ConversationResetException;
import org.ringback.api.RingReason;
import org.ringback.api.control.Ring;

/**
 * Checks whether the other end answers the service that was rung for: the call-back alone does not say so, but a
 * conversation that nobody takes is reset at once, with a code that says why. Stateless.
 */
final class ServiceProbe {
    private ServiceProbe() {}

    /**
     * Opens a conversation, sends nothing, and waits for a moment.
     *
     * @param ring an answered ring
     * @param patience how long a refusal may take to come back
     * @return why the conversation was refused; empty if it was not
     * @throws IOException if the call-back is over
     */
    static Optional<RingReason> refusal(Ring ring, Duration patience) throws IOException {
        try (Conversation conversation = ring.open()) {
            FutureTask<Integer> first =
                    new FutureTask<>(() -> conversation.input().read());
            ShellThreads.start("ringback-shell-probe", first);
            first.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return Optional.empty();
        } catch (TimeoutException silence) {
            return Optional.empty(); // the service took it, and waits for us to send
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConversationResetException reset
                    && reset.reason().isPresent()) {
                return reset.reason();
            }
            throw e.getCause() instanceof IOException lost ? lost : new IOException("the conversation failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.refused("interrupted");
        }
    }
}
