package org.ringback.wire;

import static org.ringback.wire.Attributes.CERTIFICATES;
import static org.ringback.wire.Attributes.DEVICE_KEY;
import static org.ringback.wire.Attributes.FIRST_KEY_GENERATION_INFORMATION;
import static org.ringback.wire.Attributes.FOURTH_KEY_GENERATION_INFORMATION;
import static org.ringback.wire.Attributes.PROTOCOL;
import static org.ringback.wire.Attributes.ROLE;
import static org.ringback.wire.Attributes.SECOND_KEY_GENERATION_INFORMATION;
import static org.ringback.wire.Attributes.SIGNATURE;
import static org.ringback.wire.Attributes.THIRD_KEY_GENERATION_INFORMATION;
import static org.ringback.wire.Layout.may;
import static org.ringback.wire.Layout.must;
import static org.ringback.wire.MessageClass.INDICATION;
import static org.ringback.wire.MessageClass.REQUEST;
import static org.ringback.wire.MessageClass.SUCCESS;

/** The layouts of the messages before certificate-first has keys, and in its first record. */
final class AgreementLayouts {
    static final Layout CERTIFICATE_REQUEST =
            Layout.of(Door.SERVER_AGREEMENT, Methods.CERTIFICATE, REQUEST, Proof.NONE, must(PROTOCOL, ROLE));

    static final Layout CERTIFICATE =
            Layout.of(Door.DEVICE_AGREEMENT, Methods.CERTIFICATE, SUCCESS, Proof.CHAIN, must(CERTIFICATES));

    static final Layout FIRST_INFORMATION = Layout.of(
            Door.SERVER_AGREEMENT,
            Methods.KEY_GENERATION,
            REQUEST,
            Proof.NOISE,
            must(PROTOCOL, FIRST_KEY_GENERATION_INFORMATION),
            may(),
            FIRST_KEY_GENERATION_INFORMATION);

    static final Layout SECOND_INFORMATION = Layout.of(
            Door.DEVICE_AGREEMENT,
            Methods.KEY_GENERATION,
            SUCCESS,
            Proof.NOISE,
            must(SECOND_KEY_GENERATION_INFORMATION),
            may(),
            SECOND_KEY_GENERATION_INFORMATION);

    static final Layout THIRD_INFORMATION = Layout.of(
            Door.SERVER_AGREEMENT,
            Methods.KEY_GENERATION,
            REQUEST,
            Proof.NOISE,
            must(PROTOCOL, THIRD_KEY_GENERATION_INFORMATION),
            may(),
            THIRD_KEY_GENERATION_INFORMATION);

    static final Layout FOURTH_INFORMATION = Layout.of(
            Door.DEVICE_AGREEMENT,
            Methods.KEY_GENERATION,
            SUCCESS,
            Proof.NOISE,
            must(FOURTH_KEY_GENERATION_INFORMATION),
            may(),
            FOURTH_KEY_GENERATION_INFORMATION);

    static final Layout DEVICE_PROOF = Layout.of(
            Door.SERVER_FIRST_RECORD, Methods.DEVICE_PROOF, INDICATION, Proof.SIGNATURE, must(DEVICE_KEY, SIGNATURE));

    private AgreementLayouts() {}
}
