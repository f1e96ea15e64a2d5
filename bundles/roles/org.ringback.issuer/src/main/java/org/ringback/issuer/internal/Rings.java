package org.ringback.issuer.internal;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.ringback.api.Conversation;
import org.ringback.api.RingNonce;
import org.ringback.api.control.Ring;
import org.ringback.call.CallBack;
import org.ringback.call.CallBacks;
import org.ringback.call.CallInfo;
import org.ringback.call.CallListener;
import org.ringback.issuer.core.IssuerAction.HandOver;
import org.ringback.issuer.core.IssuerAction.RingEnded;
import org.ringback.issuer.core.IssuerAction.RingWaits;
import org.ringback.issuer.core.IssuerEvent;
import org.ringback.kernel.Event;
import org.ringback.kernel.Link;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.Transport;

/** The rings under way, in the hands of those who rang, by number. Belongs to the loop. */
final class Rings {
    private final Transport transport;
    private final Loop loop;
    private final CallBacks callBacks;
    private final Consumer<Event> events;
    private final Map<Long, RingHandle> pending = new HashMap<>();

    Rings(Transport transport, Loop loop, RandomGenerator random, Consumer<Event> events) {
        this.transport = transport;
        this.loop = loop;
        this.callBacks = new CallBacks(random);
        this.events = events;
    }

    Ring begin(long number, RingNonce nonce) {
        Runnable giveUp = () -> loop.execute(() -> events.accept(new IssuerEvent.GiveUp(number)));
        RingHandle ring = new RingHandle(nonce, transport, loop, giveUp);
        pending.put(number, ring);
        return ring;
    }

    /** The connection carries conversations from now on. */
    void handOver(HandOver call, Link link) {
        RingHandle ring = pending.get(call.ring());
        if (ring != null) {
            link.connection().ifPresent(connection -> handOver(call, link, connection, ring));
        }
    }

    private void handOver(HandOver call, Link link, ProtectedConnection connection, RingHandle ring) {
        CallInfo info = new CallInfo(call.equipment(), call.service(), call.peer(), call.nonce());
        CallBack callBack = callBacks.issuer(connection, loop, info, new Ends(ring));
        link.handOver(callBack::received, callBack::writable, callBack::lost, callBack::close);
        ring.standing(callBack);
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

    void endAll() {
        List.copyOf(pending.values()).forEach(ring -> ring.end("this issuer is stopped"));
    }

    /** With the call-back its local ports end; an issuer answers no conversations. */
    private record Ends(RingHandle ring) implements CallListener {
        @Override
        public void opened(Conversation conversation) {
            conversation.reset();
        }

        @Override
        public void ended(String reason) {
            ring.end(reason);
        }
    }
}
