package org.ringback.relay.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.crypto.Secret;
import org.ringback.api.crypto.ServerAuthorities;
import org.ringback.api.crypto.ServerAuthorities.NewAuthority;
import org.ringback.api.crypto.ServerCredentials;
import org.ringback.api.crypto.ServerPins;
import org.ringback.relay.core.RelayTables;
import org.ringback.store.Store;

/**
 * The server's certification authority: made at the first start, kept in the store, replaced by the backup CA when its owner
 * says so; and the leaves under it, one for each protection, made anew together when they are due, when the CA or the
 * provider changed, or when the hosts did. {@link #credentials} belongs to the loop, {@link #fromBackup} to one thread.
 */
final class Authority {
    private static final int STORE_SECONDS = 10;

    private final Store store;
    private final BackupFile backup;
    private volatile AuthorityRecord record;
    private @Nullable Leaves leaves;

    /** The leaves, by whom and for what they were made. */
    private record Leaves(ServerAuthorities maker, List<String> hosts, ServerCredentials credentials) {}

    private Authority(Store store, BackupFile backup, AuthorityRecord record) {
        this.store = store;
        this.backup = backup;
        this.record = record;
    }

    /**
     * Reads the authority, or makes it. Not on a loop.
     *
     * @throws IOException if it cannot be read or stored; the message says what to do
     */
    static Authority open(Store store, ServerAuthorities authorities, Path keys, Instant now) throws IOException {
        BackupFile backup = BackupFile.in(keys);
        byte[] stored = store.read(RelayTables.AUTHORITY).get(AuthorityRecord.NAME);
        if (stored != null) {
            return new Authority(store, backup, AuthorityRecord.read(stored));
        }
        NewAuthority made = authorities.create(now);
        if (anybodyIsEnrolled(store)) {
            return new Authority(store, backup, kept(store, AuthorityRecord.standingIn(made)));
        }
        // First the backup key, then the record: a start cut off between the two begins anew.
        backup.write(made.backupPem());
        return new Authority(store, backup, kept(store, AuthorityRecord.first(made)));
    }

    private static boolean anybodyIsEnrolled(Store store) {
        return !store.read(RelayTables.DEVICES).isEmpty();
    }

    private static AuthorityRecord kept(Store store, AuthorityRecord record) throws IOException {
        try {
            store.write(List.of(record.change())).toCompletableFuture().get(STORE_SECONDS, TimeUnit.SECONDS);
            return record;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the server's authority was not stored: interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the server's authority was not stored (expected: room on the disk)", e);
        }
    }

    /**
     * Makes the backup CA the CA. Where nobody is enrolled, or where the CA that devices pinned is lost with its pins,
     * nothing here can tell whose it is, and it is taken as it comes.
     *
     * @return whether anything changed; not if that CA is in use already
     * @throws IllegalArgumentException if it is no backup CA, or not this server's; the message names no field
     * @throws IOException if it cannot be stored
     */
    boolean fromBackup(ServerAuthorities authorities, Secret pem, Instant now) throws IOException {
        AuthorityRecord current = record;
        NewAuthority made = authorities.fromBackup(pem, now);
        KeyFingerprint given = made.pins().authorities().get(0);
        if (given.equals(current.ca())) {
            return false;
        }
        if (!current.pins().authorities().contains(given) && !current.standsIn() && anybodyIsEnrolled(store)) {
            throw new IllegalArgumentException("the CA " + given.shortForm() + ", which no device of this server knows"
                    + " (expected: its backup CA, "
                    + current.pins().authorities().stream()
                            .skip(1)
                            .map(KeyFingerprint::shortForm)
                            .findFirst()
                            .orElse("of which there is none")
                    + ")");
        }
        // First the next backup key, then the record: if it is cut off between the two, the same file is taken again.
        backup.write(made.backupPem());
        record = kept(store, AuthorityRecord.fromBackup(made, now));
        return true;
    }

    ServerPins pins() {
        return record.pins();
    }

    /** Since when the CA is the former backup CA; empty if it is the first one. */
    Optional<Instant> isFromBackup() {
        return record.fromBackup();
    }

    /** Whether the CA that devices pinned is lost, so that none of them can connect. */
    boolean standsIn() {
        return record.standsIn();
    }

    /** Where the backup CA's private key lies if it still is on this machine. */
    BackupFile backup() {
        return backup;
    }

    /** The leaves for a handshake that begins now. */
    ServerCredentials credentials(ServerAuthorities authorities, List<String> hosts, Instant now) {
        AuthorityRecord under = record;
        Leaves current = leaves;
        if (current == null
                || current.maker() != authorities
                || !current.credentials().authority().equals(under.ca())
                || !current.hosts().equals(hosts)
                || !now.isBefore(current.credentials().renewAt())) {
            current = new Leaves(authorities, hosts, authorities.credentials(under.authority(), hosts, now));
            leaves = current;
        }
        return current.credentials();
    }
}
