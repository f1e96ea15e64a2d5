package org.ringback.kernel;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.ringback.api.ProtectionId;
import org.ringback.spi.CloseReason;
import org.ringback.transport.ConnectionHandler;
import org.ringback.transport.Loop;

/**
 * Begins work that needs crypto. While the crypto bundle is stopped, as in an update, such work waits here as an entry,
 * and never blocks the loop, so that all else goes on. Work is refused in words if it waits too long or too much waits
 * already. Belongs to the loop.
 */
final class NewWork {
    /** Most entries that may wait. */
    static final int MOST = 64;

    /** Longest wait of an entry: shorter than a dial may take, so that who waits for one hears why it did not begin. */
    static final Duration LONGEST = Duration.ofSeconds(4);

    private final Loop loop;
    private final Suites suites;
    private final Runnable unlisten;
    private final Map<Object, Waiting> waiting = new LinkedHashMap<>();

    private record Waiting(
            Optional<ProtectionId> wanted,
            Runnable work,
            Consumer<String> refused,
            Runnable dropped,
            Runnable cancelTimer) {}

    /**
     * Makes one that holds no work.
     *
     * @param loop the loop on which everything runs
     * @param suites knows which crypto runs
     */
    public NewWork(Loop loop, Suites suites) {
        this.loop = loop;
        this.suites = suites;
        this.unlisten = suites.listen(() -> loop.execute(this::look));
    }

    /**
     * Begins work at once, or as soon as its crypto runs again.
     *
     * @param key names the work for {@link #forget}
     * @param wanted the protection that it needs in addition to the provider, if any
     * @param work begins the work
     * @param refused is told why the work does not begin
     */
    public void begin(Object key, Optional<ProtectionId> wanted, Runnable work, Consumer<String> refused) {
        Optional<MissingCrypto> missing = suites.missing(wanted);
        if (missing.isEmpty()) {
            look(); // earlier work first
            work.run();
        } else {
            await(missing.get(), key, wanted, work, refused, () -> {});
        }
    }

    /**
     * Answers an accepted connection at once, or as soon as its crypto runs again; until then it is not read.
     *
     * @param key names the work for {@link #forget}, which closes it then
     * @param wanted the protection that it needs in addition to the provider, if any
     * @param answer makes its handler
     * @param refused is told why the connection is closed instead
     * @param over is told if the connection ended meanwhile
     * @return the handler for the connection
     */
    public ConnectionHandler answer(
            Object key,
            Optional<ProtectionId> wanted,
            Supplier<ConnectionHandler> answer,
            Consumer<String> refused,
            Consumer<CloseReason> over) {
        Optional<MissingCrypto> missing = suites.missing(wanted);
        if (missing.isEmpty()) {
            return answer.get();
        }
        HeldConnection held = new HeldConnection(reason -> {
            forget(key);
            over.accept(reason);
        });
        Consumer<String> turnedAway = why -> {
            refused.accept(why);
            held.abort();
        };
        // Whether it is still away is asked once: a change behind that is looked at in a later turn of the loop.
        await(missing.get(), key, wanted, () -> held.handOn(answer.get()), turnedAway, held::abort);
        return held;
    }

    private void await(
            MissingCrypto missing,
            Object key,
            Optional<ProtectionId> wanted,
            Runnable work,
            Consumer<String> refused,
            Runnable dropped) {
        if (!missing.soon() || waiting.size() >= MOST) {
            refused.accept(missing.words());
        } else {
            Runnable cancel = loop.schedule(LONGEST, () -> late(key));
            waiting.put(key, new Waiting(wanted, work, refused, dropped, cancel));
        }
    }

    /**
     * Drops waiting work that nobody wants any more.
     *
     * @param key which
     * @return whether it waited
     */
    public boolean forget(Object key) {
        Waiting one = waiting.remove(key);
        if (one != null) {
            one.cancelTimer().run();
            one.dropped().run();
        }
        return one != null;
    }

    private void late(Object key) {
        Waiting one = waiting.remove(key);
        if (one != null) {
            suites.missing(one.wanted())
                    .ifPresentOrElse(missing -> one.refused().accept(missing.words()), () -> start(one));
        }
    }

    /** Begins the work that can begin now, in order. */
    private void look() {
        Faults.each(List.copyOf(waiting.keySet()), key -> {
            Waiting one = waiting.get(key);
            if (one != null && suites.missing(one.wanted()).isEmpty()) {
                waiting.remove(key);
                one.cancelTimer().run();
                start(one);
            }
        });
    }

    private static void start(Waiting one) {
        try {
            one.work().run();
        } catch (RuntimeException | Error fault) {
            one.refused().accept(Faults.words(fault));
            throw fault; // into the log
        }
    }

    /** Stops listening for changes of the crypto; from any thread. */
    public void unlisten() {
        unlisten.run();
    }

    /** Drops all waiting work; those who wait are told by others. */
    public void close() {
        unlisten.run();
        waiting.values().forEach(one -> one.cancelTimer().run());
        waiting.clear();
    }
}
