package org.ringback.api.limits;

import java.util.Optional;

/**
 * How much of a limit is used. Of a limit that each of several has, such as the rings of one issuer, it tells of that
 * one which uses most. Immutable.
 *
 * @param limit which
 * @param value how many it allows
 * @param now how many there are
 * @param most the most that there were since its bundle was started; never less than {@code now}
 * @param who who uses most of it now, by name or address; empty if nobody does, or nobody can be named
 */
public record LimitUse(Limit limit, long value, long now, long most, Optional<String> who) {
    private static final int HUNDRED = 100;

    /** Checks that the numbers fit each other. */
    public LimitUse {
        if (value < 1 || now < 0 || most < now) {
            throw new IllegalArgumentException(limit.name() + ": " + now + " of " + value + ", at most " + most
                    + " (expected: none negative, a limit of at least 1, and at most no less than now)");
        }
    }

    /**
     * The same, told with who uses most of it.
     *
     * @param name a name or an address
     * @return with that name
     */
    public LimitUse by(Optional<String> name) {
        return new LimitUse(limit, value, now, most, name);
    }

    /** {@return how much of it is used now, in per cent; above 100 where the limit was lowered since} */
    public int percentNow() {
        return percent(now);
    }

    /** {@return how much of it was ever used since its bundle was started, in per cent} */
    public int percentMost() {
        return percent(most);
    }

    private int percent(long count) {
        return (int) Math.min(Integer.MAX_VALUE, count * HUNDRED / value);
    }
}
