package org.ringback.wire;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingNonce;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;

/**
 * All attributes that Ringback sends or understands. Those of our own (0x5E00–0x5E1F comprehension-required,
 * 0xDE00–0xDE1F optional) are not registered with IANA. Immutable.
 */
public final class Attributes {
    private static final String OWN = "Ringback";
    private static final int MAX_REALM = 127;
    private static final int MAX_NONCE = 127;
    private static final int MAX_PADDING = 512;
    private static final int MAX_SEALED = 900;
    private static final int MAX_BOX = 600;
    private static final int MAX_REVOKED = 32;
    private static final int MAX_USED_TWICE = 16;
    private static final int CODE_LENGTH = 16;
    private static final int KEY_LENGTH = 32;
    private static final int NOISE_LENGTH = 48;
    private static final int MAX_CERTIFICATES = 8_000;
    private static final int SPKI_LENGTH = 44;
    private static final int SIGNATURE_LENGTH = 64;
    private static final int MAX_SECONDS = 604_800;
    private static final int MAX_PROTECTIONS = 8;
    private static final int INSTANCE_LENGTH = 16;
    private static final int REASON_LENGTH = 56;
    static final int MAX_UNKNOWN_TYPES = 16;
    private static final long MAX_TIME = 253_402_300_799L;
    private static final String SECONDS = "0 to 604800 s";

    private static final Map<Integer, Attribute<?>> BY_TYPE = new LinkedHashMap<>();

    /** The equipment that sends; in Enrolled the device that the message goes to, an issuer too (RFC 8489 §14.3). */
    public static final Attribute<EquipmentId> USERNAME = add(0x0006, "USERNAME", id(), "RFC 8489 §14.3");
    /** Why not (RFC 8489 §14.8); the value is the code. */
    public static final Attribute<Integer> ERROR_CODE =
            add(0x0009, "ERROR-CODE", ValueForm.errorCode(), "RFC 8489 §14.8");
    /** Types that were not understood (RFC 8489 §14.13). */
    public static final Attribute<List<Integer>> UNKNOWN_ATTRIBUTES = add(
            0x000A,
            "UNKNOWN-ATTRIBUTES",
            ValueForm.list(
                    Short.BYTES, MAX_UNKNOWN_TYPES, item -> (item[0] & 0xFF) << Byte.SIZE | (item[1] & 0xFF), type ->
                            new byte[] {(byte) (type >> Byte.SIZE), type.byteValue()}),
            "RFC 8489 §14.13");
    /** How long a registration lasts, in seconds; 0 deregisters (RFC 8656 §18.2). */
    public static final Attribute<Integer> LIFETIME =
            add(0x000D, "LIFETIME", ValueForm.int32(0, MAX_SECONDS, SECONDS), "RFC 8656 §18.2");
    /** The issuer's address, to be called back (RFC 8656 §18.3). */
    public static final Attribute<InetSocketAddress> XOR_PEER_ADDRESS =
            add(0x0012, "XOR-PEER-ADDRESS", XorAddress.form(), "RFC 8656 §18.3");
    /** Names the server's realm (RFC 8489 §14.9). */
    public static final Attribute<String> REALM = add(0x0014, "REALM", string(MAX_REALM), "RFC 8489 §14.9");
    /** The stateless nonce (RFC 8489 §14.10 and §9.2). */
    public static final Attribute<String> NONCE = add(0x0015, "NONCE", string(MAX_NONCE), "RFC 8489 §14.10");
    /** HMAC-SHA256 over the message up to here, always 32 bytes (RFC 8489 §14.6). */
    public static final Attribute<byte[]> MESSAGE_INTEGRITY_SHA256 =
            add(0x001C, "MESSAGE-INTEGRITY-SHA256", ValueForm.bytes(KEY_LENGTH, KEY_LENGTH), "RFC 8489 §14.6");
    /** Where the server sees the sender (RFC 8489 §14.2). */
    public static final Attribute<InetSocketAddress> XOR_MAPPED_ADDRESS =
            add(0x0020, "XOR-MAPPED-ADDRESS", XorAddress.form(), "RFC 8489 §14.2");
    /** Makes a request at least as long as its answer (RFC 5780 §7.6). */
    public static final Attribute<byte[]> PADDING =
            add(0x0026, "PADDING", ValueForm.bytes(0, MAX_PADDING), "RFC 5780 §7.6");
    /** One ring between server and acceptor (RFC 6062 §6.2.1). */
    public static final Attribute<Integer> CONNECTION_ID = add(
            0x002A,
            "CONNECTION-ID",
            ValueForm.int32(Integer.MIN_VALUE, Integer.MAX_VALUE, "any number"),
            "RFC 6062 §6.2.1");
    /** CRC-32 over the message up to here, XOR 0x5354554e (RFC 8489 §14.7). */
    public static final Attribute<Integer> FINGERPRINT = add(
            0x8028,
            "FINGERPRINT",
            ValueForm.int32(Integer.MIN_VALUE, Integer.MAX_VALUE, "any number"),
            "RFC 8489 §14.7");

    /** Version of this protocol; comprehension-required so that no other STUN agent mistakes us. */
    public static final Attribute<Integer> PROTOCOL =
            add(0x5E00, "PROTOCOL", ValueForm.int32(0, 0xFFFF, "version, 0 to 65535"), OWN);
    /** Rises with every registration under one nonce, and with every wake-up. */
    public static final Attribute<Long> SEQUENCE =
            add(0x5E01, "SEQUENCE", ValueForm.int64(Long.MIN_VALUE, Long.MAX_VALUE, "any number"), OWN);
    /** The sender's address as last learnt from the server. */
    public static final Attribute<InetSocketAddress> REFLEXIVE_ADDRESS =
            add(0x5E02, "REFLEXIVE-ADDRESS", XorAddress.form(), OWN);
    /** Transaction ID of the registration that this message answers. */
    public static final Attribute<TransactionId> IN_REPLY_TO = add(
            0x5E03, "IN-REPLY-TO", ValueForm.fixed(TransactionId.LENGTH, TransactionId::of, TransactionId::bytes), OWN);
    /** The sealed part of a datagram ring. */
    public static final Attribute<byte[]> SEALED = add(0x5E04, "SEALED", ValueForm.bytes(16, MAX_SEALED), OWN);
    /** The equipment wanted. */
    public static final Attribute<EquipmentId> TARGET_ID = add(0x5E05, "TARGET-ID", id(), OWN);
    /** Local address and port of the issuer's first TCP connection; kept for the story, the observed one counts. */
    public static final Attribute<InetSocketAddress> CALLBACK_ADDRESS =
            add(0x5E06, "CALLBACK-ADDRESS", XorAddress.form(), OWN);
    /** Names the ring. */
    public static final Attribute<RingNonce> RING_NONCE =
            add(0x5E07, "RING-NONCE", ValueForm.fixed(RingNonce.LENGTH, RingNonce::of, RingNonce::bytes), OWN);
    /** The system that the issuer wants. */
    public static final Attribute<RingSystem> SYSTEM_REQUESTED = add(
            0x5E08,
            "SYSTEM-REQUESTED",
            ValueForm.choice(
                    RingSystem.values(), RingSystem::number, "1 datagram, 2 call-back, 3 password, 4 certified"),
            OWN);
    /** The issuer's box: HPKE, for the acceptor alone. */
    public static final Attribute<byte[]> BOX = add(0x5E09, "BOX", ValueForm.bytes(48, MAX_BOX), OWN);
    /** Public name of a one-time code. */
    public static final Attribute<Long> CODE_ID =
            add(0x5E0A, "CODE-ID", ValueForm.int64(Long.MIN_VALUE, Long.MAX_VALUE, "any number"), OWN);
    /** What a device enrols as. */
    public static final Attribute<Role> ROLE =
            add(0x5E0B, "ROLE", ValueForm.choice(Role.values(), Role::number, "1 issuer, 2 acceptor"), OWN);
    /** HMAC that a device holds the code. */
    public static final Attribute<byte[]> PROOF = add(0x5E0C, "PROOF", ValueForm.bytes(KEY_LENGTH, KEY_LENGTH), OWN);
    /** The lease's key. */
    public static final Attribute<byte[]> REGISTRATION_KEY =
            add(0x5E0D, "REGISTRATION-KEY", ValueForm.bytes(KEY_LENGTH, KEY_LENGTH), OWN);
    /** When the server wants the next refresh, in seconds. */
    public static final Attribute<Integer> REFRESH_TIME =
            add(0x5E0E, "REFRESH-TIME", ValueForm.int32(1, MAX_SECONDS, "1 to 604800 s"), OWN);
    /** The server's clock, seconds since 1970. */
    public static final Attribute<Long> SERVER_TIME = add(
            0x5E0F, "SERVER-TIME", ValueForm.int64(0, MAX_TIME, "0 to 253402300799 s since 1970, the year 9999"), OWN);
    /** The name under which a person is invited. */
    public static final Attribute<EquipmentId> NAME = add(0x5E10, "NAME", id(), OWN);
    /** A one-time code, to the gateway that invites. */
    public static final Attribute<byte[]> CODE = add(0x5E11, "CODE", ValueForm.bytes(CODE_LENGTH, CODE_LENGTH), OWN);
    /** Protections allowed; a newer server may name more than are known here. */
    public static final Attribute<List<ProtectionId>> PROTECTIONS = add(
            0x5E12,
            "PROTECTIONS",
            ValueForm.choices(
                    MAX_PROTECTIONS,
                    number -> ProtectionId.isNumber(number) ? new ProtectionId(number) : null,
                    ProtectionId::number,
                    "1 to 8 bytes: 1 tls13, 2 certificate-first, to 127 given here, 128 to 254 for trials; others are left out"),
            OWN);
    /** SHA-256 of the acceptor's key as SubjectPublicKeyInfo, RFC 5280; only compared, the grant's key counts. */
    public static final Attribute<KeyFingerprint> ACCEPTOR_KEY = add(
            0x5E13,
            "ACCEPTOR-KEY",
            ValueForm.fixed(KeyFingerprint.LENGTH, KeyFingerprint::of, KeyFingerprint::bytes),
            OWN);
    /** How a call-back went. */
    public static final Attribute<Outcome> OUTCOME =
            add(0x5E14, "OUTCOME", ValueForm.choice(Outcome.values(), Outcome::number, Outcome.expected()), OWN);
    /** SHA-256 of revoked keys' SubjectPublicKeyInfo, RFC 5280. Marks a Policy; in Withdraw: whose grant was taken back. */
    public static final Attribute<List<KeyFingerprint>> REVOKED_KEYS = add(
            0x5E15,
            "REVOKED-KEYS",
            ValueForm.list(KeyFingerprint.LENGTH, MAX_REVOKED, KeyFingerprint::of, KeyFingerprint::bytes),
            OWN);
    /** The server's X.509 certificates in DER, one behind the other, the leaf first and the CA last. */
    public static final Attribute<byte[]> CERTIFICATES =
            add(0x5E16, "CERTIFICATES", ValueForm.bytes(0, MAX_CERTIFICATES), OWN);
    /** First common key generation information: the issuer's, Noise NK message 1. */
    public static final Attribute<byte[]> FIRST_KEY_GENERATION_INFORMATION =
            add(0x5E17, "FIRST-KEY-GENERATION-INFORMATION", noise(), OWN);
    /** Second common key generation information: the server's to the issuer, Noise NK message 2. */
    public static final Attribute<byte[]> SECOND_KEY_GENERATION_INFORMATION =
            add(0x5E18, "SECOND-KEY-GENERATION-INFORMATION", noise(), OWN);
    /** Third common key generation information: the acceptor's, Noise NK message 1. */
    public static final Attribute<byte[]> THIRD_KEY_GENERATION_INFORMATION =
            add(0x5E19, "THIRD-KEY-GENERATION-INFORMATION", noise(), OWN);
    /** Fourth common key generation information: the server's to the acceptor, Noise NK message 2. */
    public static final Attribute<byte[]> FOURTH_KEY_GENERATION_INFORMATION =
            add(0x5E1A, "FOURTH-KEY-GENERATION-INFORMATION", noise(), OWN);
    /** A device's Ed25519 public key as SubjectPublicKeyInfo (RFC 8410 §4). */
    public static final Attribute<byte[]> DEVICE_KEY =
            add(0x5E1B, "DEVICE-KEY", ValueForm.bytes(SPKI_LENGTH, SPKI_LENGTH), OWN);
    /** The device's Ed25519 signature over the handshake (RFC 8032 §5.1). */
    public static final Attribute<byte[]> SIGNATURE =
            add(0x5E1C, "SIGNATURE", ValueForm.bytes(SIGNATURE_LENGTH, SIGNATURE_LENGTH), OWN);
    /** Names the ticket of who wants to be relayed. */
    public static final Attribute<TicketId> TICKET_ID =
            add(0x5E1D, "TICKET-ID", ValueForm.fixed(TicketId.LENGTH, TicketId::of, TicketId::bytes), OWN);
    /** The acceptor's address as the server observes it. */
    public static final Attribute<InetSocketAddress> ACCEPTOR_ADDRESS =
            add(0xDE00, "ACCEPTOR-ADDRESS", XorAddress.form(), OWN);
    /** The running process that asks for a lease, drawn at random at its start: so a copy of a gateway is noticed. */
    public static final Attribute<byte[]> INSTANCE_ID =
            add(0xDE01, "INSTANCE-ID", ValueForm.bytes(INSTANCE_LENGTH, INSTANCE_LENGTH), OWN);
    /** Which ways of a call-back its sender has beside the direct dial, and that it knows Calling; unknown bits are ignored. */
    public static final Attribute<Integer> PATHS =
            add(0xDE02, "PATHS", ValueForm.int32(Integer.MIN_VALUE, Integer.MAX_VALUE, Paths.expected()), OWN);
    /** Why a ring ended, from the acceptor to an issuer that proved its grant; random bytes to everybody else. */
    public static final Attribute<byte[]> SEALED_REASON =
            add(0xDE03, "SEALED-REASON", ValueForm.bytes(REASON_LENGTH, REASON_LENGTH), OWN);
    /** Beside OUTCOME refused: the issuer did nothing wrong, as where a gateway is busy; in seconds, 0 if unknown. */
    public static final Attribute<Integer> BUSY = add(0xDE04, "BUSY", ValueForm.int32(0, MAX_SECONDS, SECONDS), OWN);
    /** When asking again makes sense, in seconds. */
    public static final Attribute<Integer> RETRY_AFTER =
            add(0xDE05, "RETRY-AFTER", ValueForm.int32(0, MAX_SECONDS, SECONDS), OWN);
    /** How often the gateway's store was written, so that the server can tell that it went back. */
    public static final Attribute<Long> STORE_COMMIT =
            add(0xDE06, "STORE-COMMIT", ValueForm.int64(0, Long.MAX_VALUE, "0 to 2^63 - 1"), OWN);
    /** What the server wants the gateway's owner to know. */
    public static final Attribute<Integer> ALARMS =
            add(0xDE07, "ALARMS", ValueForm.int32(0, Integer.MAX_VALUE, OwnerAlarm.expected()), OWN);
    /** In Connect: how long the issuer waits for a silent gateway, and that it knows Waiting; there: how long at most. */
    public static final Attribute<Integer> WAIT_TIME =
            add(0xDE08, "WAIT-TIME", ValueForm.int32(0, MAX_SECONDS, SECONDS), OWN);
    /** Beside a refusal or Result not reached: why no call-back comes, as far as the server knows. */
    public static final Attribute<Absence> ABSENCE =
            add(0xDE09, "ABSENCE", ValueForm.choice(Absence.values(), Absence::number, Absence.expected()), OWN);
    /** Connection Bind may come again on this connection, while a ring runs on it and so many seconds longer. */
    public static final Attribute<Integer> FURTHER_BINDS =
            add(0xDE0A, "FURTHER-BINDS", ValueForm.int32(0, MAX_SECONDS, SECONDS), OWN);
    /** Beside 486: the equipment refused so many rings of this issuer in a row, and the next one must wait. */
    public static final Attribute<Integer> REFUSALS =
            add(0xDE0B, "REFUSALS", ValueForm.int32(1, 0xFFFF, "1 to 65535"), OWN);
    /** Beside 403 or OUTCOME not reached: whose enrolment ended, if that is why; told to whose key or permission it is. */
    public static final Attribute<EndedEnrolment> ENDED_ENROLMENT = add(
            0xDE0C,
            "ENDED-ENROLMENT",
            ValueForm.choice(EndedEnrolment.values(), EndedEnrolment::number, EndedEnrolment.expected()),
            OWN);
    /** How long ago the equipment's last registration came, in seconds. */
    public static final Attribute<Integer> AGE = add(0xDE0D, "AGE", ValueForm.int32(0, MAX_SECONDS, SECONDS), OWN);

    /** Invitations that a second key used, by CODE-ID; in Register: those that the gateway has noted. */
    public static final Attribute<List<Long>> USED_TWICE = add(
            0xDE0E,
            "USED-TWICE",
            ValueForm.list(
                    Long.BYTES,
                    MAX_USED_TWICE,
                    item -> ByteBuffer.wrap(item).getLong(),
                    code -> ByteBuffer.allocate(Long.BYTES).putLong(code).array()),
            OWN);
    /** Where the server sees the issuer's first TCP connection. */
    public static final Attribute<InetSocketAddress> ISSUER_ADDRESS =
            add(0xDE0F, "ISSUER-ADDRESS", XorAddress.form(), OWN);
    /** The smallest round trips that the server saw: the issuer's, then the acceptor's, in microseconds; 0 if unknown. */
    public static final Attribute<RoundTrips> ROUND_TRIPS =
            add(0xDE10, "ROUND-TRIPS", ValueForm.fixed(RoundTrips.LENGTH, RoundTrips::of, RoundTrips::bytes), OWN);
    /** Asks for one TCP connection from another port of the server to the address and port that it sees (as RFC 5780 §7.2). */
    public static final Attribute<byte[]> DIAL_BACK = add(0xDE11, "DIAL-BACK", ValueForm.bytes(0, 0), OWN);
    /** What came of DIAL-BACK. */
    public static final Attribute<DialBackOutcome> DIAL_BACK_OUTCOME = add(
            0xDE12,
            "DIAL-BACK-OUTCOME",
            ValueForm.choice(DialBackOutcome.values(), DialBackOutcome::number, DialBackOutcome.expected()),
            OWN);
    /** Lets its receiver through the relay, for this ring and once: 16 bytes of TICKET-ID, then 32 of a MAC's key. */
    public static final Attribute<RelayTicket> RELAY_TICKET =
            add(0xDE13, "RELAY-TICKET", ValueForm.fixed(RelayTicket.LENGTH, RelayTicket::of, RelayTicket::bytes), OWN);
    /** The family by which the other end of a ring is seen, where it is not that of whoever is told. */
    public static final Attribute<AddressFamily> ADDRESS_FAMILY = add(
            0xDE14,
            "ADDRESS-FAMILY",
            ValueForm.choice(AddressFamily.values(), AddressFamily::number, AddressFamily.expected()),
            OWN);

    private Attributes() {}

    /** {@return every attribute, in the order of this class} */
    public static List<Attribute<?>> all() {
        return Collections.unmodifiableList(new ArrayList<>(BY_TYPE.values()));
    }

    static @Nullable Attribute<?> of(int type) {
        return BY_TYPE.get(type);
    }

    private static <T> Attribute<T> add(int type, String name, ValueForm<T> form, String source) {
        Attribute<T> attribute = new Attribute<>(type, name, form, source);
        if (BY_TYPE.put(type, attribute) != null) {
            throw new IllegalStateException("two attributes of type " + type);
        }
        return attribute;
    }

    private static ValueForm<EquipmentId> id() {
        return ValueForm.text(
                EquipmentId.MAX_LENGTH,
                text -> EquipmentId.isOne(text) ? new EquipmentId(text) : null,
                EquipmentId::value,
                "1 to 64 bytes of a-z 0-9, and inside also . _ -");
    }

    private static ValueForm<byte[]> noise() {
        return ValueForm.bytes(NOISE_LENGTH, NOISE_LENGTH);
    }

    private static ValueForm<String> string(int max) {
        return ValueForm.text(max, text -> text, text -> text, "1 to " + max + " bytes of UTF-8");
    }
}
