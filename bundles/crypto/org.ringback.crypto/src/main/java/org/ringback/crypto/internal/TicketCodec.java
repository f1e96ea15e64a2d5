package org.ringback.crypto.internal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.api.net.HostPort;
import org.ringback.spi.ServerPins;
import org.ringback.spi.Ticket;
import org.ringback.wire.Tlv;

/** Writes and reads the fields of an enrolment string, which a grant string has too. Stateless. */
final class TicketCodec {
    /** Length of a one-time code, in bytes. */
    static final int CODE_LENGTH = 16;

    private static final int SERVER = 1;
    private static final int PIN = 2;
    private static final int PROTECTION = 3;
    private static final int ID = 4;
    private static final int ROLE = 5;
    private static final int CODE_ID = 6;
    private static final int CODE = 7;
    private static final int MADE = 8;

    private TicketCodec() {}

    static Tlv.Writer write(Ticket ticket, Tlv.Writer out) {
        ticket.servers().forEach(server -> out.put(SERVER, server(server)));
        ticket.pins().authorities().forEach(pin -> out.put(PIN, pin.bytes()));
        ticket.protections().stream()
                .sorted()
                .forEach(protection -> out.put(PROTECTION, new byte[] {(byte) protection.number()}));
        byte[] code = Fields.ofLength("code", ticket.code().copyBytes(), CODE_LENGTH);
        out.put(ID, ticket.id().value())
                .put(ROLE, new byte[] {(byte) ticket.role().number()})
                .put(CODE_ID, ticket.codeId())
                .put(CODE, code)
                .put(MADE, ticket.made().toEpochMilli());
        Arrays.fill(code, (byte) 0);
        return out;
    }

    static Ticket read(Tlv in) {
        return new Ticket(
                in.all(SERVER).stream()
                        .map(server -> server(new String(server, StandardCharsets.US_ASCII)))
                        .toList(),
                new ServerPins(in.all(PIN).stream()
                        .map(pin -> KeyFingerprint.of(Fields.ofLength("CA pin", pin, KeyFingerprint.LENGTH)))
                        .toList()),
                in.all(PROTECTION).stream()
                        .map(value -> number("protection", value))
                        .filter(ProtectionId::isNumber)
                        .map(ProtectionId::new)
                        .collect(Collectors.toSet()),
                new EquipmentId(in.text(ID)),
                Role.of(number("role", in.bytes(ROLE))),
                in.number(CODE_ID),
                Kdf.take(Fields.ofLength("code", in.bytes(CODE), CODE_LENGTH)),
                Instant.ofEpochMilli(in.number(MADE)));
    }

    /** Reads a number of one byte. */
    static int number(String field, byte[] value) {
        return Byte.toUnsignedInt(Fields.ofLength(field, value, 1)[0]);
    }

    /** Checks the form of a server's address, which will be printed and dialled. */
    private static String server(String address) {
        try {
            HostPort.parse(address);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("server address: " + e.getMessage(), e);
        }
        return address;
    }
}
