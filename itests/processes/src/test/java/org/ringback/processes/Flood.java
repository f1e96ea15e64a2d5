package org.ringback.processes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.ringback.kit.Checked;

/** Does several things again and again, each as fast as it goes, until it is closed; bounded in number and time. */
final class Flood implements AutoCloseable {
    private static final int MOST = 20_000;
    private static final long MOST_NANOS = TimeUnit.SECONDS.toNanos(90);

    private final Map<String, AtomicInteger> counts = new TreeMap<>();
    private final List<Thread> threads = new ArrayList<>();
    private volatile String fault = "";
    private volatile boolean over;

    /** One more thing. */
    Flood with(String name, Checked.Step step) {
        AtomicInteger count = new AtomicInteger();
        counts.put(name, count);
        long end = System.nanoTime() + MOST_NANOS;
        Thread thread = new Thread(
                () -> {
                    try {
                        while (!over && count.get() < MOST && System.nanoTime() < end) {
                            step.run();
                            count.incrementAndGet();
                        }
                    } catch (Exception | AssertionError e) {
                        fault = name + ": " + e;
                    }
                },
                "flood of " + name);
        thread.setDaemon(true);
        threads.add(thread);
        thread.start();
        return this;
    }

    /** {@return how often each was done so far} */
    Map<String, Integer> done() {
        Map<String, Integer> done = new TreeMap<>();
        counts.forEach((name, count) -> done.put(name, count.get()));
        return done;
    }

    /** {@return what went otherwise than it must; empty if nothing} */
    String fault() {
        return fault;
    }

    @Override
    public void close() {
        over = true;
        threads.forEach(thread -> Checked.run(thread::join));
    }
}
