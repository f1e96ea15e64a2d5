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
 * What is to begin and needs crypto. While its bundle is away, as in an update, it waits as an entry here, and nothing waits
 * on the loop: what does not need it goes on. What waits too long is refused in words, and what comes while too much waits.
 * Belongs to the loop.
 */
final class NewWork {
    /** So much may wait. */
    static final int MOST = 64;

    /** So long may it wait. */
    static final Duration LONGEST = Duration.ofSeconds(5);

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
     * Waits for nothing yet.
     *
     * @param loop everything happens on it
     * @param suites says what runs
     */
    public NewWork(Loop loop, Suites suites) {
        this.loop = loop;
        this.suites = suites;
        this.unlisten = suites.listen(() -> loop.execute(this::look));
    }

    /**
     * Begins at once, or once its crypto is back.
     *
     * @param key names it for {@link #forget}
     * @param wanted the protection that it needs beside the provider, if any
     * @param work begins
     * @param refused hears why it does not begin
     */
    public void begin(Object key, Optional<ProtectionId> wanted, Runnable work, Consumer<String> refused) {
        Optional<Absence> absence = suites.absence(wanted);
        if (absence.isEmpty()) {
            look(); // what came before is first
            work.run();
        } else {
            await(absence.get(), key, wanted, work, refused, () -> {});
        }
    }

    /**
     * Answers an accepted connection at once, or once its crypto is back; until then it is read no further.
     *
     * @param key names it for {@link #forget}, which closes it then
     * @param wanted the protection that it needs beside the provider, if any
     * @param answer makes its handler
     * @param refused hears why it is closed instead
     * @param over hears that it ended meanwhile
     * @return what takes the connection now
     */
    public ConnectionHandler answer(
            Object key,
            Optional<ProtectionId> wanted,
            Supplier<ConnectionHandler> answer,
            Consumer<String> refused,
            Consumer<CloseReason> over) {
        Optional<Absence> absence = suites.absence(wanted);
        if (absence.isEmpty()) {
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
        await(absence.get(), key, wanted, () -> held.handOn(answer.get()), turnedAway, held::abort);
        return held;
    }

    private void await(
            Absence absence,
            Object key,
            Optional<ProtectionId> wanted,
            Runnable work,
            Consumer<String> refused,
            Runnable dropped) {
        if (!absence.soon() || waiting.size() >= MOST) {
            refused.accept(absence.words());
        } else {
            Runnable cancel = loop.schedule(LONGEST, () -> late(key));
            waiting.put(key, new Waiting(wanted, work, refused, dropped, cancel));
        }
    }

    /**
     * Nobody wants it any more.
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
            suites.absence(one.wanted())
                    .ifPresentOrElse(absence -> one.refused().accept(absence.words()), () -> start(one));
        }
    }

    /** Begins what can begin now, in its order. */
    private void look() {
        Faults.each(List.copyOf(waiting.keySet()), key -> {
            Waiting one = waiting.get(key);
            if (one != null && suites.absence(one.wanted()).isEmpty()) {
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

    /** Hears of no change any more; from any thread. */
    public void unlisten() {
        unlisten.run();
    }

    /** Ends: what waits does not begin, and hears of it elsewhere. */
    public void close() {
        unlisten.run();
        waiting.values().forEach(one -> one.cancelTimer().run());
        waiting.clear();
    }
}
