package org.ringback.api.control;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingNonce;
import org.ringback.api.Role;

/**
 * One call of this program, as it is now. Immutable.
 *
 * @param role of this end
 * @param equipment the equipment called, by its local name
 * @param service the service asked for
 * @param peer the key at the other end
 * @param ring the ring that led here; at the issuer the key of its story
 * @param since when it began
 * @param port the local port of the forward that it serves, if there is one
 * @param conversations how many are open
 * @param sent bytes of its conversations that left, without what carries them and keeps the call alive
 * @param received bytes of its conversations that came, alike
 * @param path what carries it; empty once it is over
 * @param end how it ended; empty while it stands
 */
public record CallStatus(
        Role role,
        EquipmentId equipment,
        String service,
        KeyFingerprint peer,
        RingNonce ring,
        Instant since,
        Optional<InetSocketAddress> port,
        int conversations,
        long sent,
        long received,
        Optional<Path> path,
        Optional<End> end) {
    /**
     * What carries a call.
     *
     * @param remote the other end's address; where it is relayed, the server's
     * @param relayed whether the server carries it
     * @param protection how it is protected, for example {@code tls13}
     * @param keyAgreement the group agreed on
     */
    public record Path(InetSocketAddress remote, boolean relayed, String protection, String keyAgreement) {}

    /**
     * How a call ended.
     *
     * @param when when
     * @param why in words
     * @param wanted whether somebody here hung up
     * @param relayed whether the server carried it
     */
    public record End(Instant when, String why, boolean wanted, boolean relayed) {}

    /**
     * Gives the same call by another local name of its equipment.
     *
     * @param name that name
     * @return what is told of it from then on
     */
    public CallStatus named(EquipmentId name) {
        return new CallStatus(role, name, service, peer, ring, since, port, conversations, sent, received, path, end);
    }

    /**
     * Gives the same call once it is over.
     *
     * @param how how it ended
     * @return what is left to tell of it
     */
    public CallStatus ended(End how) {
        return new CallStatus(
                role,
                equipment,
                service,
                peer,
                ring,
                since,
                port,
                0,
                sent,
                received,
                Optional.empty(),
                Optional.of(how));
    }

    /** {@return whether it has not ended} */
    public boolean stands() {
        return end.isEmpty();
    }
}
