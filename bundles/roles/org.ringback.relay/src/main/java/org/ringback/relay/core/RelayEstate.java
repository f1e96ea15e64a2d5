package org.ringback.relay.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.kernel.EstateReader;
import org.ringback.kernel.EstateRow;
import org.ringback.kernel.EstateWriter;
import org.ringback.wire.TransactionId;

/**
 * What a server's core leaves to its successor in the same process, beside the records on disk and the rows of the
 * equipment list: by it registrations go on, and wake-ups still name the registration that they answer. Immutable.
 *
 * @param nonces the key of the nonces and their count
 * @param registered the last registration of each lease that had one
 * @param refused the pairs that are slowed down
 * @param asked what keys have spent of their questions whether equipment is there
 */
record RelayEstate(
        Nonces.State nonces,
        List<Registered> registered,
        List<Slowdown.Refusals> refused,
        List<KeyBudget.Spent> asked) {
    private static final int FORM = 1;
    private static final int NONCES = 1;
    private static final int REGISTERED = 2;
    private static final int REFUSED = 3;
    private static final int ASKED = 4;

    /**
     * The last registration of a lease.
     *
     * @param equipment whose
     * @param nonceExpiry when its nonce expires
     * @param sequence its SEQUENCE under that nonce
     * @param transaction its transaction ID
     * @param signedOff whether it was the end of a registration
     * @param underNewest whether it was made with the newest key, which may not be on disk yet
     */
    record Registered(
            EquipmentId equipment,
            long nonceExpiry,
            long sequence,
            TransactionId transaction,
            boolean signedOff,
            boolean underNewest) {}

    byte[] toBytes() {
        EstateWriter out = new EstateWriter(FORM);
        out.row(NONCES).bytes(nonces.key()).number(nonces.origin()).number(nonces.lastExpiry());
        for (Registered one : registered) {
            out.row(REGISTERED)
                    .text(one.equipment().value())
                    .number(one.nonceExpiry())
                    .number(one.sequence())
                    .bytes(one.transaction().bytes())
                    .flag(one.signedOff())
                    .flag(one.underNewest());
        }
        for (Slowdown.Refusals pair : refused) {
            out.row(REFUSED)
                    .text(pair.issuer().value())
                    .text(pair.equipment().value())
                    .number(pair.times())
                    .number(pair.last());
        }
        for (KeyBudget.Spent one : asked) {
            out.row(ASKED).bytes(one.key().bytes()).number(one.wholeAt());
        }
        return out.toBytes();
    }

    /** Reads what a predecessor left; empty if it is of another form. */
    static Optional<RelayEstate> read(byte[] estate) {
        return EstateReader.read(estate, FORM, in -> {
            List<Registered> registered = new ArrayList<>();
            in.each(REGISTERED, row -> registered.add(registered(row)));
            List<Slowdown.Refusals> refused = new ArrayList<>();
            in.each(REFUSED, row -> refused.add(refused(row)));
            List<KeyBudget.Spent> asked = new ArrayList<>();
            in.each(ASKED, row -> asked.add(asked(row)));
            return new RelayEstate(nonces(in.only(NONCES)), registered, refused, asked);
        });
    }

    private static Nonces.State nonces(EstateRow in) {
        return new Nonces.State(in.bytes(), in.number(), in.number());
    }

    private static Registered registered(EstateRow in) {
        return new Registered(
                new EquipmentId(in.text()),
                in.number(),
                in.number(),
                TransactionId.of(in.bytes()),
                in.flag(),
                in.flag());
    }

    private static KeyBudget.Spent asked(EstateRow in) {
        return new KeyBudget.Spent(KeyFingerprint.of(in.bytes()), in.number());
    }

    private static Slowdown.Refusals refused(EstateRow in) {
        return new Slowdown.Refusals(new EquipmentId(in.text()), new EquipmentId(in.text()), in.count(), in.number());
    }
}
