package org.ringback.crypto.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.Test;
import org.junit.function.ThrowingRunnable;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.GrantTerms;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.spi.Grant;
import org.ringback.spi.SealingPublicKey;
import org.ringback.spi.ServerPins;
import org.ringback.spi.Strings;
import org.ringback.spi.Ticket;
import org.ringback.wire.Tlv;

public class TextStringsTest {
    private static final String BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    private final Strings strings = new TextStrings();
    private final Ticket ticket = new Ticket(
            List.of("ring.example.org:3478", "192.0.2.1:3478", "[2001:db8::1]:443"),
            new ServerPins(List.of(new KeyFingerprint("aa".repeat(32)), new KeyFingerprint("bb".repeat(32)))),
            Set.of(ProtectionId.TLS13),
            new EquipmentId("lamp-1"),
            Role.ACCEPTOR,
            -2L,
            Secret.copyOf(new byte[] {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}),
            Instant.parse("2026-11-22T12:00:00.123Z"));
    private final Grant grant = new Grant(
            ticket,
            new EquipmentId("thermostat-1"),
            new KeyFingerprint("cc".repeat(32)),
            new SealingPublicKey("dd".repeat(32)),
            new GrantId("ee".repeat(16)),
            Secret.copyOf(new byte[32]),
            EnumSet.of(RingSystem.DATAGRAM, RingSystem.PASSWORD),
            Instant.parse("2026-11-23T12:00:00Z"));

    @Test
    public void anEnrolmentStringComesBackTheSame() {
        String text = strings.print(ticket);
        assertTrue(text.startsWith("ringback-enrol-"));
        assertEquals(ticket, strings.ticket(text));
    }

    @Test
    public void aGrantStringComesBackTheSame() {
        String text = strings.print(grant);
        assertTrue(text.startsWith("ringback-grant-"));
        assertEquals(grant, strings.grant(text));
    }

    private Grant limited(GrantTerms terms) {
        return new Grant(
                ticket,
                grant.equipment(),
                grant.identity(),
                grant.sealing(),
                grant.id(),
                grant.secret(),
                grant.systems(),
                grant.useBy(),
                terms);
    }

    @Test
    public void whatAGrantGivesComesBackTheSame() {
        Optional<Instant> end = Optional.of(Instant.parse("2026-12-31T23:00:00Z"));
        for (GrantTerms terms : List.of(
                new GrantTerms(List.of("ssh", "http"), true, end),
                new GrantTerms(List.of("http"), false, Optional.empty()),
                new GrantTerms(List.of(), false, end))) {
            Grant some = limited(terms);
            assertEquals(some, strings.grant(strings.print(some)));
        }
    }

    @Test
    public void theLongestGrantStringCanBeRead() {
        List<String> names = IntStream.range(0, GrantTerms.MAX_SERVICES)
                .mapToObj(number -> String.format(Locale.ROOT, "s%031d", number))
                .toList();
        Grant some = limited(new GrantTerms(names, true, Optional.of(Instant.EPOCH)));
        assertTrue(strings.print(some).length() < 16_384);
        assertEquals(some, strings.grant(strings.print(some)));
    }

    @Test
    public void aServiceOfAnotherFormOrTooManyAreRefused() {
        byte[] odd =
                GrantCodec.write(grant, new Tlv.Writer()).put(24, "\u001b[31m").toBytes();
        assertEquals(
                "services: '\\u001b[31m' (expected: names of 1 to 32 characters of a-z, 0-9 and '-')",
                refusal(() -> strings.grant(CarriedString.GRANT.print(odd))));
        Tlv.Writer many = GrantCodec.write(grant, new Tlv.Writer());
        IntStream.rangeClosed(0, GrantTerms.MAX_SERVICES).forEach(number -> many.put(24, "s" + number));
        assertEquals(
                "services: 17 (expected: 1 to 16 names)",
                refusal(() -> strings.grant(CarriedString.GRANT.print(many.toBytes()))));
    }

    @Test
    public void whiteSpaceAnywhereIsIgnored() {
        String text = strings.print(grant);
        StringBuilder spaced = new StringBuilder("\r\n\t ");
        text.chars().forEach(c -> spaced.append((char) c).append(c % 2 == 0 ? " " : "\u00a0\n"));
        assertEquals(grant, strings.grant(spaced.toString()));
    }

    @Test
    public void aCutStringIsCalledCut() {
        for (int length = 1; length < strings.print(ticket).length(); length++) {
            String cut = strings.print(ticket).substring(0, length);
            assertTrue(cut, refusal(() -> strings.ticket(cut)).startsWith("enrolment string: cut"));
        }
    }

    @Test
    public void aStringWithAnyCharacterChangedIsRefused() {
        String text = strings.print(ticket);
        for (int at = 0; at < text.length(); at++) {
            int original = BASE64URL.indexOf(text.charAt(at));
            for (int other : new int[] {original ^ 1, original ^ 32}) {
                String changed = text.substring(0, at) + BASE64URL.charAt(other) + text.substring(at + 1);
                assertThrows(changed, IllegalArgumentException.class, () -> strings.ticket(changed));
            }
        }
    }

    @Test
    public void aStringChangedInItsMiddleIsCalledChanged() {
        String text = strings.print(grant);
        int at = text.length() / 2;
        String changed = text.substring(0, at) + (text.charAt(at) == 'A' ? 'B' : 'A') + text.substring(at + 1);
        assertTrue(refusal(() -> strings.grant(changed)).startsWith("grant string: changed"));
        String odd = text.substring(0, at) + '*' + text.substring(at + 1);
        assertTrue(refusal(() -> strings.grant(odd)).startsWith("grant string: changed"));
    }

    @Test
    public void aStringWithMoreBehindItIsToldSo() {
        for (String more : new String[] {"A", "AA", "AAA", "AAAA", ".", "\n-- \nBest regards,\nAnna"}) {
            String said = refusal(() -> strings.ticket(strings.print(ticket) + more));
            assertTrue(more + ": " + said, said.startsWith("enrolment string: something stands behind it"));
        }
    }

    @Test
    public void aStringThatIsPastedTwiceIsToldSo() {
        for (String more : new String[] {strings.print(ticket), " " + strings.print(grant)}) {
            String said = refusal(() -> strings.ticket(strings.print(ticket) + more));
            assertTrue(said, said.startsWith("enrolment string: two of them"));
        }
    }

    @Test
    public void aStringQuotedInAMailIsTheSame() {
        String text = strings.print(grant);
        String quoted = "> " + text.substring(0, 70) + "\r\n> " + text.substring(70) + "\r\n>\r\n";
        assertEquals(grant, strings.grant(quoted));
    }

    @Test
    public void theOtherKindOfStringIsNamedWithItsCommand() {
        assertEquals(
                "this is a grant string (expected: an enrolment string); paste it into accept-grant",
                refusal(() -> strings.ticket(strings.print(grant))));
        assertEquals(
                "this is an enrolment string (expected: a grant string); paste it into join",
                refusal(() -> strings.grant(strings.print(ticket))));
    }

    @Test
    public void anythingElseIsToldWhatIsExpected() {
        for (String text : new String[] {"", "hello", "RINGBACK-ENROL-AAAA", "https://example.org"}) {
            assertEquals(
                    "enrolment string: not one (expected: the text that begins with ringback-enrol-)",
                    refusal(() -> strings.ticket(text)));
        }
    }

    @Test
    public void aTextOfAnyLengthIsRefusedSoon() {
        assertEquals(
                "enrolment string: too long (expected: at most 16384 characters)",
                refusal(() -> strings.ticket("ringback-enrol-" + "A".repeat(20_000))));
    }

    @Test
    public void protectionsAreKeptWhetherTheyAreKnownOrNotAndWhatIsNoNumberIsLeftOut() {
        byte[] newer = TicketCodec.write(ticket, new Tlv.Writer())
                .put(3, new byte[] {99})
                .put(3, new byte[] {(byte) 254})
                .put(3, new byte[1])
                .toBytes();
        assertEquals(
                Set.of(ProtectionId.TLS13, new ProtectionId(99), new ProtectionId(254)),
                strings.ticket(CarriedString.ENROLMENT.print(CarriedString.VERSION, newer))
                        .protections());
    }

    @Test
    public void theNextVersionIsReadWithoutItsNewFields() {
        byte[] next = TicketCodec.write(ticket, new Tlv.Writer())
                .put(0x4242, "something new")
                .toBytes();
        assertEquals(ticket, strings.ticket(CarriedString.ENROLMENT.print(CarriedString.VERSION + 1, next)));
        byte[] nextGrant = GrantCodec.write(grant, new Tlv.Writer())
                .put(22, new byte[] {99})
                .toBytes();
        assertEquals(grant, strings.grant(CarriedString.GRANT.print(CarriedString.VERSION + 1, nextGrant)));
    }

    @Test
    public void aVersionAfterTheNextIsRefusedByName() {
        byte[] fields = TicketCodec.write(ticket, new Tlv.Writer()).toBytes();
        assertEquals(
                "enrolment string: version 3 (expected: 1 or 2; a newer Ringback may read it)",
                refusal(() -> strings.ticket(CarriedString.ENROLMENT.print(3, fields))));
        assertThrows(IllegalArgumentException.class, () -> strings.ticket(CarriedString.ENROLMENT.print(0, fields)));
    }

    @Test
    public void aStringWithoutANeededFieldIsRefused() {
        byte[] fields = new Tlv.Writer().put(1, "ring.example.org:1").toBytes();
        assertThrows(IllegalArgumentException.class, () -> strings.ticket(CarriedString.ENROLMENT.print(fields)));
        byte[] noSecret = TicketCodec.write(ticket, new Tlv.Writer()).toBytes();
        assertEquals(
                "TLV: field 17 is missing (expected: a string that Ringback printed)",
                refusal(() -> strings.grant(CarriedString.GRANT.print(noSecret))));
    }

    @Test
    public void aServerAddressOfAnotherFormIsNeitherPrintedNorRead() {
        for (String server : new String[] {
            "ring.example.org",
            "ring.example.org:0",
            "ring.example.org:65536",
            "2001:db8::1:443",
            "a b:1",
            "\u001b[31m:1",
            ":1",
            "[::1]",
            "http://x:1"
        }) {
            Ticket bad = new Ticket(
                    List.of(server),
                    ticket.pins(),
                    ticket.protections(),
                    ticket.id(),
                    ticket.role(),
                    ticket.codeId(),
                    ticket.code(),
                    ticket.made());
            assertTrue(server, refusal(() -> strings.print(bad)).startsWith("server address: "));
            byte[] fields =
                    TicketCodec.write(ticket, new Tlv.Writer().put(1, server)).toBytes();
            assertTrue(
                    server,
                    refusal(() -> strings.ticket(CarriedString.ENROLMENT.print(fields)))
                            .startsWith("server address: "));
        }
    }

    private static String refusal(ThrowingRunnable reading) {
        return assertThrows(IllegalArgumentException.class, reading).getMessage();
    }
}
