package org.ringback.acceptor.core;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;
import org.ringback.api.ToldReason;
import org.ringback.kernel.Turn;
import org.ringback.spi.ReasonKey;
import org.ringback.spi.RingCrypto;
import org.ringback.wire.Outcome;

/**
 * Tells how one ring goes, the server in the open and the issuer under seal. Every last report is of one length: where
 * there is nothing to say, or to nobody who proved a grant, it carries random bytes.
 */
final class RingReporter {
    private final Parts parts;
    private final EquipmentId equipment;
    private final RingNonce nonce;
    private final Reporter server;
    private @Nullable ReasonKey key;

    RingReporter(Parts parts, EquipmentId equipment, RingNonce nonce, Reporter server) {
        this.parts = parts;
        this.equipment = equipment;
        this.nonce = nonce;
        this.server = server;
    }

    /** The box was opened: from now on something can be said to the issuer. */
    void opened(ReasonKey shared) {
        key = shared;
    }

    void calling(Turn turn) {
        server.report(Report.CALLING, turn);
    }

    /**
     * The last report.
     *
     * @param outcome for the server
     * @param told for the issuer
     * @param turn takes the actions
     */
    void over(Outcome outcome, Optional<ToldReason> told, Turn turn) {
        byte[] random = random(RingCrypto.REASON_RANDOM_LENGTH);
        ReasonKey shared = key;
        // [ACC-25] Where the grant was not proved (steps 1 and 2, no such grant, a wrong proof), where the ring was …
        byte[] sealed = shared == null || told.isEmpty()
                ? random(RingCrypto.SEALED_REASON_LENGTH)
                : parts.crypto().sealReason(shared, equipment, nonce, random, told.get());
        // [ACC-24] Every last report, reached too, carries SEALED-REASON (56 bytes).
        server.report(Report.last(outcome, told, sealed), turn);
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        parts.random().nextBytes(bytes);
        return bytes;
    }
}
