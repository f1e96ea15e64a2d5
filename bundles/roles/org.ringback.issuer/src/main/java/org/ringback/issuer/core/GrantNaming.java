package org.ringback.issuer.core;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.kernel.EquipmentNames;
import org.ringback.spi.Grant;

/**
 * Decides under which local name a grant is kept, and so which kept one it replaces: a string for other equipment, or an
 * older string, replaces one only on request. Belongs to the core's thread.
 */
record GrantNaming(IssuerRecords records) {
    private static final String NOTHING_CHANGED = "; nothing was changed";

    /**
     * The names of the equipment of a grant.
     *
     * @param grant which
     * @param as the local name that the person wants; empty for the one that the equipment has, else for its ID
     * @param replace whether to replace a kept grant that is of other equipment, or newer
     * @return its names
     * @throws IllegalArgumentException in words, if that must not be
     */
    EquipmentNames names(Grant grant, Optional<EquipmentId> as, boolean replace) {
        // Its key is made anew with each enrolment, so ID and key name one enrolment at one server, even if that has
        // another authority now; the key alone does not, as whoever makes a string can put any ID beside it.
        Optional<GrantRecord> same = records.known(grant.equipment(), grant.identity());
        if (same.isPresent()) {
            return again(same.get(), grant, as, replace);
        }
        // A server has one enrolment of an ID: of that one, nothing stands beside what is kept.
        Optional<GrantRecord> former =
                records.enrolledAs(grant.equipment(), grant.invitation().pins());
        if (former.isPresent()) {
            checkName(former.get(), grant.equipment() + " of that server", as);
            return instead(former.get(), grant, replace);
        }
        EquipmentId name = as.orElse(grant.equipment());
        Optional<GrantRecord> taken = records.grant(name);
        return taken.isPresent()
                ? instead(taken.get(), grant, replace)
                : records.names(name, grant.equipment(), grant.identity());
    }

    private static EquipmentNames again(GrantRecord kept, Grant grant, Optional<EquipmentId> as, boolean replace) {
        checkName(kept, "the grant of this equipment", as);
        Instant made = grant.invitation().made().truncatedTo(ChronoUnit.SECONDS);
        kept.made().filter(later -> !replace && made.isBefore(later)).ifPresent(later -> {
            throw new IllegalArgumentException("grant string: made at " + made
                    + ", before the one that is kept for '" + kept.name() + "', " + later
                    + " (expected: a newer one; or, if this is the right one all the same, accept-grant --replace)"
                    + NOTHING_CHANGED);
        });
        // [ISS-22] one that gives less than the one kept, which has not ended, only if the person asks for it
        if (!replace && !kept.terms().over(made) && !grant.terms().coversAllOf(kept.terms())) {
            throw new IllegalArgumentException(
                    "grant string: gives less than the grant that is kept for '" + kept.name()
                            + "', of which one is kept here (expected: one that gives as much: ask the owner to grant all in"
                            + " one; or, if the other was taken back, accept-grant --replace)" + NOTHING_CHANGED);
        }
        return kept.names();
    }

    /** Refuses another local name than the one under which the equipment is kept. */
    private static void checkName(GrantRecord kept, String what, Optional<EquipmentId> as) {
        as.filter(name -> !name.equals(kept.name())).ifPresent(name -> {
            throw new IllegalArgumentException("--as: " + what + " is kept as '" + kept.name()
                    + "' (expected: accept-grant without it; then, for another name, rename " + kept.name() + " " + name
                    + ")" + NOTHING_CHANGED);
        });
    }

    private EquipmentNames instead(GrantRecord kept, Grant grant, boolean replace) {
        // A server has one enrolment of an ID, so of two keys there only the new one can be rung.
        boolean anew = kept.target().equals(grant.equipment())
                && kept.route().pins().sameServer(grant.invitation().pins());
        // [ISS-15] one for equipment of another key under that ID is refused at home, unless the person asks …
        if (!replace) {
            throw new IllegalArgumentException("equipment: the grant that is kept for '" + kept.name()
                    + "' is of another key, " + kept.identity().shortForm() + ", ID " + kept.target() + " at "
                    + String.join(", ", kept.route().servers())
                    + " (expected: a grant of that equipment; or, "
                    + (anew ? "" : "to keep both, accept-grant --as NAME; or, ")
                    + "if its owner enrolled it anew or this one is to take its place, accept-grant --replace: the old"
                    + " grant and the password kept for it go)" + NOTHING_CHANGED);
        }
        return records.names(kept.name(), grant.equipment(), grant.identity());
    }
}
