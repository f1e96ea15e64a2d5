package org.ringback.shell.internal;

import org.ringback.api.EquipmentId;

/** IDs of what is no equipment: of the same form, and complained of under their own name. Stateless. */
final class Ids {
    private Ids() {}

    static EquipmentId person(String name) {
        return of("person", name);
    }

    static EquipmentId issuer(String name) {
        return of("issuer ID", name);
    }

    /** Of equipment or of an issuer: the server knows which. */
    static EquipmentId any(String id) {
        return of("ID", id);
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
