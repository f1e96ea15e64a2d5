package org.ringback.relay.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.crypto.Secret;
import org.ringback.api.crypto.ServerAuthorities;
import org.ringback.api.crypto.ServerCredentials;
import org.ringback.api.crypto.ServerPins;
import org.ringback.relay.core.RelayTables;
import org.ringback.store.Change;
import org.ringback.store.Store;
import org.ringback.wire.Tlv;

/**
 * The server's certification authority: made at the first start, kept in the store, and the leaves under it, one for each
 * protection, made anew together when they are due, when the provider changed, or when the hosts did. {@link #credentials}
 * belongs to the loop.
 */
final class Authority {
    private static final String RECORD = "ca";
    private static final int AUTHORITY = 1;
    private static final int PIN = 2;
    private static final String BACKUP_FILE = "backup-ca.pem";
    private static final int STORE_SECONDS = 10;

    private final Secret authority;
    private final ServerPins pins;
    private final Path backupFile;
    private @Nullable Leaves leaves;

    /** The leaves, by whom and for what they were made. */
    private record Leaves(ServerAuthorities maker, List<String> hosts, ServerCredentials credentials) {}

    private Authority(Secret authority, ServerPins pins, Path backupFile) {
        this.authority = authority;
        this.pins = pins;
        this.backupFile = backupFile;
    }

    /**
     * Reads the authority, or makes it. Not on a loop.
     *
     * @throws IOException if it cannot be read or stored; the message says what to do
     */
    static Authority open(Store store, ServerAuthorities authorities, Path keys, Instant now) throws IOException {
        Path backupFile = keys.resolve(BACKUP_FILE);
        byte[] record = store.read(RelayTables.AUTHORITY).get(RECORD);
        if (record != null) {
            Tlv fields = Tlv.read(record);
            List<KeyFingerprint> pins =
                    fields.all(PIN).stream().map(KeyFingerprint::of).toList();
            return new Authority(Secret.copyOf(fields.bytes(AUTHORITY)), new ServerPins(pins), backupFile);
        }
        ServerAuthorities.NewAuthority made = authorities.create(now);
        // First the backup key, then the record: a start cut off between the two begins anew.
        writeBackup(backupFile, made.backupPem());
        write(store, made);
        return new Authority(made.authority(), made.pins(), backupFile);
    }

    private static void write(Store store, ServerAuthorities.NewAuthority made) throws IOException {
        Tlv.Writer record = new Tlv.Writer().put(AUTHORITY, made.authority().copyBytes());
        made.pins().authorities().forEach(pin -> record.put(PIN, pin.bytes()));
        Change change = Change.put(RelayTables.AUTHORITY, RECORD, record.toBytes());
        try {
            store.write(List.of(change)).toCompletableFuture().get(STORE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the server's authority was not stored: interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the server's authority was not stored (expected: room on the disk)", e);
        }
    }

    private static void writeBackup(Path file, Secret pem) throws IOException {
        byte[] bytes = pem.copyBytes();
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory == null) {
                throw new IOException(file + ": no directory (expected: a file in HOME/keys)");
            }
            Files.createDirectories(
                    directory, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            Path draft = Files.createTempFile(
                    directory,
                    BACKUP_FILE,
                    ".new",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.write(draft, bytes);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (UncheckedIOException e) {
            throw new IOException(file + ": cannot be written", e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    ServerPins pins() {
        return pins;
    }

    /** Whether the backup CA's private key still lies on this machine, and where. */
    Map.Entry<Boolean, Path> backup() {
        return Map.entry(Files.exists(backupFile), backupFile);
    }

    /** The leaves for a handshake that begins now. */
    ServerCredentials credentials(ServerAuthorities authorities, List<String> hosts, Instant now) {
        Leaves current = leaves;
        if (current == null
                || current.maker() != authorities
                || !current.hosts().equals(hosts)
                || !now.isBefore(current.credentials().renewAt())) {
            current = new Leaves(authorities, hosts, authorities.credentials(authority, hosts, now));
            leaves = current;
        }
        return current.credentials();
    }
}
