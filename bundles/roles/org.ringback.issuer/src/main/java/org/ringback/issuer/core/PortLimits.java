package org.ringback.issuer.core;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.ringback.api.limits.HighWater;
import org.ringback.api.limits.Limit;
import org.ringback.api.limits.LimitUse;
import org.ringback.kernel.Admission;

/**
 * How many strangers there are at the ports of rings, and how many there were at most, at those that are closed too.
 * Belongs to the core's thread.
 */
final class PortLimits {
    private final HighWater silent = new HighWater();
    private final HighWater shaking = new HighWater();

    /** Keeps the marks of a port, before it is forgotten. */
    void keep(Admission port) {
        for (LimitUse use : uses(port)) {
            mark(use.limit()).reached(use.most());
        }
    }

    private HighWater mark(Limit limit) {
        return limit.equals(IssuerLimit.SILENT) ? silent : shaking;
    }

    private static List<LimitUse> uses(Admission port) {
        return port.strangers(IssuerLimit.SILENT, IssuerLimit.SHAKING);
    }

    /**
     * How much of each limit is used at the port with most.
     *
     * @param open the ports that are open
     * @param silentPlaces how many connections may be silent at one
     */
    List<LimitUse> limits(Collection<Admission> open, int silentPlaces) {
        open.forEach(this::keep);
        return List.of(
                fullest(open, IssuerLimit.SILENT, silentPlaces),
                fullest(open, IssuerLimit.SHAKING, CallAcceptance.SHAKING));
    }

    private LimitUse fullest(Collection<Admission> open, Limit limit, int places) {
        Optional<LimitUse> fullest = open.stream()
                .flatMap(port -> uses(port).stream())
                .filter(use -> use.limit().equals(limit))
                .max(Comparator.comparingLong(LimitUse::now));
        return mark(limit)
                .use(limit, places, fullest.map(LimitUse::now).orElse(0L))
                .by(fullest.flatMap(LimitUse::who));
    }
}
