package org.ringback.wire;

import static org.ringback.wire.Attributes.ABSENCE;
import static org.ringback.wire.Attributes.ACCEPTOR_ADDRESS;
import static org.ringback.wire.Attributes.ACCEPTOR_KEY;
import static org.ringback.wire.Attributes.AGE;
import static org.ringback.wire.Attributes.ALARMS;
import static org.ringback.wire.Attributes.BOX;
import static org.ringback.wire.Attributes.BUSY;
import static org.ringback.wire.Attributes.CALLBACK_ADDRESS;
import static org.ringback.wire.Attributes.CERTIFICATES;
import static org.ringback.wire.Attributes.CODE;
import static org.ringback.wire.Attributes.CODE_ID;
import static org.ringback.wire.Attributes.CONNECTION_ID;
import static org.ringback.wire.Attributes.DEVICE_KEY;
import static org.ringback.wire.Attributes.ENDED_ENROLMENT;
import static org.ringback.wire.Attributes.ERROR_CODE;
import static org.ringback.wire.Attributes.FIRST_KEY_GENERATION_INFORMATION;
import static org.ringback.wire.Attributes.FOURTH_KEY_GENERATION_INFORMATION;
import static org.ringback.wire.Attributes.FURTHER_BINDS;
import static org.ringback.wire.Attributes.INSTANCE_ID;
import static org.ringback.wire.Attributes.IN_REPLY_TO;
import static org.ringback.wire.Attributes.ISSUER_ADDRESS;
import static org.ringback.wire.Attributes.LIFETIME;
import static org.ringback.wire.Attributes.NAME;
import static org.ringback.wire.Attributes.NONCE;
import static org.ringback.wire.Attributes.OUTCOME;
import static org.ringback.wire.Attributes.PADDING;
import static org.ringback.wire.Attributes.PATHS;
import static org.ringback.wire.Attributes.PROOF;
import static org.ringback.wire.Attributes.PROTECTIONS;
import static org.ringback.wire.Attributes.PROTOCOL;
import static org.ringback.wire.Attributes.REALM;
import static org.ringback.wire.Attributes.REFLEXIVE_ADDRESS;
import static org.ringback.wire.Attributes.REFRESH_TIME;
import static org.ringback.wire.Attributes.REFUSALS;
import static org.ringback.wire.Attributes.RELAY_TICKET;
import static org.ringback.wire.Attributes.REGISTRATION_KEY;
import static org.ringback.wire.Attributes.RETRY_AFTER;
import static org.ringback.wire.Attributes.REVOKED_KEYS;
import static org.ringback.wire.Attributes.RING_NONCE;
import static org.ringback.wire.Attributes.ROLE;
import static org.ringback.wire.Attributes.ROUND_TRIPS;
import static org.ringback.wire.Attributes.SEALED;
import static org.ringback.wire.Attributes.SEALED_REASON;
import static org.ringback.wire.Attributes.SECOND_KEY_GENERATION_INFORMATION;
import static org.ringback.wire.Attributes.SEQUENCE;
import static org.ringback.wire.Attributes.SERVER_TIME;
import static org.ringback.wire.Attributes.SIGNATURE;
import static org.ringback.wire.Attributes.STORE_COMMIT;
import static org.ringback.wire.Attributes.SYSTEM_REQUESTED;
import static org.ringback.wire.Attributes.TARGET_ID;
import static org.ringback.wire.Attributes.THIRD_KEY_GENERATION_INFORMATION;
import static org.ringback.wire.Attributes.TICKET_ID;
import static org.ringback.wire.Attributes.UNKNOWN_ATTRIBUTES;
import static org.ringback.wire.Attributes.USED_TWICE;
import static org.ringback.wire.Attributes.USERNAME;
import static org.ringback.wire.Attributes.WAIT_TIME;
import static org.ringback.wire.Attributes.XOR_MAPPED_ADDRESS;
import static org.ringback.wire.Attributes.XOR_PEER_ADDRESS;
import static org.ringback.wire.MessageClass.ERROR;
import static org.ringback.wire.MessageClass.INDICATION;
import static org.ringback.wire.MessageClass.REQUEST;
import static org.ringback.wire.MessageClass.SUCCESS;
import static org.ringback.wire.Proof.CHANNEL;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The declarative catalogue of messages: where each arrives, its type, who proves it, which attributes it must and may
 * carry. Validation, the tables and examples of docs/protocol.md and the fuzz dictionaries come from here. FINGERPRINT
 * (on UDP; optional in a probe only) and MESSAGE-INTEGRITY-SHA256 (where the proof is a MAC) are not listed.
 */
@SuppressWarnings("Immutable") // The lists are unmodifiable copies, which the compiler check cannot see.
public enum MessageKind {
    /** An ordinary STUN Binding request, answered only if the operator switched the probe on. */
    PROBE(Door.SERVER_UDP, Methods.BINDING, REQUEST, Proof.NONE, must()),
    /** The answer to a probe. */
    PROBE_ANSWER(Door.AGENT_UDP, Methods.BINDING, SUCCESS, Proof.NONE, must(XOR_MAPPED_ADDRESS)),
    /** Registration, refresh, or with LIFETIME 0 the end of it. Without NONCE it only asks for one. */
    REGISTER(
            Door.SERVER_UDP,
            Methods.BINDING,
            REQUEST,
            Proof.MAC_WITH_NONCE,
            must(USERNAME, PROTOCOL, LIFETIME),
            may(REALM, NONCE, SEQUENCE, REFLEXIVE_ADDRESS, PADDING, USED_TWICE),
            PROTOCOL),
    /** The registration stands. */
    REGISTERED(
            Door.ACCEPTOR_UDP,
            Methods.BINDING,
            SUCCESS,
            Proof.MAC,
            must(XOR_MAPPED_ADDRESS, LIFETIME, SEQUENCE, REFRESH_TIME),
            may(USED_TWICE, ALARMS)),
    /** Asks for proof (401) or for a fresh nonce (438). */
    CHALLENGE(Door.ACCEPTOR_UDP, Methods.BINDING, ERROR, Proof.NONE, must(ERROR_CODE, REALM, NONCE)),
    /** Third connection request: open a second TCP connection. */
    WAKE_UP(
            Door.ACCEPTOR_UDP,
            Methods.CONNECTION_ATTEMPT,
            INDICATION,
            Proof.MAC,
            must(PROTOCOL, CONNECTION_ID, IN_REPLY_TO, SEQUENCE)),
    /** Second connection request by UDP; what is sealed is the whole message Second Request. */
    DATAGRAM_RING(
            Door.ACCEPTOR_UDP,
            Methods.DATAGRAM_RING,
            REQUEST,
            Proof.SEALED,
            must(PROTOCOL, CONNECTION_ID, IN_REPLY_TO, SEALED)),
    /** The datagram ring arrived. */
    RING_ACKNOWLEDGED(Door.SERVER_UDP, Methods.DATAGRAM_RING, SUCCESS, Proof.MAC, must(USERNAME, CONNECTION_ID)),
    /** How a datagram ring goes. */
    DATAGRAM_REPORT(
            Door.SERVER_UDP,
            Methods.REPORT,
            REQUEST,
            Proof.MAC,
            must(USERNAME, PROTOCOL, CONNECTION_ID, OUTCOME),
            may(SEALED_REASON, BUSY)),
    /** The report arrived. */
    REPORT_ACKNOWLEDGED(Door.ACCEPTOR_UDP, Methods.REPORT, SUCCESS, Proof.MAC, must(CONNECTION_ID)),
    /** A device that speaks certificate-first asks for the server's certificates. */
    CERTIFICATE_REQUEST(Door.SERVER_AGREEMENT, Methods.CERTIFICATE, REQUEST, Proof.NONE, must(PROTOCOL, ROLE)),
    /** The chain to the server's X25519 leaf. */
    CERTIFICATE(Door.DEVICE_AGREEMENT, Methods.CERTIFICATE, SUCCESS, Proof.CHAIN, must(CERTIFICATES)),
    /** From an issuer that found the certificates valid. */
    FIRST_INFORMATION(
            Door.SERVER_AGREEMENT,
            Methods.KEY_GENERATION,
            REQUEST,
            Proof.NOISE,
            must(PROTOCOL, FIRST_KEY_GENERATION_INFORMATION),
            may(),
            FIRST_KEY_GENERATION_INFORMATION),
    /** The server's answer to the first: both derive the first common key. */
    SECOND_INFORMATION(
            Door.DEVICE_AGREEMENT,
            Methods.KEY_GENERATION,
            SUCCESS,
            Proof.NOISE,
            must(SECOND_KEY_GENERATION_INFORMATION),
            may(),
            SECOND_KEY_GENERATION_INFORMATION),
    /** From an acceptor that found the certificates valid. */
    THIRD_INFORMATION(
            Door.SERVER_AGREEMENT,
            Methods.KEY_GENERATION,
            REQUEST,
            Proof.NOISE,
            must(PROTOCOL, THIRD_KEY_GENERATION_INFORMATION),
            may(),
            THIRD_KEY_GENERATION_INFORMATION),
    /** The server's answer to the third: both derive the second common key. */
    FOURTH_INFORMATION(
            Door.DEVICE_AGREEMENT,
            Methods.KEY_GENERATION,
            SUCCESS,
            Proof.NOISE,
            must(FOURTH_KEY_GENERATION_INFORMATION),
            may(),
            FOURTH_KEY_GENERATION_INFORMATION),
    /** First record of every connection in certificate-first: the device's key, and that it is here. */
    DEVICE_PROOF(
            Door.SERVER_FIRST_RECORD, Methods.DEVICE_PROOF, INDICATION, Proof.SIGNATURE, must(DEVICE_KEY, SIGNATURE)),
    /** A device with a one-time code becomes known. */
    ENROL(Door.SERVER_TCP, Methods.ENROL, REQUEST, CHANNEL, must(PROTOCOL, CODE_ID, ROLE, PROOF)),
    /** The ID under which the device is known now. */
    ENROLLED(Door.DEVICE_TCP, Methods.ENROL, SUCCESS, CHANNEL, must(USERNAME, PROTECTIONS, SERVER_TIME)),
    /** Not enrolled. */
    ENROL_REFUSED(
            Door.DEVICE_TCP, Methods.ENROL, ERROR, CHANNEL, must(ERROR_CODE), may(UNKNOWN_ATTRIBUTES, ENDED_ENROLMENT)),
    /** An acceptor asks for a registration key. */
    LEASE(Door.SERVER_TCP, Methods.LEASE, REQUEST, CHANNEL, must(PROTOCOL, USERNAME), may(INSTANCE_ID, STORE_COMMIT)),
    /** The key, how long it lasts (LIFETIME), and when to register. */
    LEASED(
            Door.DEVICE_TCP,
            Methods.LEASE,
            SUCCESS,
            CHANNEL,
            must(REGISTRATION_KEY, LIFETIME, REFRESH_TIME, SERVER_TIME),
            may(ALARMS)),
    /** No lease. */
    LEASE_REFUSED(
            Door.DEVICE_TCP, Methods.LEASE, ERROR, CHANNEL, must(ERROR_CODE), may(UNKNOWN_ATTRIBUTES, ENDED_ENROLMENT)),
    /** A gateway asks for a code with which a person's issuer may enrol and ask for this equipment. */
    INVITE(Door.SERVER_TCP, Methods.INVITE, REQUEST, CHANNEL, must(PROTOCOL, USERNAME, NAME)),
    /** The code and how long it lasts (LIFETIME). */
    INVITED(Door.DEVICE_TCP, Methods.INVITE, SUCCESS, CHANNEL, must(CODE_ID, CODE, LIFETIME, PROTECTIONS, SERVER_TIME)),
    /** No invitation. */
    INVITE_REFUSED(
            Door.DEVICE_TCP,
            Methods.INVITE,
            ERROR,
            CHANNEL,
            must(ERROR_CODE),
            may(UNKNOWN_ATTRIBUTES, RETRY_AFTER, ENDED_ENROLMENT)),
    /** A gateway takes an invitation back, used or not: whoever may ask only by it may ask no longer. */
    WITHDRAW(Door.SERVER_TCP, Methods.WITHDRAW, REQUEST, CHANNEL, must(PROTOCOL, USERNAME, CODE_ID), may(REVOKED_KEYS)),
    /** Nobody may ask by that invitation, whether there was one or not. */
    WITHDRAWN(Door.DEVICE_TCP, Methods.WITHDRAW, SUCCESS, CHANNEL, must(CODE_ID)),
    /** Not withdrawn. */
    WITHDRAW_REFUSED(
            Door.DEVICE_TCP,
            Methods.WITHDRAW,
            ERROR,
            CHANNEL,
            must(ERROR_CODE),
            may(UNKNOWN_ATTRIBUTES, ENDED_ENROLMENT)),
    /** First connection request. */
    CONNECT(
            Door.SERVER_TCP,
            Methods.CONNECT,
            REQUEST,
            CHANNEL,
            must(PROTOCOL, TARGET_ID, CALLBACK_ADDRESS, RING_NONCE, SYSTEM_REQUESTED, BOX),
            may(WAIT_TIME, PATHS)),
    /** The ring is on its way to the acceptor. */
    CONNECT_ANSWER(
            Door.DEVICE_TCP,
            Methods.CONNECT,
            SUCCESS,
            CHANNEL,
            must(CONNECTION_ID, ACCEPTOR_KEY),
            may(ACCEPTOR_ADDRESS)),
    /** The ring is not passed on. */
    CONNECT_REFUSED(
            Door.DEVICE_TCP,
            Methods.CONNECT,
            ERROR,
            CHANNEL,
            must(ERROR_CODE),
            may(UNKNOWN_ATTRIBUTES, RETRY_AFTER, ABSENCE, REFUSALS, ENDED_ENROLMENT)),
    /** The equipment is silent: the ring waits for its next registration. Only to an issuer that sent WAIT-TIME. */
    WAITING(Door.DEVICE_TCP, Methods.WAITING, INDICATION, CHANNEL, must(RING_NONCE, WAIT_TIME)),
    /** The gateway judged the ring and calls back, and where the server sees both. Only to an issuer that sent PATHS. */
    CALLING(
            Door.DEVICE_TCP,
            Methods.CALLING,
            INDICATION,
            CHANNEL,
            must(RING_NONCE, ISSUER_ADDRESS),
            may(ACCEPTOR_ADDRESS, ROUND_TRIPS, RELAY_TICKET)),
    /** How the ring ended, in as few words as the server may know. */
    RESULT(
            Door.DEVICE_TCP,
            Methods.RESULT,
            INDICATION,
            CHANNEL,
            must(RING_NONCE, OUTCOME),
            may(SEALED_REASON, ABSENCE, RETRY_AFTER, ENDED_ENROLMENT)),
    /** An issuer asks whether equipment is there: wakes nobody, and leaves nothing. */
    PRESENCE(Door.SERVER_TCP, Methods.PRESENCE, REQUEST, CHANNEL, must(PROTOCOL, TARGET_ID)),
    /** The equipment is registered: since when it was not heard, and how long (LIFETIME) until it counts as gone. */
    PRESENT(Door.DEVICE_TCP, Methods.PRESENCE, SUCCESS, CHANNEL, must(AGE, LIFETIME)),
    /** The equipment is not registered, or the issuer is not told. */
    PRESENCE_REFUSED(
            Door.DEVICE_TCP,
            Methods.PRESENCE,
            ERROR,
            CHANNEL,
            must(ERROR_CODE),
            may(UNKNOWN_ATTRIBUTES, RETRY_AFTER, ABSENCE, AGE, ENDED_ENROLMENT)),
    /** The acceptor's answer to a wake-up, on the second TCP connection. */
    CONNECTION_BIND(
            Door.SERVER_TCP,
            Methods.CONNECTION_BIND,
            REQUEST,
            CHANNEL,
            must(PROTOCOL, USERNAME, CONNECTION_ID),
            may(FURTHER_BINDS, PATHS)),
    /** Second connection request. */
    SECOND_REQUEST(
            Door.DEVICE_TCP,
            Methods.CONNECTION_BIND,
            SUCCESS,
            CHANNEL,
            must(TARGET_ID, RING_NONCE, XOR_PEER_ADDRESS, BOX),
            may(FURTHER_BINDS, PATHS, ROUND_TRIPS, RELAY_TICKET),
            TARGET_ID),
    /** Instead of a second connection request: keys whose conversations must be cut. */
    POLICY(
            Door.DEVICE_TCP,
            Methods.CONNECTION_BIND,
            SUCCESS,
            CHANNEL,
            must(REVOKED_KEYS),
            may(FURTHER_BINDS),
            REVOKED_KEYS),
    /** Nothing is pending under that number for this equipment. */
    BIND_REFUSED(
            Door.DEVICE_TCP,
            Methods.CONNECTION_BIND,
            ERROR,
            CHANNEL,
            must(ERROR_CODE),
            may(UNKNOWN_ATTRIBUTES, FURTHER_BINDS)),
    /** How a ring goes; after a Policy, outcome calling says that it is stored. */
    REPORT(
            Door.SERVER_TCP,
            Methods.REPORT,
            INDICATION,
            CHANNEL,
            must(CONNECTION_ID, OUTCOME),
            may(SEALED_REASON, BUSY)),
    /** Either end of a ring wants to be relayed to the other one. */
    RELAY_BIND(Door.SERVER_RELAY, Methods.RELAY_BIND, REQUEST, Proof.TICKET, must(PROTOCOL, TICKET_ID)),
    /** Both ends are there: what follows on this connection goes to the other one, byte for byte. */
    RELAY_BOUND(Door.DEVICE_RELAY, Methods.RELAY_BIND, SUCCESS, Proof.NONE, must()),
    /** Both ends are there, and are not relayed. */
    RELAY_REFUSED(Door.DEVICE_RELAY, Methods.RELAY_BIND, ERROR, Proof.NONE, must(ERROR_CODE)),
    /** The acceptor calls back. */
    COMMUNICATION_REQUEST(
            Door.ISSUER_CALL, Methods.COMMUNICATION, REQUEST, CHANNEL, must(PROTOCOL, TARGET_ID, RING_NONCE)),
    /** The issuer takes the call; conversations follow. */
    ACCEPTED(Door.ACCEPTOR_CALL, Methods.COMMUNICATION, SUCCESS, CHANNEL, must(RING_NONCE)),
    /** The issuer does not take the call. */
    REFUSED(Door.ACCEPTOR_CALL, Methods.COMMUNICATION, ERROR, CHANNEL, must(ERROR_CODE), may(UNKNOWN_ATTRIBUTES));

    /** The version of the protocol that this code speaks; two ends may differ by one. */
    public static final int VERSION = 1;

    private final Door door;
    private final int type;
    private final Proof proof;
    private final Optional<Attribute<?>> marker;
    private final Places places;

    MessageKind(Door door, int method, MessageClass messageClass, Proof proof, List<Attribute<?>> required) {
        this(door, method, messageClass, proof, required, may());
    }

    MessageKind(
            Door door,
            int method,
            MessageClass messageClass,
            Proof proof,
            List<Attribute<?>> required,
            List<Attribute<?>> optional,
            Attribute<?>... marker) {
        this.door = door;
        this.type = messageClass.typeOf(method);
        this.proof = proof;
        this.places = new Places(required, optional);
        this.marker = Arrays.<Attribute<?>>stream(marker).findFirst();
    }

    /** {@return where it arrives} */
    public Door door() {
        return door;
    }

    /** {@return the STUN message type} */
    public int type() {
        return type;
    }

    /** {@return what proves it to its receiver} */
    public Proof proof() {
        return proof;
    }

    /** {@return the attribute that distinguishes it from other kinds of this type at this door, if there are any} */
    public Optional<Attribute<?>> marker() {
        return marker;
    }

    /** {@return attributes that must stand in it} */
    public List<Attribute<?>> required() {
        return places.required();
    }

    /** {@return attributes that may stand in it} */
    public List<Attribute<?>> optional() {
        return places.optional();
    }

    /** {@return the name in documents, for example {@code Connection Bind}} */
    public String title() {
        return Arrays.stream(name().split("_", -1))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(" "));
    }

    /** {@return the error response to this request; empty if it is no request on a protected connection} */
    public Optional<MessageKind> refusal() {
        return Catalogue.refusalOf(this);
    }

    /** {@return where its attributes stand} */
    Places places() {
        return places;
    }

    private static List<Attribute<?>> must(Attribute<?>... attributes) {
        return List.of(attributes);
    }

    private static List<Attribute<?>> may(Attribute<?>... attributes) {
        return must(attributes);
    }
}
