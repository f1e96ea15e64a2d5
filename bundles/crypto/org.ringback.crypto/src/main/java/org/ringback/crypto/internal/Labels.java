package org.ringback.crypto.internal;

import java.nio.charset.StandardCharsets;
import org.ringback.spi.RingCrypto.CallProofUse;
import org.ringback.spi.RingCrypto.MacUse;
import org.ringback.spi.RingCrypto.ProofUse;

/**
 * The labels in derived keys, proofs and hashes: {@code ringback}, the protocol version, the use. Each use has its own,
 * so that a value made for one use is not valid for another. Stateless.
 */
final class Labels {
    /** The protocol version that the labels and proofs name. */
    static final byte VERSION = 1;

    static final byte[] DATAGRAM_RING = label("datagram ring");
    static final byte[] BOX = label("box");
    static final byte[] REASON = label("reason");
    static final byte[] CODE = label("code");
    static final byte[] ENROLMENT_PROOF = label("enrolment proof");
    static final byte[] BINDING = label("binding");
    static final byte[] PASSWORD_SALT = label("password salt");
    static final byte[] CALL = label("call");
    static final byte[] CALL_ID = label("call id");

    private static final byte[] GRANT_PROOF = label("grant proof");
    private static final byte[] PASSWORD_PROOF = label("password proof");
    private static final byte[] REGISTER = label("register");
    private static final byte[] REGISTERED = label("registered");
    private static final byte[] WAKE_UP = label("wake-up");
    private static final byte[] RING_ACKNOWLEDGED = label("ring acknowledged");
    private static final byte[] REPORT = label("report");
    private static final byte[] REPORT_ACKNOWLEDGED = label("report acknowledged");
    private static final byte[] ATTACH = label("attach");
    private static final byte[] ATTACHED = label("attached");

    private Labels() {}

    static byte[] of(MacUse use) {
        return switch (use) {
            case REGISTER -> REGISTER;
            case REGISTERED -> REGISTERED;
            case WAKE_UP -> WAKE_UP;
            case RING_ACKNOWLEDGED -> RING_ACKNOWLEDGED;
            case REPORT -> REPORT;
            case REPORT_ACKNOWLEDGED -> REPORT_ACKNOWLEDGED;
        };
    }

    static byte[] of(ProofUse use) {
        return switch (use) {
            case GRANT -> GRANT_PROOF;
            case PASSWORD -> PASSWORD_PROOF;
        };
    }

    static byte[] of(CallProofUse use) {
        return switch (use) {
            case ATTACH -> ATTACH;
            case ATTACHED -> ATTACHED;
        };
    }

    private static byte[] label(String use) {
        // [KEY-2] A label is ASCII: ringback, the protocol version, the use, with one space between
        return ("ringback " + VERSION + " " + use).getBytes(StandardCharsets.US_ASCII);
    }
}
