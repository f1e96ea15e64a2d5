package org.ringback.shell.internal;

import java.util.Optional;
import java.util.regex.Pattern;
import org.ringback.api.EquipmentId;

/**
 * Reads IDs of persons and issuers: they have the form of an {@link EquipmentId}, but a refusal must not call them
 * equipment. Stateless.
 */
final class Ids {
    private static final Pattern GRANT = Pattern.compile("[0-9a-f]{0,32}");

    private Ids() {}

    static EquipmentId person(String name) {
        return of("person", name);
    }

    static EquipmentId equipment(String id) {
        return of("equipment", id);
    }

    static EquipmentId issuer(String name) {
        return of("issuer ID", name);
    }

    /** Reads the ID of equipment or of an issuer; the server knows which. */
    static EquipmentId any(String id) {
        return of("ID", id);
    }

    /** Reads a local name that equipment or a person is to have. */
    static EquipmentId name(String name) {
        return of("name", name);
    }

    /** Reads the value of {@code --as}; empty if none is given. */
    static Optional<EquipmentId> as(String name) {
        return name.isEmpty() ? Optional.empty() : Optional.of(of("--as", name));
    }

    /** Reads the last ID of the page before. */
    static EquipmentId after(String id) {
        return of("--after", id);
    }

    /**
     * Words the beginning of a grant's ID. A wrong one is not repeated, as people paste the grant's string in its place.
     *
     * @param typed what was typed; empty for no grant
     * @return words to stand behind who and what; empty for no grant
     */
    static String byGrant(String typed) {
        if (!GRANT.matcher(typed).matches()) {
            throw CommandFailure.usage(
                    "--grant: no grant has such an ID (expected: the beginning of one that 'status --of"
                            + " EQUIPMENT' lists, hexadecimal digits)");
        }
        return typed.isEmpty() ? "" : " by grant " + typed;
    }

    private static EquipmentId of(String field, String value) {
        try {
            return new EquipmentId(value);
        } catch (IllegalArgumentException e) {
            String why = String.valueOf(e.getMessage());
            throw CommandFailure.usage(field + why.substring(why.indexOf(':')));
        }
    }
}
