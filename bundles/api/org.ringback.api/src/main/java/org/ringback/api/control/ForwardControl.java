package org.ringback.api.control;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingNonce;

/**
 * The forwards of this program: local ports that stay while calls come and go, and ring for a call when a connection
 * needs one. A service that is there whatever roles run. Thread-safe.
 */
public interface ForwardControl {
    /** The most forwards that may be open at once. */
    int MOST = 64;

    /**
     * Opens a forward with a call that stands already. If the same one is open, it gets this call; if it has one, this
     * one is hung up.
     *
     * @param wanted where it listens, and how it rings once that call is over
     * @param ring the answered ring of this program's issuer that led to the call
     * @return the address bound
     * @throws IOException if it cannot listen there; the message says why
     * @throws RefusedException if the call is over already, or {@link #MOST} forwards are open
     */
    InetSocketAddress open(Forward wanted, RingNonce ring) throws IOException, RefusedException;

    /** {@return the forwards that are open, and those of the configuration that could not listen; a copy} */
    List<ForwardStatus> forwards();

    /**
     * Has the ports that commands opened ring under another local name of their equipment; calls and rings go on. What
     * the configuration asks for stays as it says.
     *
     * @param before the name that they ring by
     * @param now the name from now on
     * @return how many ports that concerns; 0 from a program that cannot
     */
    default int renamed(EquipmentId before, EquipmentId now) {
        return 0;
    }

    /**
     * Hangs up the call of a forward, if one stands, and closes the port, unless the configuration asks for it. Its
     * address is free when this returns.
     *
     * @param local where it listens
     * @return whether there was such a forward
     */
    boolean hangUp(InetSocketAddress local);
}
