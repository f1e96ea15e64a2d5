package org.ringback.relay.internal;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Secret;
import org.ringback.kernel.StoredRecord;
import org.ringback.relay.core.RelayTables;
import org.ringback.spi.ServerAuthorities.NewAuthority;
import org.ringback.spi.ServerPins;
import org.ringback.store.Change;
import org.ringback.wire.Tlv;

/**
 * A server's CA as kept in the store. Immutable.
 *
 * @param authority the CA's key and certificate
 * @param pins the key hashes of this CA and of the backup CA, in this order
 * @param fromBackup since when it is the CA, if it was the backup CA before
 * @param standsIn whether it was made because the CA that devices pinned is not in the store any more
 * @param pinned since when newly enrolled devices pin these
 * @param known since when newly enrolled devices trust the CA in use, which may have been the backup CA among their
 *     pins
 */
record AuthorityRecord(
        Secret authority,
        ServerPins pins,
        Optional<Instant> fromBackup,
        boolean standsIn,
        Instant pinned,
        Instant known) {
    static final String NAME = "ca";

    private static final int AUTHORITY = 1;
    private static final int PIN = 2;
    private static final int FROM_BACKUP = 3;
    private static final int STANDS_IN = 4;
    private static final int PINNED = 5;
    private static final int KNOWN = 6;

    static AuthorityRecord first(NewAuthority made) {
        return new AuthorityRecord(
                made.authority(), made.pins(), Optional.empty(), false, Instant.EPOCH, Instant.EPOCH);
    }

    /**
     * The record with the backup CA in place: this CA's own, trusted for as long as it is pinned, or the one of a lost
     * CA, trusted before.
     */
    AuthorityRecord replaced(NewAuthority made, Instant now) {
        boolean own = pins(made.pins().authorities().get(0));
        return new AuthorityRecord(
                made.authority(), made.pins(), Optional.of(now), standsIn && own, now, own ? pinned : Instant.EPOCH);
    }

    boolean pins(KeyFingerprint authority) {
        return pins.authorities().contains(authority);
    }

    /** The record of a CA that takes the place of a lost one; no device that was enrolled before trusts it. */
    static AuthorityRecord standingIn(NewAuthority made, Instant now) {
        return new AuthorityRecord(made.authority(), made.pins(), Optional.empty(), true, now, now);
    }

    static AuthorityRecord read(byte[] record) {
        Tlv in = StoredRecord.read(RelayTables.AUTHORITY, record);
        byte[] authority = in.bytes(AUTHORITY);
        try {
            Optional<Instant> fromBackup =
                    in.find(FROM_BACKUP).map(since -> Instant.ofEpochSecond(in.number(FROM_BACKUP)));
            return new AuthorityRecord(
                    Secret.copyOf(authority),
                    new ServerPins(in.all(PIN).stream().map(KeyFingerprint::of).toList()),
                    fromBackup,
                    in.find(STANDS_IN).isPresent(),
                    time(in, PINNED).orElse(Instant.EPOCH),
                    time(in, KNOWN).orElse(Instant.EPOCH));
        } finally {
            Arrays.fill(authority, (byte) 0);
        }
    }

    private static Optional<Instant> time(Tlv in, int tag) {
        return in.find(tag).map(found -> Instant.ofEpochMilli(in.number(tag)));
    }

    /** A lasting change, so that older data do not bring back a stolen CA. */
    Change change() {
        byte[] bytes = authority.copyBytes();
        try {
            Tlv.Writer record = new Tlv.Writer().put(AUTHORITY, bytes);
            pins.authorities().forEach(pin -> record.put(PIN, pin.bytes()));
            fromBackup.ifPresent(since -> record.put(FROM_BACKUP, since.getEpochSecond()));
            if (standsIn) {
                record.put(STANDS_IN, new byte[0]);
            }
            record.put(PINNED, pinned.toEpochMilli()).put(KNOWN, known.toEpochMilli());
            Change change = Change.put(RelayTables.AUTHORITY, NAME, record.toBytes());
            return fromBackup.isPresent() ? change.lasting() : change;
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    KeyFingerprint ca() {
        return pins.authorities().get(0);
    }
}
