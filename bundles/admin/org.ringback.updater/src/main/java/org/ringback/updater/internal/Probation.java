package org.ringback.updater.internal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ringback.api.control.CryptoControl;
import org.ringback.api.control.CryptoUse;
import org.ringback.api.control.CryptoWatch;
import org.ringback.api.control.RefusedException;
import org.ringback.updater.release.Overlay;
import org.ringback.updater.release.OverlayEntry;
import org.ringback.updater.release.Standing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches crypto that is written down, but not proved by connections yet: enough of them hold it for good; a fault that
 * it alone can be blamed for takes it back, unless it repairs a flaw, which a person decides. After a start it goes on.
 * {@link #look} is for one thread.
 */
final class Probation implements Exchange.Unproved {
    private static final Logger LOG = LoggerFactory.getLogger(Probation.class);

    private static final int LOOKS_IN_A_MINUTE = 60;

    private final HomeFiles home;
    private final InUse inUse;
    private final Acts acts;

    @GuardedBy("this")
    private @Nullable CryptoWatch watch;

    private volatile List<String> warnings = List.of();

    @GuardedBy("this")
    private int pause;

    /** Whose watch it is. */
    @GuardedBy("this")
    private List<String> watched = List.of();

    @GuardedBy("this")
    private boolean over;

    /** What comes of it, done by the agent in its turn. */
    interface Acts {
        /** They proved themselves. */
        void hold(List<String> names) throws RefusedException, BusyException, InterruptedException;

        /** Takes a set back, and says why. */
        void takeBack(String name, String why) throws RefusedException, BusyException, InterruptedException;

        /** Whether the release of a bundle repairs a flaw. */
        boolean repairs(OverlayEntry entry) throws IOException;
    }

    Probation(HomeFiles home, InUse inUse, Acts acts) {
        this.home = home;
        this.inUse = inUse;
        this.acts = acts;
    }

    /** New crypto was written down; the watch over it goes on. No act of a look comes here, as it would wait for that look. */
    @Override
    public synchronized void begin(CryptoWatch begun, List<String> names) {
        warnings = List.of();
        over = false;
        pause = 0;
        watch = begun;
        watched = List.copyOf(names);
    }

    @Override
    public synchronized void again() {
        over = false;
        pause = 0;
    }

    /** {@return what a person has to decide, in words} */
    List<String> warnings() {
        return warnings;
    }

    /** Looks; to be called about once a second. */
    synchronized void look() throws InterruptedException {
        if (over || --pause > 0) {
            return;
        }
        try {
            Overlay overlay = home.overlay().read();
            List<String> unproved = overlay.standing(Standing.UNPROVED);
            List<String> names = watched.stream().filter(unproved::contains).toList();
            CryptoWatch seen = watch;
            if (unproved.isEmpty()) {
                end();
                over = true;
            } else if (seen == null || !seen.runs() || names.isEmpty()) {
                end();
                resume(unproved);
            } else {
                judge(overlay, names, seen);
            }
        } catch (BusyException e) {
            LOG.debug("At the next look: {}", e.getMessage());
        } catch (IOException | RefusedException e) {
            LOG.warn("Crypto that is not proved yet: {}; looked at again in a minute", e.getMessage());
            pause = LOOKS_IN_A_MINUTE;
        }
    }

    /** After a start; until the crypto is there, the next look tries again. */
    @GuardedBy("this")
    private void resume(List<String> names) throws RefusedException {
        Optional<CryptoControl> control = inUse.crypto().get();
        Set<Long> used = control.map(CryptoControl::uses).stream()
                .flatMap(List::stream)
                .filter(one -> one.state() == CryptoUse.State.USED && names.contains(one.name()))
                .map(CryptoUse::bundle)
                .collect(Collectors.toSet());
        if (control.isPresent() && !used.isEmpty()) {
            watch = control.get().watch(used);
            watched = List.copyOf(names);
        }
    }

    @GuardedBy("this")
    private void judge(Overlay overlay, List<String> names, CryptoWatch seen)
            throws IOException, RefusedException, BusyException, InterruptedException {
        String what = String.join(", ", names);
        if (seen.faults().isEmpty()) {
            if (seen.proved() >= CryptoSwitch.ENOUGH) {
                acts.hold(names);
                LOG.info("{}: proved by {} connections", what, seen.proved());
                end();
            }
            return;
        }
        String why = what + ": " + String.join("; ", seen.faults());
        for (String name : names) {
            Optional<OverlayEntry> entry = overlay.find(name);
            if (entry.isPresent() && acts.repairs(entry.get())) {
                String told =
                        "crypto: " + why + " (expected: what the one before did); it repairs a flaw, so you decide;"
                                + " next: rollback " + name + ", or update to a newer one";
                if (!warnings.contains(told)) {
                    LOG.error("{}", told);
                    warnings = List.of(told);
                }
                return;
            }
        }
        try {
            acts.takeBack(names.get(0), why);
            end();
        } catch (RefusedException e) {
            LOG.error("{}; it is not taken back: {}", why, e.getMessage());
            end();
            over = true;
            warnings = List.of("crypto: " + why + "; it is not taken back: " + e.getMessage() + "; next: rollback "
                    + names.get(0) + ", or update to another one");
        }
    }

    @GuardedBy("this")
    private void end() {
        CryptoWatch seen = watch;
        watch = null;
        if (seen != null) {
            seen.close();
        }
        warnings = List.of();
    }
}
