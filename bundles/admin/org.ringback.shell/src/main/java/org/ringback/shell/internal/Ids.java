package org.ringback.shell.internal;

import org.ringback.api.EquipmentId;

/**
 * Reads IDs of persons and issuers: they have the form of an {@link EquipmentId}, but a refusal must not call them
 * equipment. Stateless.
 */
final class Ids {
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

    /** Reads the last ID of the page before. */
    static EquipmentId after(String id) {
        return of("--after", id);
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
