package org.ringback.kernel;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.ringback.spi.Beginning;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.Prefix;

/**
 * What each protection has as its own: a name, and first bytes, by which an accepted connection says what it wants (as in RFC
 * 7983). Filled by one thread, then read by any.
 */
final class Claims {
    private final Map<String, ConnectionProtection> names = new HashMap<>();
    private final List<Claim> claims = new ArrayList<>();

    private record Claim(Prefix prefix, ConnectionProtection by) {}

    /**
     * Takes all that a protection claims, or nothing.
     *
     * @return why nothing, in words
     */
    Optional<String> add(ConnectionProtection protection) {
        Optional<String> trouble = trouble(protection)
                .map(what -> "protection: number " + protection.id() + ", '" + protection.name() + "', claims " + what
                        + " (expected: its own; it is not used)");
        if (trouble.isEmpty()) {
            names.put(protection.name(), protection);
            protection.claims().forEach(prefix -> claims.add(new Claim(prefix, protection)));
        }
        return trouble;
    }

    private Optional<String> trouble(ConnectionProtection protection) {
        ConnectionProtection named = names.get(protection.name());
        return named != null
                ? Optional.of("the name of number " + named.id())
                : claims.stream()
                        .filter(taken -> protection.claims().stream().anyMatch(taken.prefix()::sameAs))
                        .map(taken -> "the first bytes " + taken.prefix() + " of '"
                                + taken.by().name() + "'")
                        .findFirst();
    }

    /** Looks at what came so far, at least one byte; consumes nothing. */
    FirstBytes look(ByteBuffer came) {
        Optional<Claim> longest = claims.stream()
                .filter(claim -> claim.prefix().fits(came))
                .max(Comparator.comparingInt(claim -> claim.prefix().length()));
        if (longest.isEmpty()) {
            return new FirstBytes(Beginning.WRONG, Optional.empty());
        }
        Claim claim = longest.get();
        return came.remaining() < claim.prefix().length()
                ? new FirstBytes(Beginning.PART, Optional.empty())
                : new FirstBytes(
                        claim.by().beginning(came), Optional.of(claim.by().id()));
    }
}
