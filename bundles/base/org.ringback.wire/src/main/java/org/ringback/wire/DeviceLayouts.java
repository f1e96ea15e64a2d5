package org.ringback.wire;

import static org.ringback.wire.Attributes.ALARMS;
import static org.ringback.wire.Attributes.CODE;
import static org.ringback.wire.Attributes.CODE_ID;
import static org.ringback.wire.Attributes.ENDED_ENROLMENT;
import static org.ringback.wire.Attributes.ERROR_CODE;
import static org.ringback.wire.Attributes.INSTANCE_ID;
import static org.ringback.wire.Attributes.LIFETIME;
import static org.ringback.wire.Attributes.NAME;
import static org.ringback.wire.Attributes.PROOF;
import static org.ringback.wire.Attributes.PROTECTIONS;
import static org.ringback.wire.Attributes.PROTOCOL;
import static org.ringback.wire.Attributes.REFRESH_TIME;
import static org.ringback.wire.Attributes.REGISTRATION_KEY;
import static org.ringback.wire.Attributes.RETRY_AFTER;
import static org.ringback.wire.Attributes.REVOKED_KEYS;
import static org.ringback.wire.Attributes.ROLE;
import static org.ringback.wire.Attributes.SERVER_TIME;
import static org.ringback.wire.Attributes.STORE_COMMIT;
import static org.ringback.wire.Attributes.UNKNOWN_ATTRIBUTES;
import static org.ringback.wire.Attributes.USERNAME;
import static org.ringback.wire.Layout.may;
import static org.ringback.wire.Layout.must;
import static org.ringback.wire.MessageClass.ERROR;
import static org.ringback.wire.MessageClass.REQUEST;
import static org.ringback.wire.MessageClass.SUCCESS;
import static org.ringback.wire.Proof.CHANNEL;

/** The layouts of the messages by which a device enrols, leases a registration key, and invites persons or takes that back. */
final class DeviceLayouts {
    static final Layout ENROL =
            Layout.of(Door.SERVER_TCP, Methods.ENROL, REQUEST, CHANNEL, must(PROTOCOL, CODE_ID, ROLE, PROOF));

    static final Layout ENROLLED =
            Layout.of(Door.DEVICE_TCP, Methods.ENROL, SUCCESS, CHANNEL, must(USERNAME, PROTECTIONS, SERVER_TIME));

    static final Layout ENROL_REFUSED = Layout.of(
            Door.DEVICE_TCP, Methods.ENROL, ERROR, CHANNEL, must(ERROR_CODE), may(UNKNOWN_ATTRIBUTES, ENDED_ENROLMENT));

    static final Layout LEASE = Layout.of(
            Door.SERVER_TCP, Methods.LEASE, REQUEST, CHANNEL, must(PROTOCOL, USERNAME), may(INSTANCE_ID, STORE_COMMIT));

    static final Layout LEASED = Layout.of(
            Door.DEVICE_TCP,
            Methods.LEASE,
            SUCCESS,
            CHANNEL,
            must(REGISTRATION_KEY, LIFETIME, REFRESH_TIME, SERVER_TIME),
            may(ALARMS));

    static final Layout LEASE_REFUSED = Layout.of(
            Door.DEVICE_TCP, Methods.LEASE, ERROR, CHANNEL, must(ERROR_CODE), may(UNKNOWN_ATTRIBUTES, ENDED_ENROLMENT));

    static final Layout INVITE =
            Layout.of(Door.SERVER_TCP, Methods.INVITE, REQUEST, CHANNEL, must(PROTOCOL, USERNAME, NAME));

    static final Layout INVITED = Layout.of(
            Door.DEVICE_TCP, Methods.INVITE, SUCCESS, CHANNEL, must(CODE_ID, CODE, LIFETIME, PROTECTIONS, SERVER_TIME));

    static final Layout INVITE_REFUSED = Layout.of(
            Door.DEVICE_TCP,
            Methods.INVITE,
            ERROR,
            CHANNEL,
            must(ERROR_CODE),
            may(UNKNOWN_ATTRIBUTES, RETRY_AFTER, ENDED_ENROLMENT));

    static final Layout WITHDRAW = Layout.of(
            Door.SERVER_TCP, Methods.WITHDRAW, REQUEST, CHANNEL, must(PROTOCOL, USERNAME, CODE_ID), may(REVOKED_KEYS));

    static final Layout WITHDRAWN = Layout.of(Door.DEVICE_TCP, Methods.WITHDRAW, SUCCESS, CHANNEL, must(CODE_ID));

    static final Layout WITHDRAW_REFUSED = Layout.of(
            Door.DEVICE_TCP,
            Methods.WITHDRAW,
            ERROR,
            CHANNEL,
            must(ERROR_CODE),
            may(UNKNOWN_ATTRIBUTES, ENDED_ENROLMENT));

    private DeviceLayouts() {}
}
