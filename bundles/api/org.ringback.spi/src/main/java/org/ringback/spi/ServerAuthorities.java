package org.ringback.spi;

import java.time.Instant;
import java.util.List;
import org.ringback.api.Secret;

/**
 * Makes the server's own certification authority and the leaf certificates under it. Part of a {@link CryptoProvider};
 * stateless, thread-safe.
 */
public interface ServerAuthorities {
    /**
     * Makes a CA and a backup CA, as at a server's first start.
     *
     * @param now the time from which they are valid
     * @return both
     */
    NewAuthority create(Instant now);

    /**
     * Makes a server's two leaves under the stored CA; their notBefore is the CA's.
     *
     * @param authority what {@link NewAuthority#authority()} was
     * @param hosts the names and addresses under which devices reach the server
     * @param now the time
     * @return the credentials, to be replaced at {@link ServerCredentials#renewAt()}
     * @throws IllegalArgumentException if the authority cannot be read or a host is neither name nor address
     */
    ServerCredentials credentials(Secret authority, List<String> hosts, Instant now);

    /**
     * Makes the backup CA the CA, and makes a new backup CA. The default throws, for a provider that cannot.
     *
     * @param backupPem the {@link NewAuthority#backupPem()} that was kept offline
     * @param now the time from which the new backup CA is valid
     * @return the backup CA as authority, a new backup, and the pins of both
     * @throws IllegalArgumentException if it is anything else; the message names no field, but says what the text is
     *     and what was expected
     */
    default NewAuthority fromBackup(Secret backupPem, Instant now) {
        throw new IllegalStateException(
                "backup CA: this provider cannot take it (expected: a newer org.ringback.crypto)");
    }

    /**
     * A CA and its backup, for the caller to store.
     *
     * @param authority key and certificate of the CA, to be stored
     * @param backupPem the backup CA's private key and certificate as PEM, for keeping offline
     * @param pins CA first, backup CA second
     */
    record NewAuthority(Secret authority, Secret backupPem, ServerPins pins) {}
}
