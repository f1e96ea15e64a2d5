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
 * The names and first bytes that each protection claims as its own. By its first bytes a server knows the protection
 * that an accepted connection uses (as in RFC 7983). Filled by one thread, then read by any.
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
     * Adds all claims of a protection, or none of them.
     *
     * @return why none was added, in words; empty if all were
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

    /** Examines the bytes received so far, at least one, without consuming them. */
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
