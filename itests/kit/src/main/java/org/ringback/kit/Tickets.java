package org.ringback.kit;

import java.util.List;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.Secret;
import org.ringback.crypto.internal.TextStrings;
import org.ringback.spi.Grant;
import org.ringback.spi.Strings;
import org.ringback.spi.Ticket;

/**
 * What enrolment and grant strings say, with one thing changed: so that a party goes another way, or a thief puts two
 * strings together. Stateless.
 */
public final class Tickets {
    /** Reads and prints them. */
    public static final Strings STRINGS = new TextStrings();

    private Tickets() {}

    /** {@return the same for a server that is reached at these addresses alone} */
    public static Ticket at(Ticket made, String... addresses) {
        return with(List.of(addresses), made.id(), made);
    }

    /** {@return an enrolment string for a server that is reached at these addresses alone} */
    public static String enrolmentAt(String text, String... addresses) {
        return STRINGS.print(at(STRINGS.ticket(text), addresses));
    }

    /** {@return a grant string for a server that is reached at these addresses alone} */
    public static String grantAt(String text, String... addresses) {
        return STRINGS.print(at(STRINGS.grant(text), addresses));
    }

    /** {@return the same for another ID} */
    public static Ticket named(EquipmentId id, Ticket made) {
        return with(made.servers(), id, made);
    }

    private static Ticket with(List<String> servers, EquipmentId id, Ticket made) {
        return new Ticket(
                servers, made.pins(), made.protections(), id, made.role(), made.codeId(), made.code(), made.made());
    }

    /** {@return the same for a server that is reached at these addresses alone} */
    public static Grant at(Grant made, String... addresses) {
        return with(at(made.invitation(), addresses), made.id(), made.secret(), made);
    }

    /** {@return the same that says another grant} */
    public static Grant saying(GrantId id, Secret secret, Grant made) {
        return with(made.invitation(), id, secret, made);
    }

    private static Grant with(Ticket invitation, GrantId id, Secret secret, Grant made) {
        return new Grant(
                invitation,
                made.equipment(),
                made.identity(),
                made.sealing(),
                id,
                secret,
                made.systems(),
                made.useBy());
    }
}
