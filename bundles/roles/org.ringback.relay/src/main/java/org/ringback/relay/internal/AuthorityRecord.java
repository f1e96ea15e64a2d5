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
 * A server's CA as it is stored. Immutable.
 *
 * @param authority key and certificate
 * @param pins this CA's first, the backup CA's second
 * @param fromBackup since when it is the CA, if it was the backup CA before
 * @param standsIn whether it was made because the CA that devices pinned is not in the store any more
 * @param pinned since when those who are enrolled pin these
 * @param known since when those who are enrolled know the CA in use: it was one of the pins before
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

    /** A backup in its place: its own, which is known since it is, or the one of a CA that is lost, known before. */
    AuthorityRecord replaced(NewAuthority made, Instant now) {
        boolean own = pins(made.pins().authorities().get(0));
        return new AuthorityRecord(
                made.authority(), made.pins(), Optional.of(now), standsIn && own, now, own ? pinned : Instant.EPOCH);
    }

    boolean pins(KeyFingerprint authority) {
        return pins.authorities().contains(authority);
    }

    /** Nobody who was enrolled before knows it. */
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

    /** For good: data that go back must not bring back a CA that was stolen. */
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
