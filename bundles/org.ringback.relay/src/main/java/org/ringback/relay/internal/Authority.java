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
    private final BackupFiles backups;
    private volatile AuthorityRecord record;
    private @Nullable Leaves leaves;

    /** The leaves, by whom and for what they were made. */
    private record Leaves(ServerAuthorities maker, List<String> hosts, ServerCredentials credentials) {}

    /**
     * What came of the backup CA's file.
     *
     * @param before the record that was replaced; its secret is to be destroyed where {@link #credentials} is called
     * @param backup where the new backup CA's private key lies
     */
    record Replaced(AuthorityRecord before, Path backup) {}

    private Authority(Store store, BackupFiles backups, AuthorityRecord record) {
        this.store = store;
        this.backups = backups;
        this.record = record;
    }

    /**
     * Reads the authority, or makes it. Not on a loop.
     *
     * @throws IOException if it cannot be read or stored; the message says what to do
     */
    static Authority open(Store store, ServerAuthorities authorities, Path keys, Instant now) throws IOException {
        BackupFiles backups = BackupFiles.in(keys);
        byte[] stored = store.read(RelayTables.AUTHORITY).get(AuthorityRecord.NAME);
        if (stored != null) {
            return new Authority(store, backups, AuthorityRecord.read(stored));
        }
        NewAuthority made = authorities.create(now);
        // First the backup key, then the record: a start cut off between the two begins anew.
        write(backups, made);
        AuthorityRecord record =
                anybodyIsEnrolled(store) ? AuthorityRecord.standingIn(made, now) : AuthorityRecord.first(made);
        return new Authority(store, backups, kept(store, record));
    }

    private static Path write(BackupFiles backups, NewAuthority made) throws IOException {
        try {
            return backups.write(made.backupPem(), made.pins().authorities().get(1));
        } finally {
            made.backupPem().destroy();
        }
    }

    private static boolean anybodyIsEnrolled(Store store) {
        return !store.isEmpty(RelayTables.DEVICES);
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
     * @return what was replaced; empty if that CA is in use already
     * @throws IllegalArgumentException if it is no backup CA, or not this server's; the message names no field
     * @throws IOException if it cannot be stored
     */
    Optional<Replaced> fromBackup(ServerAuthorities authorities, Secret pem, Instant now) throws IOException {
        AuthorityRecord current = record;
        NewAuthority made = authorities.fromBackup(pem, now);
        KeyFingerprint given = made.pins().authorities().get(0);
        if (given.equals(current.ca())) {
            return Optional.empty();
        }
        if (!current.pins(given) && !current.standsIn() && anybodyIsEnrolled(store)) {
            throw new IllegalArgumentException(
                    "the CA " + given.shortForm() + ", which is not the backup CA of the one in use"
                            + " (expected: "
                            + current.pins().authorities().stream()
                                    .skip(1)
                                    .map(KeyFingerprint::shortForm)
                                    .findFirst()
                                    .orElse("of which there is none")
                            + ")");
        }
        // First the next backup key, then the record: if it is cut off between the two, the same file is taken again,
        // as the next key lies beside it.
        Path next = write(backups, made);
        record = kept(store, current.replaced(made, now));
        return Optional.of(new Replaced(current, next));
    }

    ServerPins pins() {
        return record.pins();
    }

    /** Since when the CA is the former backup CA; empty if it is the first one. */
    Optional<Instant> isFromBackup() {
        return record.fromBackup();
    }

    /** Since when those who are enrolled know the CA in use; who was enrolled before cannot connect. */
    Instant known() {
        return record.known();
    }

    /** Whether the CA that was pinned before {@link #known} is lost. */
    boolean standsIn() {
        return record.standsIn();
    }

    /** Where backup CAs' private keys lie if they still are on this machine. */
    BackupFiles backups() {
        return backups;
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
