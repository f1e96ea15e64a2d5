package org.ringback.nat;

import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.awaitility.core.ConditionTimeoutException;

/** Rings in every cell, and in every condition; what came of it is gathered in memory. Used by one thread. */
final class Grid {
    /** Each ring waits most of its time for packets. */
    private static final int AT_ONCE = 8;

    /** Longer than registrations are refreshed. */
    private static final Duration REFRESHED = Duration.ofSeconds(30);

    private static final Duration STANDARD_BINDING = Duration.ofSeconds(30);

    private final World world;
    private final List<Outcome> outcomes = Collections.synchronizedList(new ArrayList<>());
    private final List<String> troubles = Collections.synchronizedList(new ArrayList<>());
    private final Map<Cell, Double> roundTrips = new ConcurrentHashMap<>();

    Grid(World world) {
        this.world = world;
    }

    /** Rings so often in each cell, without loss. */
    void cells(List<Cell> cells, int rings) {
        Turns.run(
                cells,
                world::sites,
                AT_ONCE,
                cell -> whole(cell.toString(), () -> {
                    Trial trial = new Trial(cell, Condition.CALM);
                    Weather.set(world, cell, Condition.CALM);
                    roundTrips.put(cell, Weather.check(world, cell, Condition.CALM));
                    for (int i = 0; i < rings; i++) {
                        keep(Ringing.ring(world, trial));
                    }
                }));
    }

    /** Rings once in each condition; twice where there are two gateways. */
    void trials(List<Trial> trials) {
        Predicate<Trial> restarted = trial -> trial.condition().event() == Condition.Event.SERVER_RESTARTED;
        Turns.run(
                trials.stream().filter(restarted.negate()).toList(),
                trial -> world.sites(trial.cell()),
                AT_ONCE,
                trial -> whole(trial.toString(), () -> alone(trial)));
        List<Trial> together = trials.stream().filter(restarted).toList();
        Turns.groups(together, trial -> world.sites(trial.cell())).forEach(this::afterRestart);
    }

    /** One restart of the server serves all cells that have no end in common. */
    private void afterRestart(List<Trial> group) {
        all(group, this::prepare);
        whole("server", world::restartServer);
        all(group, this::ring);
        all(group, this::calm);
    }

    private void all(List<Trial> group, Consumer<Trial> step) {
        World.side(
                group.size(),
                group.stream()
                        .<Runnable>map(trial -> () -> whole(trial.toString(), () -> step.accept(trial)))
                        .toList());
    }

    /** Notes what could not be measured, and lets the rest of an hour go on. */
    private void whole(String what, Runnable measurement) {
        try {
            measurement.run();
        } catch (RuntimeException | AssertionError e) {
            String trouble = what + ": not measured: " + e.getMessage();
            System.out.println(trouble);
            troubles.add(trouble);
        }
    }

    private void alone(Trial trial) {
        try {
            prepare(trial);
            happen(trial);
        } finally {
            calm(trial);
        }
    }

    private void happen(Trial trial) {
        switch (trial.condition().event()) {
            case REBOUND_REGISTERED -> {
                world.home(trial.cell()).rebind();
                ring(trial);
            }
            case REBOUND_RINGING -> rebindWhileRinging(trial);
            case TWO_GATEWAYS -> {
                ring(trial);
                keep(Ringing.ring(world, trial, world.secondEquipment(trial.cell())));
            }
            default -> ring(trial);
        }
    }

    /** Says at once what is not as most are, as the whole takes long. */
    private void keep(Outcome outcome) {
        outcomes.add(outcome);
        if (!outcome.answered() || outcome.difference().isPresent()) {
            System.out.println(outcome);
        }
    }

    private void ring(Trial trial) {
        keep(Ringing.ring(world, trial));
    }

    private void rebindWhileRinging(Trial trial) {
        Site home = world.home(trial.cell());
        Internet internet = world.grounds().internet();
        try (Traffic.Watch watch = internet.traffic().watch(home.number(), home.number())) {
            CompletableFuture<Void> ringing = CompletableFuture.runAsync(() -> ring(trial));
            await().atMost(Ringing.LONGEST.multipliedBy(2)).until(() -> ringing.isDone() || calledBack(watch, home));
            home.rebind();
            ringing.join();
        }
    }

    /** Whether the gateway heard of the ring: it opens its second connection with the server. */
    private static boolean calledBack(Traffic.Watch watch, Site home) {
        return watch.seen().stream().anyMatch(packet -> packet.asks() && packet.fromSite() == home.number());
    }

    private void prepare(Trial trial) {
        Cell cell = trial.cell();
        Condition condition = trial.condition();
        Weather.set(world, cell, condition);
        Weather.check(world, cell, condition);
        if (condition.event() == Condition.Event.DEAD_ADDRESS) {
            dead(world.home(cell));
            dead(world.away(cell));
        }
        condition.binding().ifPresent(timeout -> awaitForgotten(cell, timeout));
    }

    private void dead(Site site) {
        String first = site.kind().ipv6().carries() ? Plan.ipv6(Plan.SERVER, 2) : Plan.ipv4(Plan.SERVER, 2);
        world.grounds().internet().dead(site.number(), first);
    }

    /**
     * Waits until the gateway's binding is forgotten, if it ever is between two registrations; one that registers again and
     * again, as its line is bad, is not waited for.
     */
    private void awaitForgotten(Cell cell, Duration timeout) {
        Traffic traffic = world.grounds().internet().traffic();
        Optional<InetSocketAddress> from = world.seenAt(world.equipment(cell));
        if (from.isEmpty() || timeout.compareTo(STANDARD_BINDING) >= 0) {
            return;
        }
        try {
            await().atMost(REFRESHED).until(() -> traffic.silent(from.get()).compareTo(timeout) > 0);
        } catch (ConditionTimeoutException restless) {
            System.out.println(cell + " is never silent for " + timeout.toSeconds() + " s");
        }
    }

    private void calm(Trial trial) {
        Cell cell = trial.cell();
        Weather.set(world, cell, Condition.CALM);
        world.home(cell).bindingTimeout(STANDARD_BINDING);
        world.sites(cell).forEach(world.grounds().internet()::alive);
    }

    /** {@return what came of each ring, in no order of cells} */
    List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    /** {@return what could not be measured, and why} */
    List<String> troubles() {
        return List.copyOf(troubles);
    }

    /** {@return the round trip between both ends of a cell as it was measured, in milliseconds, if it was} */
    Optional<Double> roundTrip(Cell cell) {
        return Optional.ofNullable(roundTrips.get(cell));
    }
}
