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
import org.ringback.api.Secret;
import org.ringback.relay.core.RelayEvent;
import org.ringback.relay.core.RelayTables;
import org.ringback.spi.ServerAuthorities;
import org.ringback.spi.ServerAuthorities.NewAuthority;
import org.ringback.spi.ServerCredentials;
import org.ringback.spi.ServerPins;
import org.ringback.store.Change;
import org.ringback.store.Store;

/**
 * The server's certification authority: made at the first start, kept in the store, replaced by the backup CA on its
 * owner's command. Also has the leaves under it, one for each protection, which are made again together when they are
 * due, or when CA, provider or hosts change. What concerns leaves belongs to the loop, {@link #fromBackup} to one
 * thread.
 */
final class Authority {
    private static final int STORE_SECONDS = 10;

    private final Store store;
    private final BackupFiles backups;
    private volatile AuthorityRecord record;
    private @Nullable Leaves leaves;

    /** The leaves, with the provider and the hosts for which they were made. */
    private record Leaves(ServerAuthorities maker, List<String> hosts, ServerCredentials credentials) {}

    /**
     * The result of putting the backup CA in place.
     *
     * @param before the replaced record, whose secret must be destroyed on the loop, where {@link #credentials} is
     *     called
     * @param backup the path of the new backup CA's private key
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
            AuthorityRecord known = AuthorityRecord.read(stored);
            backups.tidy(known.pins().authorities().stream().skip(1).findFirst());
            return new Authority(store, backups, known);
        }
        backups.tidy(Optional.empty());
        NewAuthority made = authorities.create(now);
        // First the backup key, then the record: a start that is interrupted between them begins again.
        draft(backups, made);
        AuthorityRecord record =
                anybodyIsEnrolled(store) ? AuthorityRecord.standingIn(made, now) : AuthorityRecord.first(made);
        Authority authority = new Authority(store, backups, kept(store, record));
        backups.settle(backup(made));
        return authority;
    }

    private static void draft(BackupFiles backups, NewAuthority made) throws IOException {
        try {
            backups.draft(made.backupPem(), backup(made));
        } finally {
            made.backupPem().destroy();
        }
    }

    private static KeyFingerprint backup(NewAuthority made) {
        return made.pins().authorities().get(1);
    }

    private static boolean anybodyIsEnrolled(Store store) {
        return !store.isEmpty(RelayTables.DEVICES);
    }

    private static AuthorityRecord kept(Store store, AuthorityRecord record) throws IOException {
        write(store, List.of(record.change()), "the server's authority was not stored");
        return record;
    }

    /**
     * Writes changes and waits until they are on disk. Not to be called on a loop.
     *
     * @param failure the beginning of the message if that fails
     */
    static void write(Store store, List<Change> changes, String failure) throws IOException {
        try {
            store.write(changes).toCompletableFuture().get(STORE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(failure + ": interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(failure + " (expected: room on the disk)", e);
        }
    }

    /**
     * Makes the backup CA the CA. If nobody is enrolled, or if the CA that devices pinned is lost with its pins and
     * some still wait for it, the file cannot be checked against anything, and is accepted as it is.
     *
     * @param waiting whether a device is enrolled that was enrolled before {@link #known}
     * @return the result; empty if that CA is in use already
     * @throws IllegalArgumentException if it is no backup CA, or not this server's; the message names no field
     * @throws IOException if it cannot be stored
     */
    Optional<Replaced> fromBackup(ServerAuthorities authorities, Secret pem, boolean waiting, Instant now)
            throws IOException {
        AuthorityRecord current = record;
        NewAuthority made = authorities.fromBackup(pem, now);
        KeyFingerprint given = made.pins().authorities().get(0);
        if (given.equals(current.ca())) {
            return Optional.empty();
        }
        boolean lost = current.standsIn() && waiting;
        if (!current.pins(given) && !lost && anybodyIsEnrolled(store)) {
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
        // First the next backup key, then the record: if that is interrupted between them, the same file can be given
        // again.
        draft(backups, made);
        record = kept(store, current.replaced(made, now));
        return Optional.of(new Replaced(current, backups.settle(backup(made))));
    }

    ServerPins pins() {
        return record.pins();
    }

    /** Since when the CA is the former backup CA; empty if it is the first one. */
    Optional<Instant> isFromBackup() {
        return record.fromBackup();
    }

    /** Since when newly enrolled devices trust the CA in use; earlier ones cannot connect. */
    Instant known() {
        return record.known();
    }

    /** The event that tells the core the CA in use, from an accepted connection on. */
    RelayEvent.Authority inUse(long since) {
        AuthorityRecord current = record;
        return new RelayEvent.Authority(current.ca(), current.known(), since);
    }

    /** Whether the CA that was pinned before {@link #known} is lost. */
    boolean standsIn() {
        return record.standsIn();
    }

    /** The files of backup CAs' private keys that are still on this machine. */
    BackupFiles backups() {
        return backups;
    }

    /** Forgets leaves that another provider made, and so the whole version of the bundle whose objects they are. */
    void dropLeavesOfOthers(ServerAuthorities authorities) {
        Leaves current = leaves;
        if (current != null && current.maker() != authorities) {
            leaves = null;
        }
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
