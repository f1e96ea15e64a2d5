package org.ringback.runtime.soak;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** One soak of three programs that run. Used once, by one thread. */
public final class Soak {
    private static final List<String> CRYPTO = List.of("org.ringback.crypto", "org.ringback.crypto.certificatefirst");

    /** Calls move to other crypto within a minute; then the former code is let go. */
    private static final Duration LET_GO = Duration.ofSeconds(90);

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(3);

    private final Plan plan;
    private final Equipment equipment;
    private final List<Program> programs;
    private final Releases releases;
    private final Consumer<String> progress;
    private final List<Change> changes = new ArrayList<>();
    private long deadline;

    /**
     * Makes a soak.
     *
     * @param plan what is to be done
     * @param equipment what the gateway is configured for
     * @param programs server, gateway, issuer
     * @param releases what to update them with
     * @param progress is told what happens
     */
    public Soak(Plan plan, Equipment equipment, List<Program> programs, Releases releases, Consumer<String> progress) {
        this.plan = plan;
        this.equipment = equipment;
        this.programs = List.copyOf(programs);
        this.releases = releases;
        this.progress = progress;
    }

    private Program server() {
        return programs.get(0);
    }

    private Program gateway() {
        return programs.get(1);
    }

    private Program issuer() {
        return programs.get(2);
    }

    /**
     * Does all of it.
     *
     * @return what came of it
     * @throws IOException if a program cannot be set up, or does not answer any more
     * @throws InterruptedException if it is to end
     */
    public Report run() throws IOException, InterruptedException {
        Equipment.RAISED.stream().map(Raised::line).forEach(progress);
        new SetUp(server(), gateway(), issuer()).run(equipment.all());
        progress.accept(equipment.all().size() + " pieces of equipment are enrolled and granted");
        try (Talks talks = Talks.begin(equipment.talks(), issuer());
                Rings rings = new Rings(issuer(), equipment.rung(), plan.rings(), progress)) {
            rings.start();
            pass("warming up", plan.warmUp());
            List<Vitals> before = vitals();
            rings.phase(Rung.Phase.QUIET);
            pass("rings without updates", plan.quiet());
            rings.phase(Rung.Phase.UPDATES);
            long begun = System.nanoTime();
            deadline = begun + plan.limit().orElse(Duration.ofDays(1)).toNanos();
            boolean whole = crypto();
            if (whole && plan.plant().isEmpty()) {
                others(rings);
            }
            Duration updates = Duration.ofNanos(System.nanoTime() - begun);
            List<Rung> rung = rings.stop();
            progress.accept("updated for " + updates.toSeconds() + " s; waiting until nothing holds what was replaced");
            List<Vitals> after = letGo();
            talks.finish();
            return new Report(
                    plan,
                    equipment.rung().size(),
                    updates,
                    changes,
                    rung,
                    rings.waited(),
                    rings.leftOut(),
                    rings.heldMillis(),
                    talks.figures(),
                    wentBack(),
                    held(before, after));
        }
    }

    private void pass(String what, Duration time) throws InterruptedException {
        progress.accept(what + ", " + time.toSeconds() + " s");
        TimeUnit.NANOSECONDS.sleep(time.toNanos());
    }

    private boolean mayBegin() {
        return System.nanoTime() - deadline < 0;
    }

    /** Updates the crypto set in all three, again and again; {@return whether there was time for every round} */
    private boolean crypto() throws IOException, InterruptedException {
        for (int round = 1; round <= plan.updates(); round++) {
            if (!mayBegin()) {
                return false;
            }
            Optional<Plant> plant = round == plan.updates() ? plan.plant() : Optional.empty();
            Releases.Release release = releases.next(CRYPTO, plant);
            String which = "round " + round + " of " + plan.updates()
                    + plant.map(one -> ", planted: " + one.word()).orElse("");
            for (Program program : programs) {
                update(which, program, release);
            }
        }
        return true;
    }

    private void update(String which, Program program, Releases.Release release)
            throws IOException, InterruptedException {
        Change change = Updates.update(program, release);
        changes.add(change);
        progress.accept(which + ": " + change.line());
    }

    /** Every other bundle that may be exchanged while it runs, once. Whatever carries the issuer's commands goes without new ones. */
    private void others(Rings rings) throws IOException, InterruptedException {
        for (Alone one : Alone.values()) {
            if (!mayBegin()) {
                return;
            }
            Program program = programs.get(one.program());
            if (one.carries()) {
                rings.hold(one.endsCommands());
                progress.accept("no ring begins, as " + one.bundle() + " of the issuer takes its commands"
                        + (one.endsCommands() ? "; those that began have ended" : "; those that began go on"));
            }
            update("alone", program, releases.next(List.of(one.bundle()), Optional.empty()));
            if (one.carries()) {
                progress.accept("rings begin again after " + rings.release() + " ms");
            }
        }
    }

    private List<String> wentBack() throws IOException {
        List<String> words = new ArrayList<>();
        for (Program program : programs) {
            Change.wentBack(program.done("updates --json")).forEach(one -> words.add(program.name() + ": " + one));
        }
        return words;
    }

    private List<Vitals> vitals() throws InterruptedException {
        List<Vitals> vitals = new ArrayList<>();
        for (Program program : programs) {
            vitals.add(Vitals.of(program));
        }
        return vitals;
    }

    private List<Held> held(List<Vitals> before, List<Vitals> after) {
        return IntStream.range(0, programs.size())
                .mapToObj(i -> new Held(programs.get(i).name(), before.get(i), after.get(i)))
                .toList();
    }

    /** Looks until nothing is there of what was replaced, for as long as calls may take to move. */
    private List<Vitals> letGo() throws InterruptedException {
        long end = System.nanoTime() + LET_GO.toNanos();
        List<Vitals> now = vitals();
        while (!now.stream().allMatch(Vitals::isClean) && System.nanoTime() < end) {
            TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
            now = vitals();
        }
        return now;
    }
}
