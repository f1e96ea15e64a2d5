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
 * Reports how one ring goes: to the server in clear, to the issuer sealed. All last reports have the same length: if
 * there is no reason to tell, or the issuer did not prove a grant, random bytes take the place of the reason.
 */
final class RingReporter {
    private final Context context;
    private final EquipmentId equipment;
    private final RingNonce nonce;
    private final Reporter server;
    private @Nullable ReasonKey key;

    RingReporter(Context context, EquipmentId equipment, RingNonce nonce, Reporter server) {
        this.context = context;
        this.equipment = equipment;
        this.nonce = nonce;
        this.server = server;
    }

    /** Takes the key from the opened box, by which reasons can be sealed for the issuer. */
    void opened(ReasonKey shared) {
        key = shared;
    }

    void calling(Turn turn) {
        server.report(Report.CALLING, turn);
    }

    /**
     * Sends the last report.
     *
     * @param outcome the outcome, for the server
     * @param told for the issuer
     * @param turn takes the actions
     */
    void over(Outcome outcome, Optional<ToldReason> told, Turn turn) {
        byte[] random = random(RingCrypto.REASON_RANDOM_LENGTH);
        ReasonKey shared = key;
        // [ACC-25] Where the grant was not proved (steps 1 and 2, no such grant, a wrong proof), where the ring was …
        byte[] sealed = shared == null || told.isEmpty()
                ? random(RingCrypto.SEALED_REASON_LENGTH)
                : context.crypto().sealReason(shared, equipment, nonce, random, told.get());
        // [ACC-24] Every last report, reached too, carries SEALED-REASON (56 bytes).
        server.report(Report.last(outcome, told, sealed), turn);
    }

    private byte[] random(int length) {
        byte[] bytes = new byte[length];
        context.random().nextBytes(bytes);
        return bytes;
    }
}
