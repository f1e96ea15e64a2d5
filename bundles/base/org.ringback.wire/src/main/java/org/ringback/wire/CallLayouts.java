package org.ringback.wire;

import static org.ringback.wire.Attributes.ERROR_CODE;
import static org.ringback.wire.Attributes.PROTOCOL;
import static org.ringback.wire.Attributes.RING_NONCE;
import static org.ringback.wire.Attributes.TARGET_ID;
import static org.ringback.wire.Attributes.UNKNOWN_ATTRIBUTES;
import static org.ringback.wire.Layout.may;
import static org.ringback.wire.Layout.must;
import static org.ringback.wire.MessageClass.ERROR;
import static org.ringback.wire.MessageClass.REQUEST;
import static org.ringback.wire.MessageClass.SUCCESS;
import static org.ringback.wire.Proof.CHANNEL;

/** The layouts of the messages at the beginning of a call-back. */
final class CallLayouts {
    static final Layout COMMUNICATION_REQUEST =
            Layout.of(Door.ISSUER_CALL, Methods.COMMUNICATION, REQUEST, CHANNEL, must(PROTOCOL, TARGET_ID, RING_NONCE));

    static final Layout ACCEPTED =
            Layout.of(Door.ACCEPTOR_CALL, Methods.COMMUNICATION, SUCCESS, CHANNEL, must(RING_NONCE));

    static final Layout REFUSED = Layout.of(
            Door.ACCEPTOR_CALL, Methods.COMMUNICATION, ERROR, CHANNEL, must(ERROR_CODE), may(UNKNOWN_ATTRIBUTES));

    private CallLayouts() {}
}
