package org.ringback.updater.internal;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.ringback.api.control.CryptoControl;
import org.ringback.api.control.CryptoWatch;
import org.ringback.api.control.RefusedException;
import org.ringback.updater.release.NotAcceptedException;

/**
 * Has all that begins use new crypto in one act, tried before and watched after: by rings of our own, and by the first
 * connections, if there are any. Used once, on the agent's thread.
 */
final class CryptoSwitch {
    /** So many connections, on which it proved the other end, hold it for good. */
    static final int ENOUGH = 5;

    /** How long to wait for connections of others before what is new is written down as not proved yet. */
    private static final Duration WATCH = Duration.ofSeconds(2);

    /** How long a call has to move to the new crypto of a release that repairs a flaw. */
    private static final Duration MOVED = Duration.ofSeconds(60);

    private final BundleContext context;
    private final InUse inUse;
    private final Newcomers bundles;
    private final Steps steps;
    private boolean switched;
    private @Nullable CryptoWatch unproved;

    CryptoSwitch(BundleContext context, InUse inUse, Newcomers bundles, Steps steps) {
        this.context = context;
        this.inUse = inUse;
        this.bundles = bundles;
        this.steps = steps;
    }

    /** Has nothing of the new one used before {@link #run}; to be called before it starts. */
    void keepOut() throws NotAcceptedException {
        List<Bundle> fresh = bundles.fresh(Way.CRYPTO);
        if (!fresh.isEmpty()) {
            control().keepOut(numbers(fresh.stream()));
        }
    }

    /**
     * Tries, switches and watches.
     *
     * @param wanted whether it ran here before, and whether it repairs a flaw: then what is seen after the switch is for
     *     a person to judge
     */
    void run(Wanted wanted) throws NotAcceptedException, RefusedException, InterruptedException {
        List<Bundle> fresh = bundles.fresh(Way.CRYPTO);
        if (fresh.isEmpty()) {
            return;
        }
        CryptoControl control = control();
        if (wanted.known()) {
            switched = true;
            control.use(offering(fresh));
            steps.done("switch");
            return;
        }
        SelfTest test = SelfTest.of(context, fresh, bundles.replaced(Way.CRYPTO));
        test.require();
        steps.done("self-test");
        switched = true;
        CryptoWatch watch = control.watch(offering(fresh));
        steps.done("switch");
        test.ring();
        boolean proved = watch.await(ENOUGH, WATCH);
        steps.done("watch");
        if (!watch.faults().isEmpty() && !wanted.repairs()) {
            throw new NotAcceptedException(
                    "crypto: " + String.join("; ", watch.faults()) + " (expected: what the one before does)");
        }
        if (proved) {
            watch.close();
        } else {
            unproved = watch;
        }
    }

    /** {@return the watch, if not enough connections proved it, or what it saw is for a person to judge} */
    Optional<CryptoWatch> unproved() {
        return Optional.ofNullable(unproved);
    }

    /** All that begins uses the old one again. */
    void back() throws NotAcceptedException, RefusedException {
        if (switched) {
            control().use(offering(bundles.replaced(Way.CRYPTO)));
        }
    }

    /**
     * A flaw that was repaired protects no call for longer than it takes to move: who cannot move is cut.
     *
     * @param repairs whether it is one
     * @return what is to be told of that, if anything
     */
    String cutUnmoved(boolean repairs) {
        if (!switched || !repairs) {
            return "";
        }
        Set<Long> former = numbers(bundles.replaced(Way.CRYPTO).stream());
        inUse.calls().get().ifPresent(calls -> calls.cutUnmoved(former, MOVED));
        return "; calls that do not move to it within " + MOVED.toSeconds() + " s are cut";
    }

    private CryptoControl control() throws NotAcceptedException {
        return inUse.crypto()
                .get()
                .orElseThrow(
                        () -> new NotAcceptedException("crypto: nobody uses any here (expected: a role that does)"));
    }

    /** Those that offer crypto; the others, as Bouncy Castle, are only wired to them. */
    private static Set<Long> offering(List<Bundle> bundles) {
        return numbers(bundles.stream().filter(one -> Starting.offered(one) > 0));
    }

    private static Set<Long> numbers(Stream<Bundle> bundles) {
        return bundles.map(Bundle::getBundleId).collect(Collectors.toSet());
    }
}
