package org.ringback.acceptor.core;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.ringback.api.GrantId;
import org.ringback.api.RingNonce;
import org.ringback.kernel.EstateRow;
import org.ringback.kernel.EstateWriter;

/**
 * Slows down guessing of a password, for the grant that guesses only: after n wrong passwords the next is judged no
 * sooner than 2ⁿ⁻¹ s, at most 15 min, after the last one. A ring's second try, which names its first, is the same
 * guess: it is not judged, so that it cannot count twice. Has at most one entry for each grant.
 */
final class PasswordPatience {
    private static final long LONGEST = Duration.ofMinutes(15).toNanos();
    private static final long FIRST = Duration.ofSeconds(1).toNanos();
    private static final int MAX_SHIFT = 10;

    private record Wrong(int count, long lastAt, RingNonce last) {
        long judgeAt() {
            // [ACC-16] wrong ones count for this grant and slow it down: after n wrong ones the next is judged no …
            return lastAt + Math.min(LONGEST, FIRST << Math.min(count - 1, MAX_SHIFT));
        }
    }

    private final Map<GrantId, Wrong> wrong = new HashMap<>();

    /** {@return how long the next password of a grant is not judged yet, rounded up to seconds; zero if it is} */
    Duration until(GrantId grant, long nanos) {
        Wrong before = wrong.get(grant);
        long left = before == null ? 0 : before.judgeAt() - nanos;
        return left <= 0 ? Duration.ZERO : Duration.ofSeconds((left + FIRST - 1) / FIRST);
    }

    /** {@return whether the last wrong password came from this ring's first try} */
    boolean knows(GrantId grant, Optional<RingNonce> firstTry) {
        Wrong before = wrong.get(grant);
        return before != null && firstTry.filter(before.last()::equals).isPresent();
    }

    void wrong(GrantId grant, RingNonce nonce, long nanos) {
        wrong.merge(grant, new Wrong(1, nanos, nonce), (before, now) -> new Wrong(before.count() + 1, nanos, nonce));
    }

    void leave(EstateWriter out, StoredEquipment of) {
        wrong.forEach((grant, one) -> AcceptorEstate.row(out, AcceptorEstate.WRONG, of)
                .bytes(grant.bytes())
                .number(one.count())
                .number(one.lastAt())
                .bytes(one.last().bytes()));
    }

    void inherit(EstateRow in) {
        wrong.put(GrantId.of(in.bytes()), new Wrong(in.count(), in.number(), RingNonce.of(in.bytes())));
    }

    void right(GrantId grant) {
        wrong.remove(grant);
    }

    void forget() {
        wrong.clear();
    }
}
