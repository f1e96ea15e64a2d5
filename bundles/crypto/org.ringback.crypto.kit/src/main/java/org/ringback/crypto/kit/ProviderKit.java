package org.ringback.crypto.kit;

import java.time.Duration;
import org.ringback.spi.ConnectionProtection;

/**
 * Checks crypto before it is used: known answers, what must be refused, and handshakes with itself and with a reference,
 * as the crypto that is used now. Keys are made for it and thrown away, so that a wrong one meets no key of anybody's. Stateless.
 */
public final class ProviderKit {
    /** So long may a run take: one of a second elsewhere takes ten on a machine that does much else. */
    public static final Duration LIMIT = Duration.ofSeconds(30);

    private ProviderKit() {}

    /**
     * Checks a provider, and those protections that the reference has too; others only with themselves.
     *
     * @param tried what is checked
     * @param reference what it must get on with
     * @return what came of it
     */
    public static Report run(Subject tried, Subject reference) {
        return run(tried, reference, Extent.SAMPLE, LIMIT);
    }

    /**
     * Rings between ends of its own, over sockets of this machine: the same again and again, as what wears out shows
     * only then. It waits for threads of its own, so not on a loop.
     *
     * @param tried what is checked
     * @param times how many rings for each protection
     * @return what came of it
     */
    public static Report ring(Subject tried, int times) {
        Checks checks = new Checks();
        for (ConnectionProtection protection : tried.protections()) {
            WholeRing ring = new WholeRing(tried.provider(), protection);
            for (int i = 1; i <= times; i++) {
                checks.add("ring " + i + ", " + protection.name(), ring::run);
            }
        }
        return checks.run(LIMIT);
    }

    /**
     * As {@link #run(Subject, Subject)}. It waits for a thread of its own, so not on a loop.
     *
     * @param tried what is checked
     * @param reference what it must get on with
     * @param extent how many bytes are changed
     * @param limit after which what has not ended has failed
     * @return what came of it
     */
    public static Report run(Subject tried, Subject reference, Extent extent, Duration limit) {
        Checks checks = new Checks();
        KnownAnswers.add(tried.provider().rings(), checks);
        SealedThings.add(tried.provider(), reference.provider(), extent, checks);
        CarriedStrings.add(tried.provider().strings(), reference.provider().strings(), extent, checks);
        Keys.add(tried.provider(), reference.provider(), extent, checks);
        Handshakes.calls(tried.provider(), reference.provider(), extent, checks);
        for (ConnectionProtection protection : tried.protections()) {
            boolean known = reference.find(protection.id()).isPresent();
            Handshakes.connections(
                    protection,
                    tried.provider(),
                    reference.find(protection.id()).orElse(protection),
                    known ? reference.provider() : tried.provider(),
                    extent,
                    checks);
        }
        return checks.run(limit);
    }
}
