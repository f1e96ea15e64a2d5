package org.ringback.api;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a grant gives beside the right to ring: which services, and until when. Immutable.
 *
 * @param services names of services, each once, in order; at most {@value #MAX_SERVICES}. Of a grant without a list they
 *     are what the equipment answered when the grant was made, for information
 * @param onlyThese whether it gives these and no others; otherwise it gives all that the equipment answers at any time,
 *     but those marked {@link EquipmentService#ADMIN}
 * @param until when it ends, in whole seconds, at the end of the year 9999 at the latest; empty if it lasts until it is
 *     taken back
 */
public record GrantTerms(List<String> services, boolean onlyThese, Optional<Instant> until) {
    /** Most services that a grant names. */
    public static final int MAX_SERVICES = 16;

    /** All services but those marked admin, until it is taken back. */
    public static final GrantTerms ALL = new GrantTerms(List.of(), false, Optional.empty());

    /** The latest end: strings and records have a time as a number, and persons one with four digits of a year. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private static final Pattern SERVICE = Pattern.compile("[a-z0-9-]{1,32}");

    /** Checks the names, their number and the end, and puts the names in order. */
    public GrantTerms {
        for (String service : services) {
            if (!named(service)) {
                throw Checks.bad("services", service, "names of 1 to 32 characters of a-z, 0-9 and '-'");
            }
        }
        services = services.stream().distinct().sorted().toList();
        if (services.size() > MAX_SERVICES || (onlyThese && services.isEmpty())) {
            throw new IllegalArgumentException(
                    "services: " + services.size() + " (expected: 1 to " + MAX_SERVICES + " names)");
        }
        until = until.map(end -> end.truncatedTo(ChronoUnit.SECONDS));
        until.filter(end -> end.isAfter(LATEST)).ifPresent(end -> {
            throw Checks.bad("until", end, LATEST + " at the latest");
        });
    }

    /**
     * Tells whether something is the name of a service that can be rung for.
     *
     * @param service a name, as a bundle may have chosen it
     * @return whether it has 1 to 32 characters of {@code a-z 0-9 -}
     */
    public static boolean named(String service) {
        return SERVICE.matcher(service).matches();
    }

    /**
     * Tells whether the grant gives a service.
     *
     * @param service its name
     * @param admin whether it is marked admin
     * @return whether it may be rung for by this grant, as long as that has not ended
     */
    public boolean gives(String service, boolean admin) {
        return onlyThese ? services.contains(service) : !admin;
    }

    /**
     * Tells whether it gives what another one gives, for as long; a service marked admin that the other names is not
     * looked at where this one has no list.
     *
     * @param other the other
     * @return whether nothing is lost if this one takes its place
     */
    public boolean coversAllOf(GrantTerms other) {
        boolean served = !onlyThese || (other.onlyThese && services.containsAll(other.services));
        boolean asLong = until.isEmpty()
                || other.until.filter(end -> !end.isAfter(until.get())).isPresent();
        return served && asLong;
    }

    /**
     * Tells whether the grant has ended.
     *
     * @param now the time
     * @return whether its end has come
     */
    public boolean over(Instant now) {
        return until.isPresent() && !now.isBefore(until.get());
    }
}
