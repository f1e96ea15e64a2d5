package org.ringback.relay.core;

import java.net.InetAddress;
import org.ringback.api.KeyFingerprint;
import org.ringback.kernel.Action;

/** What a server wants done, beside what every role wants. */
public sealed interface RelayAction extends Action {
    /**
     * The peer of a connection is enrolled: it is no stranger's.
     *
     * @param connection which
     */
    record Known(long connection) implements RelayAction {}

    /**
     * A key that counts proved itself at an address, by a handshake or by a registration.
     *
     * @param key which
     * @param at where, as observed
     */
    record Proved(KeyFingerprint key, InetAddress at) implements RelayAction {}

    /**
     * A key counts no longer: so does what it proved.
     *
     * @param key which
     */
    record Forget(KeyFingerprint key) implements RelayAction {}

    /**
     * Somebody was asked to open a connection.
     *
     * @param from its address, as last observed
     */
    record Expect(InetAddress from) implements RelayAction {}

    /**
     * Tell the operator; only somebody who held a secret of ours can cause it.
     *
     * @param message what happened and what to do
     */
    record Alarm(String message) implements RelayAction {}
}
