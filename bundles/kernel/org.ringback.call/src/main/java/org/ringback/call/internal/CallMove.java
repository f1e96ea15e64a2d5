package org.ringback.call.internal;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.call.core.CallKeys;
import org.ringback.call.core.Notice;
import org.ringback.kernel.CallFacts;
import org.ringback.kernel.CallSession;
import org.ringback.kernel.CryptoBundle;
import org.ringback.kernel.Suite;
import org.ringback.kernel.Suites;
import org.ringback.spi.CallKey;
import org.ringback.spi.ProtectionSession;
import org.ringback.spi.RingCrypto.CallProofUse;
import org.ringback.transport.Loop;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves one call to the crypto that is used, once that is another bundle's than its session's: at the acceptor begins
 * the switch, at the issuer asks for it. Waits a random time before, so that not all calls of a program move at once.
 * Belongs to the loop.
 */
final class CallMove implements CallKeys {
    private static final Logger LOG = LoggerFactory.getLogger(CallMove.class);
    private static final Duration SOONEST = Duration.ofSeconds(1);
    private static final Duration LATEST = Duration.ofSeconds(30);

    private final CallFacts facts;
    private final CallSession session;
    private final Suites suites;
    private final RandomGenerator random;
    private final Loop loop;
    private CryptoBundle by;
    private boolean asked;
    private boolean planned;

    /**
     * Watches a call.
     *
     * @param facts what is known of it
     * @param session its present session
     * @param suites the crypto, which may change
     * @param random spreads the moves
     * @param loop the call's
     */
    CallMove(CallFacts facts, CallSession session, Suites suites, RandomGenerator random, Loop loop) {
        this.facts = facts;
        this.session = session;
        this.suites = suites;
        this.random = random;
        this.loop = loop;
        this.by = session.by();
    }

    /** Plans a move if there is a reason for one. */
    void consider(CallEnd call) {
        // [CONV-26] Within 30 s after its crypto changed, or an ASK came, the acceptor begins, after a random time …
        if (!planned && (asked || behind()) && call.able()) {
            planned = true;
            long spread = LATEST.minus(SOONEST).toMillis();
            loop.schedule(SOONEST.plusMillis(random.nextLong(spread)), () -> move(call));
        }
    }

    private void move(CallEnd call) {
        planned = false;
        boolean wanted = behind() || (asked && suites.missing(Optional.empty()).isEmpty());
        asked = false;
        if (wanted) {
            call.move();
        }
    }

    /** Whether the crypto that is used now is another bundle's than that of the session. */
    private boolean behind() {
        return suites.missing(Optional.empty()).isEmpty()
                && !suites.current().by().equals(by);
    }

    void noticed(Notice notice, CallEnd call) {
        switch (notice) {
            case ABLE -> consider(call);
            case ASKED -> {
                asked = true;
                consider(call);
            }
            case RENEW -> renew(call);
            default -> { // MOVED
                LOG.info(
                        "The call to {} with {} moved to {} {}",
                        call.facts().equipment(),
                        facts.peer().shortForm(),
                        by.name(),
                        by.version());
                consider(call);
            }
        }
    }

    private void renew(CallEnd call) {
        Suite suite = suites.current();
        ProtectionSession next;
        try {
            next = session.plan().session(suite);
        } catch (IllegalArgumentException | IllegalStateException e) {
            call.cut("the call could not move to another session: " + e.getMessage(), Optional.empty());
            return;
        }
        by = suite.by();
        call.renew(next, suites.begun(suite, Optional.empty()));
    }

    /** Cuts the call if its session is then still by crypto of these bundles, and that is not used. */
    void cutUnmoved(Set<Long> bundles, Duration after, CallEnd call) {
        if (behind() && bundles.contains(by.id())) {
            loop.schedule(after, () -> {
                if (behind() && bundles.contains(by.id())) {
                    call.cut(
                            "the crypto that protects it, " + by.name() + " " + by.version()
                                    + ", is not used any more, and "
                                    + (after.isZero()
                                            ? "what it still protected was cut at once"
                                            : "the other end did not move to another session in time"),
                            Optional.empty());
                }
            });
        }
    }

    @Override
    public CallKey key(Secret acceptorHalf, Secret issuerHalf) {
        KeyFingerprint own = session.plan().own(suites.current());
        boolean issuer = facts.role() == Role.ISSUER;
        return suites.rings()
                .callKey(
                        acceptorHalf,
                        issuerHalf,
                        issuer ? facts.peer() : own,
                        issuer ? own : facts.peer(),
                        session.nonce());
    }

    @Override
    public byte[] proof(CallKey key, CallProofUse use, long epoch) {
        return suites.rings().callProof(key, use, epoch);
    }
}
