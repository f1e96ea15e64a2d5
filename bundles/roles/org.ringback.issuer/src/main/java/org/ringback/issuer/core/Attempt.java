package org.ringback.issuer.core;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.ringback.api.RingNonce;
import org.ringback.wire.TransactionId;

/**
 * One try of a ring: the first, or the second over the other address family. Immutable.
 *
 * @param nonce its ring nonce; each attempt has its own, as an acceptor takes a nonce only once
 * @param firstTry the nonce of the first attempt, if this is the second
 * @param transaction the transaction ID of its first connection request
 */
record Attempt(RingNonce nonce, Optional<RingNonce> firstTry, TransactionId transaction) {
    static Attempt first(RingNonce nonce, RandomGenerator random) {
        return new Attempt(nonce, Optional.empty(), TransactionId.random(random));
    }

    Attempt second(RandomGenerator random) {
        return new Attempt(RingNonce.random(random), Optional.of(nonce), TransactionId.random(random));
    }

    boolean last() {
        return firstTry.isPresent();
    }
}
