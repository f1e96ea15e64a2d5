package org.ringback.issuer.core;

import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.ringback.api.RingNonce;
import org.ringback.wire.Message;
import org.ringback.wire.TransactionId;

/**
 * One try of a ring: the first, or the second over the other address family. Immutable.
 *
 * @param nonce its ring nonce; each attempt has its own, as an acceptor takes a nonce only once
 * @param firstTry the nonce of the first attempt, if this is the second
 * @param transaction the transaction ID of its first connection request
 * @param own where this machine listens for its call-back; empty before
 * @param path how the server sees its two ends; empty as long as no Calling came
 * @param callings how many Callings came
 */
record Attempt(
        RingNonce nonce,
        Optional<RingNonce> firstTry,
        TransactionId transaction,
        Optional<InetSocketAddress> own,
        Optional<PathSeen> path,
        int callings) {
    /** As many Callings as a server passes on. */
    private static final int MOST_CALLINGS = 8;

    private static Attempt fresh(RingNonce nonce, Optional<RingNonce> firstTry, RandomGenerator random) {
        return new Attempt(nonce, firstTry, TransactionId.random(random), Optional.empty(), Optional.empty(), 0);
    }

    static Attempt first(RingNonce nonce, RandomGenerator random) {
        return fresh(nonce, Optional.empty(), random);
    }

    Attempt second(RandomGenerator random) {
        return fresh(RingNonce.random(random), Optional.of(nonce), random);
    }

    /** The same attempt, asked for once more: the server did not take it up. */
    Attempt again(RandomGenerator random) {
        return new Attempt(nonce, firstTry, TransactionId.random(random), own, path, callings);
    }

    boolean last() {
        return firstTry.isPresent();
    }

    /** The same attempt, as its port is open. */
    Attempt listening(InetSocketAddress local) {
        return new Attempt(nonce, firstTry, transaction, Optional.of(local), path, callings);
    }

    /** The same attempt, as the gateway calls back. */
    Attempt called(PathSeen seen) {
        return new Attempt(nonce, firstTry, transaction, own, Optional.of(seen), callings + 1);
    }

    /** The ending of this attempt, with what its paths tell of it. */
    Ending explained(Ending ending) {
        return path.map(seen -> seen.explained(ending)).orElse(ending);
    }

    /** What a Calling tells; empty before the port is open, when nobody has asked for one, and behind the last. */
    Optional<PathSeen> seen(Message calling) {
        return own.filter(open -> callings < MOST_CALLINGS).map(local -> PathSeen.of(calling, local));
    }
}
