package org.ringback.kernel;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.ringback.api.ProtectionId;
import org.ringback.spi.Beginning;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.Prefix;

/**
 * What each protection has as its own: a name, and first bytes, by which an accepted connection says what it wants (as in RFC
 * 7983). Filled by one thread, then read by any.
 */
final class Claims {
    private final Map<String, ProtectionId> names = new HashMap<>();
    private final List<Claim> claims = new ArrayList<>();

    /** What a protection says of itself: as this it is remembered when its bundle went. */
    record Claimant(ProtectionId id, String name, List<Prefix> claims) {
        static Claimant of(ConnectionProtection protection) {
            return new Claimant(protection.id(), protection.name(), List.copyOf(protection.claims()));
        }
    }

    private record Claim(Prefix prefix, Claimant by, Function<ByteBuffer, Beginning> beginning) {}

    /**
     * Takes all that a protection claims, or nothing.
     *
     * @return why nothing, in words
     */
    Optional<String> add(ConnectionProtection protection) {
        return add(Claimant.of(protection), protection::beginning);
    }

    /** Takes all that one claims whose bundle went. Nobody can look at more of such a connection: what it claims is enough to wait. */
    void remember(Claimant gone) {
        add(gone, came -> Beginning.WHOLE);
    }

    private Optional<String> add(Claimant protection, Function<ByteBuffer, Beginning> beginning) {
        Optional<String> trouble = trouble(protection)
                .map(what -> "protection: number " + protection.id() + ", '" + protection.name() + "', claims " + what
                        + " (expected: its own; it is not used)");
        if (trouble.isEmpty()) {
            names.put(protection.name(), protection.id());
            protection.claims().forEach(prefix -> claims.add(new Claim(prefix, protection, beginning)));
        }
        return trouble;
    }

    private Optional<String> trouble(Claimant protection) {
        ProtectionId named = names.get(protection.name());
        return named != null
                ? Optional.of("the name of number " + named)
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
                        claim.beginning().apply(came), Optional.of(claim.by().id()));
    }
}
