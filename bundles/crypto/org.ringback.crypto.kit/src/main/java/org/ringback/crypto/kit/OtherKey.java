package org.ringback.crypto.kit;

import java.time.Instant;
import java.util.List;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Secret;
import org.ringback.spi.ServerCredentials;

/**
 * Of a server that shows a chain and does not hold its key.
 *
 * @param shown what it shows
 * @param agreementKey what it holds
 */
record OtherKey(ServerCredentials shown, Secret agreementKey) implements ServerCredentials {
    @Override
    public KeyFingerprint leaf() {
        return shown.leaf();
    }

    @Override
    public KeyFingerprint authority() {
        return shown.authority();
    }

    @Override
    public List<byte[]> agreementChain() {
        return shown.agreementChain();
    }

    @Override
    public Instant renewAt() {
        return shown.renewAt();
    }

    @Override
    public Secret encoded() {
        return shown.encoded();
    }
}
