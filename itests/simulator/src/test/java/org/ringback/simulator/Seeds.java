package org.ringback.simulator;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/**
 * Runs histories, one for each seed. They know nothing of each other: each has one thread, and the machine's processors
 * share them. The system property {@code simulator.seed} picks one.
 */
final class Seeds {
    private static final Optional<Long> ONLY = Optional.ofNullable(Long.getLong("simulator.seed"));

    private Seeds() {}

    /** {@return whether one history was picked} */
    static boolean onlyOne() {
        return ONLY.isPresent();
    }

    /**
     * Runs all of them, then fails with the first that failed: its seed, how to repeat it, and what happened last.
     *
     * @param what they are about
     * @param first the first seed
     * @param count how many, unless one was picked
     * @param scene where the history of a seed begins
     * @param history what happens there
     */
    static void run(String what, long first, int count, LongFunction<Scene> scene, Consumer<Scene> history) {
        LongStream seeds = ONLY.map(LongStream::of).orElseGet(() -> LongStream.range(first, first + count));
        List<AssertionError> failures = seeds.parallel()
                .mapToObj(seed -> failure(what, seed, scene.apply(seed), history))
                .flatMap(Optional::stream)
                .toList();
        if (!failures.isEmpty()) {
            throw failures.get(0);
        }
    }

    private static Optional<AssertionError> failure(String what, long seed, Scene scene, Consumer<Scene> history) {
        try {
            history.accept(scene);
            return Optional.empty();
        } catch (AssertionError | RuntimeException e) {
            String message = what + ", seed " + seed + " (repeat it with -Dsimulator.seed=" + seed + "): "
                    + e.getMessage() + "\n" + scene.simulation().trace();
            return Optional.of(new AssertionError(message, e));
        }
    }
}
