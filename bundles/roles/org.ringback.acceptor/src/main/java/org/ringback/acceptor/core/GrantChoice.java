package org.ringback.acceptor.core;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.ringback.api.EquipmentId;
import org.ringback.api.configuration.NearMiss;
import org.ringback.api.control.RefusedException;

/**
 * Which grants of a piece of equipment a command is about: all of one person, or one of them. Immutable.
 *
 * @param equipment which equipment
 * @param person the name it was granted to
 * @param beginning the grant's ID or the beginning of it; empty for all of that person's
 */
public record GrantChoice(EquipmentId equipment, EquipmentId person, String beginning) {
    private static final int NAMED = 5;
    private static final int SHOWN = 8;

    /**
     * Chooses grants.
     *
     * @param of the equipment
     * @param among those that the command can be about
     * @return at least one, oldest first
     * @throws RefusedException if there is none, or an ID's beginning fits several
     */
    List<StoredGrant> of(Equipment of, Predicate<StoredGrant> among) throws RefusedException {
        List<StoredGrant> theirs = of.grants().stream()
                .filter(grant -> grant.person().equals(person) && among.test(grant))
                .toList();
        if (theirs.isEmpty()) {
            throw new RefusedException(
                    "person: '" + person + "' has no grant for " + equipment + persons(person, of.grants()));
        }
        List<StoredGrant> chosen = theirs.stream()
                .filter(grant -> grant.id().hex().startsWith(beginning))
                .toList();
        if (chosen.isEmpty()) {
            throw new RefusedException("grant: '" + beginning + "' begins none of " + person + "'s for " + equipment
                    + " (expected: one of "
                    + named(theirs, grant -> grant.id().hex().substring(0, SHOWN)) + ")");
        }
        if (chosen.size() > 1 && !beginning.isEmpty()) {
            throw new RefusedException("grant: '" + beginning + "' begins " + chosen.size() + " of " + person + "'s: "
                    + named(chosen, grant -> grant.id().hex()) + " (expected: more of it)");
        }
        return chosen;
    }

    /** {@return the refusal of somebody who has no grant of this gateway} */
    static RefusedException noGrantHere(EquipmentId person, List<StoredGrant> all) {
        return new RefusedException("person: '" + person + "' has no grant here" + persons(person, all));
    }

    /**
     * Says who has a grant, for a refusal of somebody who has none. A server knows a person by the first name that it
     * heard, and the owner may have given another one since.
     *
     * @param person who has none
     * @param grants all that there are
     * @return in parentheses, behind a space
     */
    static String persons(EquipmentId person, List<StoredGrant> grants) {
        List<StoredGrant> standing =
                grants.stream().filter(grant -> !grant.over()).toList();
        if (standing.isEmpty()) {
            return " (expected: somebody to whom it is granted; nobody may ring it)";
        }
        List<String> names =
                standing.stream().map(grant -> grant.person().value()).toList();
        String asked = NearMiss.asked(person.value(), names);
        return " (expected: one of " + named(standing, grant -> grant.person().value())
                + (asked.isEmpty() ? "; the server may call the same person by another name" : asked) + ")";
    }

    private static String named(List<StoredGrant> grants, Function<StoredGrant, String> name) {
        List<String> names = grants.stream().map(name).distinct().toList();
        String first = names.stream().limit(NAMED).collect(Collectors.joining(", "));
        return names.size() > NAMED ? first + " and " + (names.size() - NAMED) + " more" : first;
    }
}
