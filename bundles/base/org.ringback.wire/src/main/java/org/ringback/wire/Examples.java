package org.ringback.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.Secret;

/**
 * One example message of each kind, made from fixed values: the hex examples of docs/protocol.md, and the seeds from
 * which fuzz tests make hostile messages. Addresses are those kept for documentation (RFC 5737, RFC 3849), bytes that
 * are random or secret in real messages count upwards. Stateless.
 */
public final class Examples {
    private static final int ISSUER_PORT = 50_123;
    private static final int ACCEPTOR_PORT = 40_000;
    private static final int BOX_LENGTH = 64;
    private static final int SEALED_LENGTH = 48;
    private static final int NOISE_LENGTH = 48;
    private static final int SPKI_LENGTH = 44;
    private static final int REASON_LENGTH = 56;
    private static final int A_DAY = 86_400;
    /** What is left of a registration that was made lately. */
    private static final int REST = 176;

    private static final TransactionId TRANSACTION = TransactionId.of(counting(0x60, TransactionId.LENGTH));
    private static final Map<Attribute<?>, Object> VALUES = values();

    private Examples() {}

    /** {@return the key of the MACs in the examples: 32 bytes, 00 to 1f} */
    public static Secret key() {
        return Secret.copyOf(counting(0, StunHeader.MAC_LENGTH));
    }

    /**
     * The example of a kind. It has every required attribute, and those of the optional ones that may stand together.
     *
     * @param kind which
     * @return the message, the same at each call
     */
    public static Message message(MessageKind kind) {
        Message.Builder builder = Message.of(kind, TRANSACTION);
        for (Attribute<?> attribute : kind.required()) {
            put(builder, kind, attribute);
        }
        for (Attribute<?> attribute : kind.optional()) {
            if (standsIn(kind, attribute)) {
                put(builder, kind, attribute);
            }
        }
        return builder.build();
    }

    /**
     * The example of a kind as bytes on the wire.
     *
     * @param kind which
     * @return its bytes, with a MAC under {@link #key()} where its proof is one
     */
    public static byte[] bytes(MessageKind kind) {
        return new MessageCodec().encode(message(kind), kind.proof().isMac() ? key() : null);
    }

    /**
     * An example value.
     *
     * @param <T> its type
     * @param attribute of which attribute; MESSAGE-INTEGRITY-SHA256 and FINGERPRINT have none, the codec makes them
     * @return the value
     */
    public static <T> T value(Attribute<T> attribute) {
        @SuppressWarnings("unchecked")
        Optional<T> value = Optional.ofNullable((T) VALUES.get(attribute));
        return value.orElseThrow(() -> new NoSuchElementException(attribute + " is the codec's"));
    }

    private static <T> void put(Message.Builder builder, MessageKind kind, Attribute<T> attribute) {
        builder.with(attribute, value(attribute));
        if (attribute == Attributes.ERROR_CODE) {
            builder.with(Attributes.ERROR_CODE, errorOf(kind));
        } else if (attribute == Attributes.LIFETIME && kind.door().stream()) {
            builder.with(Attributes.LIFETIME, kind == MessageKind.PRESENT ? REST : A_DAY);
        }
    }

    /**
     * Leaves out optional attributes that contradict the others: PADDING goes only with a Register without NONCE,
     * UNKNOWN-ATTRIBUTES only with 420, ENDED-ENROLMENT only with 403, ADDRESS-FAMILY only with 440; BUSY and ABSENCE never with a ring that was
     * reached, RETRY-AFTER and REFUSALS never with 437.
     */
    private static boolean standsIn(MessageKind kind, Attribute<?> attribute) {
        if (attribute == Attributes.UNKNOWN_ATTRIBUTES) {
            return errorOf(kind) == ErrorCodes.UNKNOWN_ATTRIBUTE;
        }
        if (attribute == Attributes.ENDED_ENROLMENT) {
            return errorOf(kind) == ErrorCodes.FORBIDDEN;
        }
        return attribute != Attributes.PADDING
                && (attribute != Attributes.ADDRESS_FAMILY || kind == MessageKind.WAKE_UP)
                && attribute != Attributes.BUSY
                && (attribute != Attributes.RETRY_AFTER || kind == MessageKind.NETWORK_CHECK_REFUSED)
                && attribute != Attributes.REFUSALS
                && (attribute != Attributes.ABSENCE || errorOf(kind) == ErrorCodes.NOT_REGISTERED);
    }

    private static int errorOf(MessageKind kind) {
        return switch (kind) {
            case LEASE_REFUSED -> ErrorCodes.UNKNOWN_ATTRIBUTE;
            case INVITE_REFUSED, WITHDRAW_REFUSED, REFUSED -> ErrorCodes.FORBIDDEN;
            case CONNECT_REFUSED, PRESENCE_REFUSED -> ErrorCodes.NOT_REGISTERED;
            case BIND_REFUSED -> ErrorCodes.BAD_REQUEST;
            case RELAY_REFUSED -> ErrorCodes.CAPACITY;
            case NETWORK_CHECK_REFUSED -> ErrorCodes.QUOTA;
            default -> ErrorCodes.UNAUTHENTICATED;
        };
    }

    private static Map<Attribute<?>, Object> values() {
        EquipmentId equipment = new EquipmentId("thermostat-1");
        InetSocketAddress acceptor = address("cb007107", ACCEPTOR_PORT);
        Map<Attribute<?>, Object> values = new HashMap<>();
        values.put(Attributes.USERNAME, equipment);
        values.put(Attributes.ERROR_CODE, ErrorCodes.UNAUTHENTICATED);
        values.put(Attributes.UNKNOWN_ATTRIBUTES, List.of(0x5E1F));
        values.put(Attributes.LIFETIME, 180);
        values.put(Attributes.XOR_PEER_ADDRESS, address("20010db8000000000000000000000005", ISSUER_PORT));
        values.put(Attributes.REALM, "ringback");
        values.put(Attributes.NONCE, "obMatJos2AAAAbm9uY2UgaW4gYW4gZXhhbXBsZQ");
        values.put(Attributes.XOR_MAPPED_ADDRESS, acceptor);
        values.put(Attributes.PADDING, new byte[SEALED_LENGTH]);
        values.put(Attributes.CONNECTION_ID, 0x0A0B0C0D);
        values.put(Attributes.PROTOCOL, MessageKind.VERSION);
        values.put(Attributes.SEQUENCE, 1L);
        values.put(Attributes.REFLEXIVE_ADDRESS, acceptor);
        values.put(Attributes.IN_REPLY_TO, TransactionId.of(counting(0x30, TransactionId.LENGTH)));
        values.put(Attributes.SEALED, counting(0x80, SEALED_LENGTH));
        values.put(Attributes.TARGET_ID, equipment);
        values.put(Attributes.CALLBACK_ADDRESS, address("20010db8000000000000000000000005", ISSUER_PORT));
        values.put(Attributes.RING_NONCE, RingNonce.of(counting(0xA0, RingNonce.LENGTH)));
        values.put(Attributes.SYSTEM_REQUESTED, RingSystem.PASSWORD);
        values.put(Attributes.BOX, counting(0x80, BOX_LENGTH));
        values.put(Attributes.CODE_ID, 0x0102030405060708L);
        values.put(Attributes.ROLE, Role.ACCEPTOR);
        values.put(Attributes.PROOF, counting(0x40, StunHeader.MAC_LENGTH));
        values.put(Attributes.REGISTRATION_KEY, counting(0, StunHeader.MAC_LENGTH));
        values.put(Attributes.REFRESH_TIME, 25);
        values.put(Attributes.SERVER_TIME, 1_800_000_000L);
        values.put(Attributes.NAME, new EquipmentId("anna"));
        values.put(Attributes.CODE, counting(0xC0, 16));
        values.put(Attributes.PROTECTIONS, List.of(ProtectionId.TLS13));
        values.put(Attributes.ACCEPTOR_KEY, KeyFingerprint.of(counting(0xE0, KeyFingerprint.LENGTH)));
        values.put(Attributes.OUTCOME, Outcome.REACHED);
        values.put(Attributes.REVOKED_KEYS, List.of(KeyFingerprint.of(counting(0xE0, KeyFingerprint.LENGTH))));
        values.put(Attributes.CERTIFICATES, counting(0x30, BOX_LENGTH));
        values.put(Attributes.FIRST_KEY_GENERATION_INFORMATION, counting(0x10, NOISE_LENGTH));
        values.put(Attributes.SECOND_KEY_GENERATION_INFORMATION, counting(0x20, NOISE_LENGTH));
        values.put(Attributes.THIRD_KEY_GENERATION_INFORMATION, counting(0x30, NOISE_LENGTH));
        values.put(Attributes.FOURTH_KEY_GENERATION_INFORMATION, counting(0x40, NOISE_LENGTH));
        values.put(Attributes.DEVICE_KEY, counting(0x50, SPKI_LENGTH));
        values.put(Attributes.SIGNATURE, counting(0x60, BOX_LENGTH));
        values.put(Attributes.ACCEPTOR_ADDRESS, acceptor);
        values.put(Attributes.INSTANCE_ID, counting(0x70, 16));
        values.put(Attributes.SEALED_REASON, counting(0x90, REASON_LENGTH));
        values.put(Attributes.BUSY, 30);
        values.put(Attributes.RETRY_AFTER, 8);
        values.put(Attributes.STORE_COMMIT, 4_711L);
        values.put(Attributes.ALARMS, 1);
        values.put(Attributes.WAIT_TIME, 35);
        values.put(Attributes.ABSENCE, Absence.SILENT);
        values.put(Attributes.FURTHER_BINDS, 3);
        values.put(Attributes.REFUSALS, 3);
        values.put(Attributes.ENDED_ENROLMENT, EndedEnrolment.REVOKED);
        values.put(Attributes.AGE, 4);
        values.put(Attributes.USED_TWICE, List.of(0x0102030405060708L));
        values.put(Attributes.PATHS, Paths.RELAY);
        values.put(Attributes.DIAL_BACK, new byte[0]);
        values.put(Attributes.DIAL_BACK_OUTCOME, DialBackOutcome.CONNECTED);
        values.put(Attributes.ISSUER_ADDRESS, address("20010db8000000000000000000000005", ISSUER_PORT));
        values.put(
                Attributes.ROUND_TRIPS,
                new RoundTrips(Optional.of(Duration.ofMillis(23)), Optional.of(Duration.ofMillis(8))));
        values.put(Attributes.ADDRESS_FAMILY, AddressFamily.IPV4);
        values.put(Attributes.TICKET_ID, TicketId.of(counting(0x80, TicketId.LENGTH)));
        values.put(Attributes.RELAY_TICKET, RelayTicket.of(counting(0x80, RelayTicket.LENGTH)));
        return Map.copyOf(values);
    }

    private static byte[] counting(int first, int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (first + i);
        }
        return bytes;
    }

    private static InetSocketAddress address(String hex, int port) {
        try {
            return new InetSocketAddress(InetAddress.getByAddress(HexFormat.of().parseHex(hex)), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("address of " + hex.length() + " digits", e);
        }
    }
}
