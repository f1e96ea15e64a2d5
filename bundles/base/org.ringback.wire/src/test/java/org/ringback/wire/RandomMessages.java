package org.ringback.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;

/** Draws messages of the catalogue with random values from their whole ranges. */
final class RandomMessages {
    private static final String INSIDE = "abcdefghijklmnopqrstuvwxyz0123456789._-";
    private static final int LETTERS_AND_DIGITS = 36;

    private final Random random;

    RandomMessages(long seed) {
        random = new Random(seed);
    }

    Message of(MessageKind kind) {
        Message.Builder builder = Message.of(kind, TransactionId.random(random));
        kind.required().forEach(attribute -> put(builder, attribute));
        if (kind == MessageKind.REGISTER) {
            registerWithOrWithoutNonce(builder);
        } else {
            kind.optional().stream().filter(attribute -> random.nextBoolean()).forEach(a -> put(builder, a));
        }
        return builder.build();
    }

    private void registerWithOrWithoutNonce(Message.Builder builder) {
        if (random.nextBoolean()) {
            List.of(Attributes.REALM, Attributes.NONCE, Attributes.SEQUENCE).forEach(a -> put(builder, a));
        }
        if (random.nextBoolean()) {
            put(builder, Attributes.REFLEXIVE_ADDRESS);
        }
        if (random.nextBoolean()) {
            put(builder, Attributes.PADDING);
        }
        if (random.nextBoolean()) {
            put(builder, Attributes.USED_TWICE);
        }
    }

    @SuppressWarnings("unchecked")
    private void put(Message.Builder builder, Attribute<?> attribute) {
        builder.with((Attribute<Object>) attribute, valueOf(attribute));
    }

    /** A value from anywhere in the limits of an attribute, the limits themselves more often than by chance. */
    Object valueOf(Attribute<?> attribute) {
        return switch (attribute.name()) {
            case "USERNAME", "TARGET-ID", "NAME" -> equipmentId();
            case "ERROR-CODE" -> number(300, 699);
            case "UNKNOWN-ATTRIBUTES" -> several(16, () -> random.nextInt(0x10000));
            case "LIFETIME", "BUSY", "RETRY-AFTER", "WAIT-TIME", "FURTHER-BINDS", "AGE" -> number(0, 604_800);
            case "REFRESH-TIME" -> number(1, 604_800);
            case "XOR-PEER-ADDRESS",
                    "XOR-MAPPED-ADDRESS",
                    "REFLEXIVE-ADDRESS",
                    "CALLBACK-ADDRESS",
                    "ACCEPTOR-ADDRESS",
                    "ISSUER-ADDRESS" -> address();
            case "REALM", "NONCE" -> text(127);
            case "PADDING" -> bytes(0, 512);
            case "CONNECTION-ID", "PATHS" -> random.nextInt();
            case "PROTOCOL" -> number(0, 2);
            case "SEQUENCE", "CODE-ID" -> random.nextLong();
            case "IN-REPLY-TO" -> TransactionId.random(random);
            case "SEALED" -> bytes(16, 900);
            case "RING-NONCE" -> RingNonce.random(random);
            case "SYSTEM-REQUESTED" -> one(RingSystem.values());
            case "CERTIFICATES" -> bytes(0, 8_000);
            case "FIRST-KEY-GENERATION-INFORMATION",
                    "SECOND-KEY-GENERATION-INFORMATION",
                    "THIRD-KEY-GENERATION-INFORMATION",
                    "FOURTH-KEY-GENERATION-INFORMATION" -> bytes(48, 48);
            case "DEVICE-KEY" -> bytes(44, 44);
            case "SIGNATURE" -> bytes(64, 64);
            case "BOX" -> bytes(48, 600);
            case "ROLE" -> one(Role.values());
            case "PROOF", "REGISTRATION-KEY" -> bytes(32, 32);
            case "SERVER-TIME" -> random.nextLong(253_402_300_800L);
            case "CODE", "INSTANCE-ID" -> bytes(16, 16);
            case "SEALED-REASON" -> bytes(56, 56);
            case "STORE-COMMIT" -> random.nextLong(Long.MAX_VALUE);
            case "REFUSALS" -> number(1, 0xFFFF);
            case "ALARMS" -> random.nextInt(Integer.MAX_VALUE);
            case "ENDED-ENROLMENT" -> one(EndedEnrolment.values());
            case "ADDRESS-FAMILY" -> one(AddressFamily.values());
            case "ABSENCE" -> one(Absence.values());
            case "PROTECTIONS" -> several(8, () -> new ProtectionId(1 + random.nextInt(254)));
            case "ACCEPTOR-KEY" -> KeyFingerprint.of(bytes(32, 32));
            case "OUTCOME" -> one(Outcome.values());
            case "ROUND-TRIPS" -> RoundTrips.of(bytes(RoundTrips.LENGTH, RoundTrips.LENGTH));
            case "TICKET-ID" -> TicketId.of(bytes(TicketId.LENGTH, TicketId.LENGTH));
            case "RELAY-TICKET" -> RelayTicket.of(bytes(RelayTicket.LENGTH, RelayTicket.LENGTH));
            case "DIAL-BACK" -> bytes(0, 0);
            case "DIAL-BACK-OUTCOME" -> one(DialBackOutcome.values());
            case "USED-TWICE" -> several(16, random::nextLong);
            case "REVOKED-KEYS" -> several(32, () -> KeyFingerprint.of(bytes(32, 32)));
            default -> throw new IllegalStateException("no random values for " + attribute);
        };
    }

    EquipmentId equipmentId() {
        int length = number(1, EquipmentId.MAX_LENGTH);
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < length; i++) {
            boolean end = i == 0 || i == length - 1;
            id.append(INSIDE.charAt(random.nextInt(end ? LETTERS_AND_DIGITS : INSIDE.length())));
        }
        return new EquipmentId(id.toString());
    }

    byte[] bytes(int min, int max) {
        byte[] bytes = new byte[number(min, max)];
        random.nextBytes(bytes);
        return bytes;
    }

    int number(int min, int max) {
        return switch (random.nextInt(8)) {
            case 0 -> min;
            case 1 -> max;
            default -> random.nextInt(min, max + 1);
        };
    }

    private String text(int maxBytes) {
        int[] alphabet = {'a', '"', 0x7F, 0xE9, 0x30DE, 0x1F514};
        StringBuilder text = new StringBuilder().append('x');
        for (int left = number(0, maxBytes - 1); left >= 4; left -= 4) {
            text.appendCodePoint(alphabet[random.nextInt(alphabet.length)]);
        }
        return text.toString();
    }

    private InetSocketAddress address() {
        try {
            byte[] ip = new byte[random.nextBoolean() ? 4 : 16];
            random.nextBytes(ip);
            return new InetSocketAddress(InetAddress.getByAddress(ip), number(0, 65_535));
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }

    private <T> T one(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private <T> List<T> several(int max, Supplier<T> item) {
        List<T> items = new ArrayList<>();
        for (int left = number(1, max); left > 0; left--) {
            items.add(item.get());
        }
        return items;
    }
}
