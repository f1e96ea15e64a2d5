package org.ringback.nat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Work side by side of which no two pieces need the same site at the same time. Thread-safe.
 *
 * @param <T> a piece of work
 */
final class Turns<T> {
    private final Function<T, Set<Integer>> needs;
    private final List<T> waiting;
    private final Set<Integer> taken = new HashSet<>();

    private Turns(List<T> all, Function<T, Set<Integer>> needs) {
        this.needs = needs;
        waiting = new ArrayList<>(all);
    }

    /** Does all of it, so many pieces at once at most; the first failure ends it. */
    static <T> void run(List<T> all, Function<T, Set<Integer>> needs, int atOnce, Consumer<T> work) {
        Turns<T> turns = new Turns<>(all, needs);
        World.side(
                atOnce,
                IntStream.range(0, atOnce)
                        .<Runnable>mapToObj(i -> () -> turns.work(work))
                        .toList());
    }

    /** {@return all of it in groups that need no site twice} */
    static <T> List<List<T>> groups(List<T> all, Function<T, Set<Integer>> needs) {
        List<List<T>> groups = new ArrayList<>();
        Turns<T> turns = new Turns<>(all, needs);
        while (!turns.waiting.isEmpty()) {
            List<T> group = new ArrayList<>();
            for (Optional<T> one = turns.free(); one.isPresent(); one = turns.free()) {
                group.add(one.get());
            }
            turns.taken.clear();
            groups.add(group);
        }
        return groups;
    }

    private void work(Consumer<T> work) {
        for (Optional<T> one = next(); one.isPresent(); one = next()) {
            try {
                work.accept(one.get());
            } finally {
                done(one.get());
            }
        }
    }

    private synchronized Optional<T> next() {
        while (!waiting.isEmpty()) {
            Optional<T> free = free();
            if (free.isPresent()) {
                return free;
            }
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private synchronized Optional<T> free() {
        for (Iterator<T> each = waiting.iterator(); each.hasNext(); ) {
            T one = each.next();
            if (needs.apply(one).stream().noneMatch(taken::contains)) {
                each.remove();
                taken.addAll(needs.apply(one));
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    private synchronized void done(T one) {
        taken.removeAll(needs.apply(one));
        notifyAll();
    }
}
