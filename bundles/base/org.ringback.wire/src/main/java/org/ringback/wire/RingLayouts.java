package org.ringback.wire;

import static org.ringback.wire.Attributes.ABSENCE;
import static org.ringback.wire.Attributes.ACCEPTOR_ADDRESS;
import static org.ringback.wire.Attributes.ACCEPTOR_KEY;
import static org.ringback.wire.Attributes.ADDRESS_FAMILY;
import static org.ringback.wire.Attributes.BOX;
import static org.ringback.wire.Attributes.BUSY;
import static org.ringback.wire.Attributes.CALLBACK_ADDRESS;
import static org.ringback.wire.Attributes.CONNECTION_ID;
import static org.ringback.wire.Attributes.ENDED_ENROLMENT;
import static org.ringback.wire.Attributes.ERROR_CODE;
import static org.ringback.wire.Attributes.FURTHER_BINDS;
import static org.ringback.wire.Attributes.ISSUER_ADDRESS;
import static org.ringback.wire.Attributes.OUTCOME;
import static org.ringback.wire.Attributes.PATHS;
import static org.ringback.wire.Attributes.PROTOCOL;
import static org.ringback.wire.Attributes.REFUSALS;
import static org.ringback.wire.Attributes.RELAY_TICKET;
import static org.ringback.wire.Attributes.RETRY_AFTER;
import static org.ringback.wire.Attributes.REVOKED_KEYS;
import static org.ringback.wire.Attributes.RING_NONCE;
import static org.ringback.wire.Attributes.ROUND_TRIPS;
import static org.ringback.wire.Attributes.SEALED_REASON;
import static org.ringback.wire.Attributes.SYSTEM_REQUESTED;
import static org.ringback.wire.Attributes.TARGET_ID;
import static org.ringback.wire.Attributes.UNKNOWN_ATTRIBUTES;
import static org.ringback.wire.Attributes.USERNAME;
import static org.ringback.wire.Attributes.WAIT_TIME;
import static org.ringback.wire.Attributes.XOR_PEER_ADDRESS;
import static org.ringback.wire.Layout.may;
import static org.ringback.wire.Layout.must;
import static org.ringback.wire.MessageClass.ERROR;
import static org.ringback.wire.MessageClass.INDICATION;
import static org.ringback.wire.MessageClass.REQUEST;
import static org.ringback.wire.MessageClass.SUCCESS;
import static org.ringback.wire.Proof.CHANNEL;

/** The layouts of the messages of a ring between its two ends and the server. */
final class RingLayouts {
    static final Layout CONNECT = Layout.of(
            Door.SERVER_TCP,
            Methods.CONNECT,
            REQUEST,
            CHANNEL,
            must(PROTOCOL, TARGET_ID, CALLBACK_ADDRESS, RING_NONCE, SYSTEM_REQUESTED, BOX),
            may(WAIT_TIME, PATHS));

    static final Layout CONNECT_ANSWER = Layout.of(
            Door.DEVICE_TCP,
            Methods.CONNECT,
            SUCCESS,
            CHANNEL,
            must(CONNECTION_ID, ACCEPTOR_KEY),
            may(ACCEPTOR_ADDRESS));

    static final Layout CONNECT_REFUSED = Layout.of(
            Door.DEVICE_TCP,
            Methods.CONNECT,
            ERROR,
            CHANNEL,
            must(ERROR_CODE),
            may(UNKNOWN_ATTRIBUTES, RETRY_AFTER, ABSENCE, REFUSALS, ENDED_ENROLMENT, ADDRESS_FAMILY));

    static final Layout WAITING =
            Layout.of(Door.DEVICE_TCP, Methods.WAITING, INDICATION, CHANNEL, must(RING_NONCE, WAIT_TIME));

    static final Layout CALLING = Layout.of(
            Door.DEVICE_TCP,
            Methods.CALLING,
            INDICATION,
            CHANNEL,
            must(RING_NONCE, ISSUER_ADDRESS),
            may(ACCEPTOR_ADDRESS, PATHS, ROUND_TRIPS, RELAY_TICKET));

    static final Layout RESULT = Layout.of(
            Door.DEVICE_TCP,
            Methods.RESULT,
            INDICATION,
            CHANNEL,
            must(RING_NONCE, OUTCOME),
            may(SEALED_REASON, ABSENCE, RETRY_AFTER, ENDED_ENROLMENT));

    static final Layout CONNECTION_BIND = Layout.of(
            Door.SERVER_TCP,
            Methods.CONNECTION_BIND,
            REQUEST,
            CHANNEL,
            must(PROTOCOL, USERNAME, CONNECTION_ID),
            may(FURTHER_BINDS, PATHS));

    static final Layout SECOND_REQUEST = Layout.of(
            Door.DEVICE_TCP,
            Methods.CONNECTION_BIND,
            SUCCESS,
            CHANNEL,
            must(TARGET_ID, RING_NONCE, XOR_PEER_ADDRESS, BOX),
            may(FURTHER_BINDS, PATHS, ROUND_TRIPS, RELAY_TICKET),
            TARGET_ID);

    static final Layout POLICY = Layout.of(
            Door.DEVICE_TCP,
            Methods.CONNECTION_BIND,
            SUCCESS,
            CHANNEL,
            must(REVOKED_KEYS),
            may(FURTHER_BINDS),
            REVOKED_KEYS);

    static final Layout BIND_REFUSED = Layout.of(
            Door.DEVICE_TCP,
            Methods.CONNECTION_BIND,
            ERROR,
            CHANNEL,
            must(ERROR_CODE),
            may(UNKNOWN_ATTRIBUTES, FURTHER_BINDS));

    static final Layout REPORT = Layout.of(
            Door.SERVER_TCP,
            Methods.REPORT,
            INDICATION,
            CHANNEL,
            must(CONNECTION_ID, OUTCOME),
            may(SEALED_REASON, BUSY));

    private RingLayouts() {}
}
