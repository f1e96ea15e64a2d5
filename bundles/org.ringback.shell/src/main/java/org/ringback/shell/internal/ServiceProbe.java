package org.ringback.shell.internal;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.ringback.api.Conversation;
import org.ringback.api.control.Ring;

/**
 * Sees whether anybody at the other end answers the service that was rung for: the call-back stands before that is
 * known, and a conversation that nobody takes is reset at once. Stateless.
 */
final class ServiceProbe {
    private ServiceProbe() {}

    /**
     * Opens one conversation, says nothing, and waits for a moment.
     *
     * @param ring an answered one
     * @param patience how long a refusal may take to come back
     * @return whether the conversation was refused
     */
    static boolean refused(Ring ring, Duration patience) {
        try (Conversation conversation = ring.open()) {
            FutureTask<Integer> first =
                    new FutureTask<>(() -> conversation.input().read());
            ShellThreads.start("ringback-shell-probe", first);
            first.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return false;
        } catch (TimeoutException silence) {
            return false; // it is taken, and waits for us to speak
        } catch (ExecutionException | IOException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.refused("interrupted");
        }
    }
}
