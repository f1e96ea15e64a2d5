package org.ringback.call.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ringback.api.RingStory;
import org.ringback.api.control.IssuerControl;
import org.ringback.api.control.RefusedException;
import org.ringback.api.control.Ring;
import org.ringback.api.control.RingRequest;
import org.ringback.kernel.Faults;
import org.ringback.kernel.Workers;
import org.ringback.transport.Loop;

/**
 * Rings for calls through the issuer of this program, off the loop. While none runs, for example because it is being
 * updated, a ring waits for one as long as a connection would wait for a call. Thread-safe.
 */
final class Ringer implements AutoCloseable {
    /** Hears of one ring. Called on the loop. */
    interface Caller {
        /** The ring is under way. */
        void began(Ring ring);

        /** The call stands. */
        void answered(CallEnd call);

        /**
         * No call comes.
         *
         * @param why in words
         */
        void notAnswered(String why);
    }

    private static final String NO_ISSUER =
            "no issuer runs in this program (expected: org.ringback.issuer.cfg in its configuration)";

    private record Wanted(RingRequest request, Caller caller) {}

    private final CallsComponent calls;
    private final Supplier<Loop> loop;
    private final Workers workers = Workers.queueing("ringback-forward", 2);
    private final List<Wanted> waiting = new ArrayList<>();
    private @Nullable IssuerControl issuer;

    /**
     * Begins without an issuer.
     *
     * @param calls has the calls that rings led to
     * @param loop on which callers are told
     */
    Ringer(CallsComponent calls, Supplier<Loop> loop) {
        this.calls = calls;
        this.loop = loop;
    }

    /** Takes the issuer, for the rings that wait for one too. */
    void setIssuer(IssuerControl now) {
        List<Wanted> due;
        synchronized (this) {
            issuer = now;
            due = List.copyOf(waiting);
            waiting.clear();
        }
        due.forEach(wanted -> begin(now, wanted));
    }

    /** Forgets an issuer that goes, unless another one has come. */
    synchronized void unsetIssuer(IssuerControl gone) {
        if (issuer == gone) {
            issuer = null;
        }
    }

    /** Rings, and tells the caller. */
    void ring(RingRequest request, Caller caller) {
        Wanted wanted = new Wanted(request, caller);
        IssuerControl now;
        synchronized (this) {
            now = issuer;
            if (now == null) {
                waiting.add(wanted);
            }
        }
        if (now != null) {
            begin(now, wanted);
            return;
        }
        loop.get().schedule(ForwardedPort.PATIENCE, () -> {
            synchronized (this) {
                if (!waiting.remove(wanted)) {
                    return;
                }
            }
            caller.notAnswered(NO_ISSUER);
        });
    }

    private void begin(IssuerControl now, Wanted wanted) {
        if (!workers.run(() -> ringNow(now, wanted), fault -> fails(wanted, Faults.words(fault)))) {
            fails(wanted, "too many rings wait (expected: fewer forwards at once)");
        }
    }

    private void ringNow(IssuerControl now, Wanted wanted) {
        try {
            Ring ring = now.ring(wanted.request());
            loop.get().execute(() -> wanted.caller().began(ring));
            ring.answer().thenAccept(story -> loop.get().execute(() -> answered(story, wanted.caller())));
        } catch (RefusedException refused) {
            fails(wanted, String.valueOf(refused.getMessage()));
        }
    }

    private void fails(Wanted wanted, String why) {
        loop.get().execute(() -> wanted.caller().notAnswered(why));
    }

    private void answered(RingStory story, Caller caller) {
        if (!story.answered()) {
            caller.notAnswered(story.ended()
                    .map(end -> end.reason() + (end.advice().isEmpty() ? "" : ". " + end.advice()))
                    .orElse("not answered"));
            return;
        }
        CallEnd call;
        try {
            call = calls.find(story.nonce());
        } catch (RefusedException over) {
            caller.notAnswered(String.valueOf(over.getMessage()));
            return;
        }
        caller.answered(call);
    }

    @Override
    public void close() {
        workers.close();
    }
}
