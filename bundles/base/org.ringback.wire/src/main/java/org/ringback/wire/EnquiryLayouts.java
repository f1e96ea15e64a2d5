package org.ringback.wire;

import static org.ringback.wire.Attributes.ABSENCE;
import static org.ringback.wire.Attributes.AGE;
import static org.ringback.wire.Attributes.DIAL_BACK;
import static org.ringback.wire.Attributes.DIAL_BACK_OUTCOME;
import static org.ringback.wire.Attributes.ENDED_ENROLMENT;
import static org.ringback.wire.Attributes.ERROR_CODE;
import static org.ringback.wire.Attributes.LIFETIME;
import static org.ringback.wire.Attributes.PATHS;
import static org.ringback.wire.Attributes.PROTOCOL;
import static org.ringback.wire.Attributes.RETRY_AFTER;
import static org.ringback.wire.Attributes.ROUND_TRIPS;
import static org.ringback.wire.Attributes.SERVER_TIME;
import static org.ringback.wire.Attributes.TARGET_ID;
import static org.ringback.wire.Attributes.UNKNOWN_ATTRIBUTES;
import static org.ringback.wire.Attributes.XOR_MAPPED_ADDRESS;
import static org.ringback.wire.Layout.may;
import static org.ringback.wire.Layout.must;
import static org.ringback.wire.MessageClass.ERROR;
import static org.ringback.wire.MessageClass.REQUEST;
import static org.ringback.wire.MessageClass.SUCCESS;
import static org.ringback.wire.Proof.CHANNEL;

/** The layouts of the messages by which a device asks the server something without a ring. */
final class EnquiryLayouts {
    static final Layout PRESENCE =
            Layout.of(Door.SERVER_TCP, Methods.PRESENCE, REQUEST, CHANNEL, must(PROTOCOL, TARGET_ID));

    static final Layout PRESENT = Layout.of(Door.DEVICE_TCP, Methods.PRESENCE, SUCCESS, CHANNEL, must(AGE, LIFETIME));

    static final Layout PRESENCE_REFUSED = Layout.of(
            Door.DEVICE_TCP,
            Methods.PRESENCE,
            ERROR,
            CHANNEL,
            must(ERROR_CODE),
            may(UNKNOWN_ATTRIBUTES, RETRY_AFTER, ABSENCE, AGE, ENDED_ENROLMENT));

    static final Layout NETWORK_CHECK =
            Layout.of(Door.SERVER_TCP, Methods.NETWORK_CHECK, REQUEST, CHANNEL, must(PROTOCOL), may(DIAL_BACK));

    static final Layout NETWORK_CHECKED = Layout.of(
            Door.DEVICE_TCP,
            Methods.NETWORK_CHECK,
            SUCCESS,
            CHANNEL,
            must(XOR_MAPPED_ADDRESS, SERVER_TIME),
            may(ROUND_TRIPS, DIAL_BACK_OUTCOME, PATHS));

    static final Layout NETWORK_CHECK_REFUSED = Layout.of(
            Door.DEVICE_TCP,
            Methods.NETWORK_CHECK,
            ERROR,
            CHANNEL,
            must(ERROR_CODE),
            may(UNKNOWN_ATTRIBUTES, RETRY_AFTER, ENDED_ENROLMENT));

    private EnquiryLayouts() {}
}
