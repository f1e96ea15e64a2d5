package org.ringback.relay.internal;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.crypto.Secret;
import org.ringback.api.crypto.ServerAuthorities.NewAuthority;
import org.ringback.api.crypto.ServerPins;
import org.ringback.relay.core.RelayTables;
import org.ringback.store.Change;
import org.ringback.wire.Tlv;

/**
 * A server's CA as it is stored. Immutable.
 *
 * @param authority key and certificate
 * @param pins this CA's first, the backup CA's second; of a CA that stands in for a lost one its own alone
 * @param fromBackup since when it is the CA, if it was the backup CA before
 * @param standsIn whether it was made because the CA that devices pinned is not in the store any more
 */
record AuthorityRecord(Secret authority, ServerPins pins, Optional<Instant> fromBackup, boolean standsIn) {
    static final String NAME = "ca";

    private static final int AUTHORITY = 1;
    private static final int PIN = 2;
    private static final int FROM_BACKUP = 3;
    private static final int STANDS_IN = 4;

    static AuthorityRecord first(NewAuthority made) {
        return new AuthorityRecord(made.authority(), made.pins(), Optional.empty(), false);
    }

    static AuthorityRecord fromBackup(NewAuthority made, Instant since) {
        return new AuthorityRecord(made.authority(), made.pins(), Optional.of(since), false);
    }

    /** Without a backup: nobody pinned it, and the file of the one before may still lie where its file would. */
    static AuthorityRecord standingIn(NewAuthority made) {
        ServerPins own = new ServerPins(List.of(made.pins().authorities().get(0)));
        return new AuthorityRecord(made.authority(), own, Optional.empty(), true);
    }

    static AuthorityRecord read(byte[] record) {
        Tlv in = Tlv.read(record);
        byte[] authority = in.bytes(AUTHORITY);
        try {
            return new AuthorityRecord(
                    Secret.copyOf(authority),
                    new ServerPins(in.all(PIN).stream().map(KeyFingerprint::of).toList()),
                    in.find(FROM_BACKUP).map(since -> Instant.ofEpochSecond(in.number(FROM_BACKUP))),
                    in.find(STANDS_IN).isPresent());
        } finally {
            Arrays.fill(authority, (byte) 0);
        }
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
