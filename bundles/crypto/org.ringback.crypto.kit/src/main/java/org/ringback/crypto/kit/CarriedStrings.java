package org.ringback.crypto.kit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.GrantTerms;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.spi.Grant;
import org.ringback.spi.ServerPins;
import org.ringback.spi.Strings;
import org.ringback.spi.Ticket;

/** What people carry: strings as docs/protocol.md says, worked out by a second implementation; and those of the other provider. Stateless. */
final class CarriedStrings {
    private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");
    private static final Ticket TICKET = ticket(KnownAnswers.LAMP, Role.ACCEPTOR);
    private static final String ENROLMENT =
            "ringback-enrol-AQCEAAEAEWhvbWUuZXhhbXBsZTozNDc4AAIAIGZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZm"
                    + "AAMAAQEABAAGbGFtcC0xAAUAAQIABgAIAAAAAAAAAAcABwAQAAECAwQFBgcICQoLDA0ODwAIAAgAAAGbdtqoAJhc3RTWBBIi";
    private static final Grant GRANT = new Grant(
            ticket(new EquipmentId("anna"), Role.ISSUER),
            KnownAnswers.LAMP,
            KnownAnswers.ACCEPTOR,
            KnownAnswers.SEALING.publicKey(),
            new GrantId("44".repeat(16)),
            KnownAnswers.KEY,
            Set.of(RingSystem.PASSWORD),
            Instant.parse("2026-01-02T00:00:00Z"));
    private static final String GRANTED =
            "ringback-grant-AQEdAAEAEWhvbWUuZXhhbXBsZTozNDc4AAIAIGZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZm"
                    + "AAMAAQEABAAEYW5uYQAFAAEBAAYACAAAAAAAAAAHAAcAEAABAgMEBQYHCAkKCwwNDg8ACAAIAAABm3baqAAAEQAGbGFtcC0x"
                    + "ABIAIDMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzABMAIEMQ7pfYjMHwiKVXbHerDPXDrHl_PZUTnGyEtUKcWWYq"
                    + "ABQAEEREREREREREREREREREREQAFQAgAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8AFgABAwAXAAgAAAGbfAEE"
                    + "AHgFgvAqmOy7";

    /** The same, for some services and until some time. */
    private static final Grant LIMITED = new Grant(
            GRANT.invitation(),
            GRANT.equipment(),
            GRANT.identity(),
            GRANT.sealing(),
            GRANT.id(),
            GRANT.secret(),
            GRANT.systems(),
            GRANT.useBy(),
            new GrantTerms(List.of("http", "ssh"), true, Optional.of(Instant.parse("2026-12-31T23:00:00Z"))));

    private static final String GRANTED_LIMITED =
            "ringback-grant-AQE9AAEAEWhvbWUuZXhhbXBsZTozNDc4AAIAIGZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZmZm"
                    + "AAMAAQEABAAEYW5uYQAFAAEBAAYACAAAAAAAAAAHAAcAEAABAgMEBQYHCAkKCwwNDg8ACAAIAAABm3baqAAAEQAGbGFtcC0"
                    + "xABIAIDMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzMzABMAIEMQ7pfYjMHwiKVXbHerDPXDrHl_PZUTnGyEtUKcWW"
                    + "YqABQAEEREREREREREREREREREREQAFQAgAAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8AFgABAwAXAAgAAAGbf"
                    + "AEEAAAYAARodHRwABgAA3NzaAAZAAEBABoACAAAAaLOVOWAl-NiObfL8DY";

    private CarriedStrings() {}

    private static Ticket ticket(EquipmentId id, Role role) {
        return new Ticket(
                List.of("home.example:3478"),
                new ServerPins(List.of(new KeyFingerprint("66".repeat(32)))),
                Set.of(ProtectionId.TLS13),
                id,
                role,
                7,
                Secret.copyOf(Expect.counting(16)),
                MADE);
    }

    static void add(Strings strings, Strings reference, Extent extent, Checks checks) {
        checks.add(
                "strings: enrolment read",
                () -> Expect.holds(strings.ticket(ENROLMENT).equals(TICKET), "says something else"));
        checks.add(
                "strings: grant read", () -> Expect.holds(strings.grant(GRANTED).equals(GRANT), "says something else"));
        checks.add(
                "strings: grant of services read",
                () -> Expect.holds(strings.grant(GRANTED_LIMITED).equals(LIMITED), "says something else"));
        checks.add("strings: printed for the reference", () -> carried(strings, reference));
        checks.add("strings: printed by the reference", () -> carried(reference, strings));
        checks.add("strings: changed or cut", () -> {
            spoiled(ENROLMENT, extent, text -> strings.ticket(text));
            spoiled(GRANTED, extent, text -> strings.grant(text));
        });
        checks.add("strings: of the other kind", () -> {
            Expect.refused("a grant", () -> strings.ticket(GRANTED));
            Expect.refused("an enrolment", () -> strings.grant(ENROLMENT));
        });
    }

    private interface Reading {
        void of(String text);
    }

    private static void spoiled(String text, Extent extent, Reading reading) {
        extent.positions(text.length()).forEach(at -> {
            String changed = text.substring(0, at) + (text.charAt(at) == 'x' ? 'y' : 'x') + text.substring(at + 1);
            Expect.refused("letter " + at + " changed", () -> reading.of(changed));
            Expect.refused("cut to " + at + " letters", () -> reading.of(text.substring(0, at)));
        });
    }

    private static void carried(Strings prints, Strings reads) {
        Expect.holds(reads.ticket(prints.print(TICKET)).equals(TICKET), "an enrolment says something else");
        Expect.holds(reads.grant(prints.print(GRANT)).equals(GRANT), "a grant says something else");
        Expect.holds(reads.grant(prints.print(LIMITED)).equals(LIMITED), "a grant of services says something else");
    }
}
