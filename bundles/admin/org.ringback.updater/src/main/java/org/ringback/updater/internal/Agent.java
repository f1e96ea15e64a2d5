package org.ringback.updater.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.ringback.api.control.BundleChange;
import org.ringback.api.control.RefusedException;
import org.ringback.updater.release.NotAcceptedException;
import org.ringback.updater.release.OverlayEntry;
import org.ringback.updater.release.OverlayFile;
import org.ringback.updater.release.Starts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does what persons ask for, one after the other, and remembers what came of it. Thread-safe. */
final class Agent implements Probation.Acts {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final String STARTS =
            ": the program has not come to the end of its start (expected: one whose roles do"
                    + " their work); next: again once 'ready' says so; what is staged, 'rollback' and 'undeploy' take back now";

    private final BundleContext context;
    private final HomeFiles home;
    private final Trust trust;
    private final InUse inUse;
    private final Launcher launcher;
    private final Probation probation;
    private final Work work = new Work();

    private final Changes changes;

    Agent(BundleContext context, HomeFiles home, Trust trust, InUse inUse, Launcher launcher, Changes changes) {
        this.context = context;
        this.home = home;
        this.trust = trust;
        this.inUse = inUse;
        this.launcher = launcher;
        this.changes = changes;
        this.probation = new Probation(home, inUse, this);
    }

    /** A piece of work; refuses in words. */
    private interface Piece {
        String run(Steps steps) throws IOException, RefusedException, InterruptedException;
    }

    /** Takes a release; what comes of it is remembered. */
    String take(Purpose purpose, String what, InputStream release)
            throws RefusedException, BusyException, InterruptedException {
        return take(purpose, what, () -> Arrived.signed(release, trust.keys()));
    }

    /** Takes a jar on a person's word. */
    String takeUnsigned(Purpose purpose, String what, InputStream jar)
            throws RefusedException, BusyException, InterruptedException {
        return take(purpose, what, () -> Arrived.unsigned(jar));
    }

    /** Reads what came. */
    private interface Reading {
        Arrived read() throws IOException;
    }

    /** Reads on the caller's thread, as a person's input may stop; the rest on the agent's own. */
    private String take(Purpose purpose, String what, Reading reading)
            throws RefusedException, BusyException, InterruptedException {
        if (purpose != Purpose.STAGE && isStarting()) {
            throw new BusyException(what + STARTS);
        }
        Asked asked = Asked.byPerson(what, "");
        Steps steps = new Steps();
        Arrived arrived;
        try {
            arrived = reading.read();
        } catch (IOException e) {
            throw refused(asked, steps, e);
        }
        steps.done("verify");
        Wanted wanted = new Arrival(purpose, arrived, home);
        return run(
                asked.of(wanted.labels()),
                steps,
                all -> purpose == Purpose.STAGE
                        ? new Staging(context, home, wanted).run()
                        : new Exchange(context, home, inUse, wanted, all).run(probation));
    }

    /**
     * Has what was before an update again.
     *
     * @param name of a bundle of it
     * @param why in words for whoever did not ask for it; may be empty
     */
    String rollBack(String name, String why) throws RefusedException, BusyException, InterruptedException {
        Asked asked = why.isEmpty() ? Asked.byPerson("rollback", name) : Asked.byProgram("rollback", name);
        return run(asked, new Steps(), steps -> {
            Wanted wanted = Return.of(name, home, trust.keys(), launcher);
            steps.done("verify");
            boolean staged = wanted.jars().keySet().stream().anyMatch(one -> Way.of(one.name()) == Way.NEXT_START);
            if (!staged && isStarting()) {
                throw new NotAcceptedException(name + STARTS);
            }
            String done = staged
                    ? new Staging(context, home, wanted).run()
                    : new Exchange(context, home, inUse, wanted, steps).run(probation);
            return done + (why.isEmpty() ? "" : ", as " + why);
        });
    }

    /**
     * Whether the launcher still waits for the roles: it would take one that goes for one that cannot work, and end the
     * program in the middle of an exchange.
     */
    private boolean isStarting() {
        try {
            return new Starts(home.state()).underWay();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void hold(List<String> names) throws RefusedException, BusyException, InterruptedException {
        run(Asked.byProgram("watch", String.join(", ", names)), new Steps(), steps -> {
            OverlayFile file = home.overlay();
            file.write(file.read().proved(names));
            return String.join(", ", names) + ": proved by connections";
        });
    }

    @Override
    public void takeBack(String name, String why) throws RefusedException, BusyException, InterruptedException {
        LOG.error("{}", rollBack(name, why));
    }

    @Override
    public boolean repairs(OverlayEntry entry) throws IOException {
        return home.bundles().repairs(entry, trust.keys());
    }

    /** Whether something is under way. */
    boolean works() {
        return work.underWay();
    }

    Probation probation() {
        return probation;
    }

    String undeploy(String name) throws RefusedException, BusyException, InterruptedException {
        return run(Asked.byPerson("undeploy", name), new Steps(), steps -> new Undeployment(context, home, launcher)
                .run(name));
    }

    private String run(Asked asked, Steps steps, Piece piece)
            throws RefusedException, BusyException, InterruptedException {
        String what = asked.what();
        return work.run(asked, () -> {
            try {
                String words = Plain.text(piece.run(steps));
                LOG.info("{}: {}", what, words);
                changes.add(asked, true, words, steps);
                return words;
            } catch (IOException e) {
                throw refused(asked, steps, e);
            } catch (RefusedException e) {
                String words = Plain.text(String.valueOf(e.getMessage()));
                changes.add(asked, false, words, steps);
                throw new RefusedException(words);
            } catch (RuntimeException | Error e) {
                String words = Plain.text(what + ": a fault of this program: " + e + "; the log says more");
                changes.add(asked, false, words, steps);
                throw e;
            }
        });
    }

    private RefusedException refused(Asked asked, Steps steps, IOException why) {
        String words = Plain.text(
                asked.what() + ": " + reason(why) + (why instanceof NotUndoneException ? "" : "; nothing has changed"));
        changes.add(asked, false, words, steps);
        LOG.warn("{}", words);
        return new RefusedException(words);
    }

    /** Why a file could not be read or written; the JDK has a message that is no more than its path. */
    private static String reason(IOException why) {
        return why instanceof AccessDeniedException
                ? why.getMessage() + ": access denied"
                : String.valueOf(why.getMessage());
    }

    List<BundleChange> changes() {
        return changes.latest();
    }
}
