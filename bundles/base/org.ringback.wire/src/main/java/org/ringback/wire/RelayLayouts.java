package org.ringback.wire;

import static org.ringback.wire.Attributes.ERROR_CODE;
import static org.ringback.wire.Attributes.PROTOCOL;
import static org.ringback.wire.Attributes.TICKET_ID;
import static org.ringback.wire.Layout.must;
import static org.ringback.wire.MessageClass.ERROR;
import static org.ringback.wire.MessageClass.REQUEST;
import static org.ringback.wire.MessageClass.SUCCESS;

/** The layouts of the messages that go in clear, before two ends are relayed to each other. */
final class RelayLayouts {
    static final Layout RELAY_BIND =
            Layout.of(Door.SERVER_RELAY, Methods.RELAY_BIND, REQUEST, Proof.TICKET, must(PROTOCOL, TICKET_ID));

    static final Layout RELAY_BOUND = Layout.of(Door.DEVICE_RELAY, Methods.RELAY_BIND, SUCCESS, Proof.NONE, must());

    static final Layout RELAY_REFUSED =
            Layout.of(Door.DEVICE_RELAY, Methods.RELAY_BIND, ERROR, Proof.NONE, must(ERROR_CODE));

    private RelayLayouts() {}
}
