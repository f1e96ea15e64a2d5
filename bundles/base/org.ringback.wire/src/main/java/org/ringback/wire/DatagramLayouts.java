package org.ringback.wire;

import static org.ringback.wire.Attributes.ADDRESS_FAMILY;
import static org.ringback.wire.Attributes.ALARMS;
import static org.ringback.wire.Attributes.BUSY;
import static org.ringback.wire.Attributes.CONNECTION_ID;
import static org.ringback.wire.Attributes.ERROR_CODE;
import static org.ringback.wire.Attributes.IN_REPLY_TO;
import static org.ringback.wire.Attributes.LIFETIME;
import static org.ringback.wire.Attributes.NONCE;
import static org.ringback.wire.Attributes.OUTCOME;
import static org.ringback.wire.Attributes.PADDING;
import static org.ringback.wire.Attributes.PROTOCOL;
import static org.ringback.wire.Attributes.REALM;
import static org.ringback.wire.Attributes.REFLEXIVE_ADDRESS;
import static org.ringback.wire.Attributes.REFRESH_TIME;
import static org.ringback.wire.Attributes.SEALED;
import static org.ringback.wire.Attributes.SEALED_REASON;
import static org.ringback.wire.Attributes.SEQUENCE;
import static org.ringback.wire.Attributes.USED_TWICE;
import static org.ringback.wire.Attributes.USERNAME;
import static org.ringback.wire.Attributes.XOR_MAPPED_ADDRESS;
import static org.ringback.wire.Layout.may;
import static org.ringback.wire.Layout.must;
import static org.ringback.wire.MessageClass.ERROR;
import static org.ringback.wire.MessageClass.INDICATION;
import static org.ringback.wire.MessageClass.REQUEST;
import static org.ringback.wire.MessageClass.SUCCESS;

/** The layouts of the messages by UDP: registration, wake-ups and datagram rings, and plain STUN. */
final class DatagramLayouts {
    static final Layout PROBE = Layout.of(Door.SERVER_UDP, Methods.BINDING, REQUEST, Proof.NONE, must());

    static final Layout PROBE_ANSWER =
            Layout.of(Door.AGENT_UDP, Methods.BINDING, SUCCESS, Proof.NONE, must(XOR_MAPPED_ADDRESS));

    static final Layout REGISTER = Layout.of(
            Door.SERVER_UDP,
            Methods.BINDING,
            REQUEST,
            Proof.MAC_WITH_NONCE,
            must(USERNAME, PROTOCOL, LIFETIME),
            may(REALM, NONCE, SEQUENCE, REFLEXIVE_ADDRESS, PADDING, USED_TWICE),
            PROTOCOL);

    static final Layout REGISTERED = Layout.of(
            Door.ACCEPTOR_UDP,
            Methods.BINDING,
            SUCCESS,
            Proof.MAC,
            must(XOR_MAPPED_ADDRESS, LIFETIME, SEQUENCE, REFRESH_TIME),
            may(USED_TWICE, ALARMS));

    static final Layout CHALLENGE =
            Layout.of(Door.ACCEPTOR_UDP, Methods.BINDING, ERROR, Proof.NONE, must(ERROR_CODE, REALM, NONCE));

    static final Layout WAKE_UP = Layout.of(
            Door.ACCEPTOR_UDP,
            Methods.CONNECTION_ATTEMPT,
            INDICATION,
            Proof.MAC,
            must(PROTOCOL, CONNECTION_ID, IN_REPLY_TO, SEQUENCE),
            may(ADDRESS_FAMILY));

    static final Layout DATAGRAM_RING = Layout.of(
            Door.ACCEPTOR_UDP,
            Methods.DATAGRAM_RING,
            REQUEST,
            Proof.SEALED,
            must(PROTOCOL, CONNECTION_ID, IN_REPLY_TO, SEALED));

    static final Layout RING_ACKNOWLEDGED =
            Layout.of(Door.SERVER_UDP, Methods.DATAGRAM_RING, SUCCESS, Proof.MAC, must(USERNAME, CONNECTION_ID));

    static final Layout DATAGRAM_REPORT = Layout.of(
            Door.SERVER_UDP,
            Methods.REPORT,
            REQUEST,
            Proof.MAC,
            must(USERNAME, PROTOCOL, CONNECTION_ID, OUTCOME),
            may(SEALED_REASON, BUSY));

    static final Layout REPORT_ACKNOWLEDGED =
            Layout.of(Door.ACCEPTOR_UDP, Methods.REPORT, SUCCESS, Proof.MAC, must(CONNECTION_ID));

    private DatagramLayouts() {}
}
