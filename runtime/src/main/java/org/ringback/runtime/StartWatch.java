package org.ringback.runtime;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Tells of a bundle that does not come back from its start: the thread that starts it waits for ever, and could not. Used by
 * that thread.
 */
final class StartWatch implements AutoCloseable {
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread starting = Thread.currentThread();
    private volatile String bundle = "the framework";

    /**
     * Begins to watch the current thread.
     *
     * @param limit after so long it hangs
     * @param unit of the limit
     * @param hangs is told where, in words
     */
    StartWatch(long limit, TimeUnit unit, Consumer<String> hangs) {
        Thread thread = new Thread(() -> watch(limit, unit, hangs), "ringback-start-watch");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch(long limit, TimeUnit unit, Consumer<String> hangs) {
        try {
            if (!done.await(limit, unit)) {
                String at = Stream.of(starting.getStackTrace())
                        .map(StackTraceElement::toString)
                        .filter(frame -> !frame.startsWith("java."))
                        .findFirst()
                        .orElse("an unknown place");
                hangs.accept("bundle " + bundle + " has not finished starting after " + unit.toSeconds(limit)
                        + " s: it waits in " + at);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The next one is started. */
    void starts(String name) {
        bundle = name;
    }

    @Override
    public void close() {
        done.countDown();
    }
}
