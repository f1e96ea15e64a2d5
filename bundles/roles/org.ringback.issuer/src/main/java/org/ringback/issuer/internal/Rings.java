package org.ringback.issuer.internal;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.ringback.api.RingNonce;
import org.ringback.api.control.Ring;
import org.ringback.issuer.core.IssuerAction.RingEnded;
import org.ringback.issuer.core.IssuerAction.RingWaits;
import org.ringback.issuer.core.IssuerEvent;
import org.ringback.kernel.Call;
import org.ringback.kernel.Event;
import org.ringback.transport.Loop;

/** The handles of rings under way, by number. Belongs to the loop. */
final class Rings {
    private final Loop loop;
    private final Consumer<Event> events;
    private final Map<Long, RingHandle> pending = new HashMap<>();

    Rings(Loop loop, Consumer<Event> events) {
        this.loop = loop;
        this.events = events;
    }

    Ring begin(long number, RingNonce nonce) {
        Runnable giveUp = () -> loop.execute(() -> events.accept(new IssuerEvent.GiveUp(number)));
        RingHandle ring = new RingHandle(nonce, giveUp);
        pending.put(number, ring);
        return ring;
    }

    /** Gives the handle of a ring the call that answers it. */
    void standing(long number, Call call) {
        RingHandle ring = pending.get(number);
        if (ring == null) {
            call.end("nobody waits for it any more");
        } else {
            ring.standing(call);
        }
    }

    void waits(RingWaits waits) {
        RingHandle ring = pending.get(waits.ring());
        if (ring != null) {
            ring.waits(waits.atMost());
        }
    }

    void ended(RingEnded end) {
        RingHandle ring = pending.remove(end.ring());
        if (ring != null) {
            ring.ended(end.story());
        }
    }
}
