package org.ringback.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The declarative catalogue of messages: where each arrives, its type, who proves it, which attributes it must and may
 * carry; each {@link Layout} stands by its subject in a file of its own. Validation, the tables and examples of
 * docs/protocol.md and the fuzz dictionaries come from here. FINGERPRINT (on UDP; optional in a probe only) and
 * MESSAGE-INTEGRITY-SHA256 (where the proof is a MAC) are not listed.
 */
@SuppressWarnings("Immutable") // The lists are unmodifiable copies, which the compiler check cannot see.
public enum MessageKind {
    /** An ordinary STUN Binding request, answered only if the operator switched the probe on. */
    PROBE(DatagramLayouts.PROBE),
    /** The answer to a probe. */
    PROBE_ANSWER(DatagramLayouts.PROBE_ANSWER),
    /** Registration, refresh, or with LIFETIME 0 the end of it. Without NONCE it only asks for one. */
    REGISTER(DatagramLayouts.REGISTER),
    /** The registration stands. */
    REGISTERED(DatagramLayouts.REGISTERED),
    /** Asks for proof (401) or for a fresh nonce (438). */
    CHALLENGE(DatagramLayouts.CHALLENGE),
    /** Third connection request: open a second TCP connection. */
    WAKE_UP(DatagramLayouts.WAKE_UP),
    /** Second connection request by UDP; what is sealed is the whole message Second Request. */
    DATAGRAM_RING(DatagramLayouts.DATAGRAM_RING),
    /** The datagram ring arrived. */
    RING_ACKNOWLEDGED(DatagramLayouts.RING_ACKNOWLEDGED),
    /** How a datagram ring goes. */
    DATAGRAM_REPORT(DatagramLayouts.DATAGRAM_REPORT),
    /** The report arrived. */
    REPORT_ACKNOWLEDGED(DatagramLayouts.REPORT_ACKNOWLEDGED),
    /** A device that speaks certificate-first asks for the server's certificates. */
    CERTIFICATE_REQUEST(AgreementLayouts.CERTIFICATE_REQUEST),
    /** The chain to the server's X25519 leaf. */
    CERTIFICATE(AgreementLayouts.CERTIFICATE),
    /** From an issuer that found the certificates valid. */
    FIRST_INFORMATION(AgreementLayouts.FIRST_INFORMATION),
    /** The server's answer to the first: both derive the first common key. */
    SECOND_INFORMATION(AgreementLayouts.SECOND_INFORMATION),
    /** From an acceptor that found the certificates valid. */
    THIRD_INFORMATION(AgreementLayouts.THIRD_INFORMATION),
    /** The server's answer to the third: both derive the second common key. */
    FOURTH_INFORMATION(AgreementLayouts.FOURTH_INFORMATION),
    /** First record of every connection in certificate-first: the device's key, and that it is here. */
    DEVICE_PROOF(AgreementLayouts.DEVICE_PROOF),
    /** A device with a one-time code becomes known. */
    ENROL(DeviceLayouts.ENROL),
    /** The ID under which the device is known now. */
    ENROLLED(DeviceLayouts.ENROLLED),
    /** Not enrolled. */
    ENROL_REFUSED(DeviceLayouts.ENROL_REFUSED),
    /** An acceptor asks for a registration key. */
    LEASE(DeviceLayouts.LEASE),
    /** The key, how long it lasts (LIFETIME), and when to register. */
    LEASED(DeviceLayouts.LEASED),
    /** No lease. */
    LEASE_REFUSED(DeviceLayouts.LEASE_REFUSED),
    /** A gateway asks for a code with which a person's issuer may enrol and ask for this equipment. */
    INVITE(DeviceLayouts.INVITE),
    /** The code and how long it lasts (LIFETIME). */
    INVITED(DeviceLayouts.INVITED),
    /** No invitation. */
    INVITE_REFUSED(DeviceLayouts.INVITE_REFUSED),
    /** A gateway takes an invitation back, used or not: whoever may ask only by it may ask no longer. */
    WITHDRAW(DeviceLayouts.WITHDRAW),
    /** Nobody may ask by that invitation, whether there was one or not. */
    WITHDRAWN(DeviceLayouts.WITHDRAWN),
    /** Not withdrawn. */
    WITHDRAW_REFUSED(DeviceLayouts.WITHDRAW_REFUSED),
    /** First connection request. */
    CONNECT(RingLayouts.CONNECT),
    /** The ring is on its way to the acceptor. */
    CONNECT_ANSWER(RingLayouts.CONNECT_ANSWER),
    /** The ring is not passed on. */
    CONNECT_REFUSED(RingLayouts.CONNECT_REFUSED),
    /** The equipment is silent: the ring waits for its next registration. Only to an issuer that sent WAIT-TIME. */
    WAITING(RingLayouts.WAITING),
    /** The gateway judged the ring and calls back, and where the server sees both. Only to an issuer that sent PATHS. */
    CALLING(RingLayouts.CALLING),
    /** How the ring ended, in as few words as the server may know. */
    RESULT(RingLayouts.RESULT),
    /** An issuer asks whether equipment is there: wakes nobody, and leaves nothing. */
    PRESENCE(EnquiryLayouts.PRESENCE),
    /** The equipment is registered: since when it was not heard, and how long (LIFETIME) until it counts as gone. */
    PRESENT(EnquiryLayouts.PRESENT),
    /** The equipment is not registered, or the issuer is not told. */
    PRESENCE_REFUSED(EnquiryLayouts.PRESENCE_REFUSED),
    /** A device asks where the server sees it, and with DIAL-BACK whether a connection comes in there: wakes nobody. */
    NETWORK_CHECK(EnquiryLayouts.NETWORK_CHECK),
    /** Where the server sees the sender, and what came of DIAL-BACK. */
    NETWORK_CHECKED(EnquiryLayouts.NETWORK_CHECKED),
    /** Not told. */
    NETWORK_CHECK_REFUSED(EnquiryLayouts.NETWORK_CHECK_REFUSED),
    /** The acceptor's answer to a wake-up, on the second TCP connection. */
    CONNECTION_BIND(RingLayouts.CONNECTION_BIND),
    /** Second connection request. */
    SECOND_REQUEST(RingLayouts.SECOND_REQUEST),
    /** Instead of a second connection request: keys whose conversations must be cut. */
    POLICY(RingLayouts.POLICY),
    /** Nothing is pending under that number for this equipment. */
    BIND_REFUSED(RingLayouts.BIND_REFUSED),
    /** How a ring goes; after a Policy, outcome calling says that it is stored. */
    REPORT(RingLayouts.REPORT),
    /** Either end of a ring wants to be relayed to the other one. */
    RELAY_BIND(RelayLayouts.RELAY_BIND),
    /** Both ends are there: what follows on this connection goes to the other one, byte for byte. */
    RELAY_BOUND(RelayLayouts.RELAY_BOUND),
    /** Both ends are there, and are not relayed. */
    RELAY_REFUSED(RelayLayouts.RELAY_REFUSED),
    /** The acceptor calls back. */
    COMMUNICATION_REQUEST(CallLayouts.COMMUNICATION_REQUEST),
    /** The issuer takes the call; conversations follow. */
    ACCEPTED(CallLayouts.ACCEPTED),
    /** The issuer does not take the call. */
    REFUSED(CallLayouts.REFUSED);

    /** The version of the protocol that this code speaks; two ends may differ by one. */
    public static final int VERSION = 1;

    private final Layout layout;

    MessageKind(Layout layout) {
        this.layout = layout;
    }

    /** {@return where it arrives} */
    public Door door() {
        return layout.door();
    }

    /** {@return the STUN message type} */
    public int type() {
        return layout.type();
    }

    /** {@return what proves it to its receiver} */
    public Proof proof() {
        return layout.proof();
    }

    /** {@return the attribute that distinguishes it from other kinds of this type at this door, if there are any} */
    public Optional<Attribute<?>> marker() {
        return layout.marker();
    }

    /** {@return attributes that must stand in it} */
    public List<Attribute<?>> required() {
        return layout.places().required();
    }

    /** {@return attributes that may stand in it} */
    public List<Attribute<?>> optional() {
        return layout.places().optional();
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
        return layout.places();
    }
}
