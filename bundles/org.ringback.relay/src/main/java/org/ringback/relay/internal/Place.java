package org.ringback.relay.internal;

import java.net.InetAddress;
import org.ringback.relay.core.UnprovedLimit;

/** A stranger's place among the connections not yet proved; given back once. Belongs to the loop. */
final class Place {
    private final UnprovedLimit limit;
    private final InetAddress address;
    private boolean held = true;

    Place(UnprovedLimit limit, InetAddress address) {
        this.limit = limit;
        this.address = address;
    }

    void giveBack() {
        if (held) {
            held = false;
            limit.release(address);
        }
    }
}
