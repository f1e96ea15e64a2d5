package org.ringback.call.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Moment;
import org.ringback.api.RingReason;
import org.ringback.call.core.ConversationState;
import org.ringback.call.core.Multiplexer;
import org.ringback.call.core.Notice;
import org.ringback.call.core.ResetCode;
import org.ringback.call.core.StreamEvent;
import org.ringback.kernel.CutReason;
import org.ringback.spi.PeerFacts;
import org.ringback.spi.ProtectionSession;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;

/**
 * Runs one multiplexer. Any thread may use the multiplexer under the {@link #lock}. Only {@link #pump}, on the loop,
 * sends frames, tells events and sets the timer, never while it holds the lock.
 */
final class Engine {
    /** Hears what concerns the whole call. Called on the loop. */
    interface Owner {
        void opened(ConversationState state);

        /** The end that the issuer's first conversation was opened to refused it. */
        void unserved(RingReason why);

        void noticed(Notice notice);

        void ended(String reason);
    }

    private static final int ISSUERS_FIRST = 1;

    private final ReentrantLock lock = new ReentrantLock();
    private final Multiplexer multiplexer;
    private final Loop loop;
    private final Owner owner;
    private final Alarm alarm;
    private final Map<Integer, End> ends = new HashMap<>();
    private final List<ForwardedPort> ports = new ArrayList<>();
    private final AtomicBoolean kicked = new AtomicBoolean();
    private final RoundTrips roundTrips;
    private boolean pumping;
    private volatile boolean ended;
    private volatile @Nullable Path path;

    Engine(Multiplexer multiplexer, Loop loop, Owner owner) {
        this.multiplexer = multiplexer;
        this.loop = loop;
        this.owner = owner;
        this.alarm = new Alarm(loop, this::rung);
        this.roundTrips = new RoundTrips(multiplexer);
    }

    /** Attaches the path that carries the call; from now on a silent peer is noticed. */
    void attach(ProtectedConnection connection) {
        if (ended) {
            connection.abort(); // it was cut before it had a path
            return;
        }
        path = new Path(connection);
        Moment now = loop.now();
        locked(() -> multiplexer.attached(now));
        pump();
    }

    /** Puts another session in the place of the present one, on the same connection. */
    void renew(ProtectionSession next, Runnable gone) {
        Path present = path;
        if (present == null) {
            gone.run();
        } else {
            present.renew(next, locked(multiplexer.sessions()::handshakeLimit), gone);
        }
    }

    /** That session has proved the peer. */
    void renewed() {
        Moment now = loop.now();
        locked(() -> multiplexer.renewed(now));
        pump();
    }

    /** Whether both ends can move the call to another session. */
    boolean able() {
        return locked(multiplexer.sessions()::able);
    }

    /** Begins to move the call, or asks for it. */
    void move() {
        locked(() -> {
            multiplexer.sessions().begin();
            multiplexer.sessions().ask();
        });
        pump();
    }

    /** {@return what is known of the peer at the end of the path, if there is one} */
    Optional<PeerFacts> peer() {
        return Optional.ofNullable(path).map(Path::peer);
    }

    ReentrantLock lock() {
        return lock;
    }

    boolean onLoop() {
        return loop.inLoop();
    }

    Loop loop() {
        return loop;
    }

    /** The local ports that this call serves; to be used on the loop. */
    List<ForwardedPort> ports() {
        return ports;
    }

    boolean full() {
        return locked(multiplexer::full);
    }

    int conversations() {
        return locked(multiplexer::conversations);
    }

    int highestConversations() {
        return locked(multiplexer::highestConversations);
    }

    long sent() {
        return locked(multiplexer::bytesSent);
    }

    long received() {
        return locked(multiplexer::bytesReceived);
    }

    void received(ByteBuffer plaintext) {
        Moment now = loop.now();
        locked(() -> multiplexer.received(plaintext, now));
        pump();
    }

    /** Handles the loss of the path. */
    void detached(String reason) {
        path = null;
        locked(() -> multiplexer.detached(reason));
        pump();
    }

    void cut(String why, Optional<CutReason> told) {
        locked(() -> multiplexer.cut(why, told));
        pump();
    }

    void close(String why) {
        locked(() -> multiplexer.close(why));
        pump();
    }

    ConversationState open() throws IOException {
        lock.lock();
        try {
            return multiplexer.open();
        } finally {
            lock.unlock();
            kick();
        }
    }

    /** Measures the way to the peer. */
    CompletionStage<Duration> ping() {
        CompletionStage<Duration> answer = locked(() -> roundTrips.begin(loop.now()));
        kick();
        return answer;
    }

    /** Sets the user of a conversation at this end. */
    void seat(ConversationState state, End end) {
        locked(() -> {
            if (!state.over()) {
                ends.put(state.number(), end);
            }
        });
    }

    int read(ConversationState state, ByteBuffer target) {
        lock.lock();
        try {
            int count = multiplexer.read(state, target, loop.now());
            if (count > 0) {
                kick();
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    int write(ConversationState state, ByteBuffer source) {
        lock.lock();
        try {
            int count = multiplexer.write(state, source);
            if (count > 0) {
                kick();
            }
            return count;
        } finally {
            lock.unlock();
        }
    }

    void finish(ConversationState state) {
        locked(() -> multiplexer.finish(state));
        kick();
    }

    void discard(ConversationState state) {
        locked(() -> multiplexer.discard(state, loop.now()));
        kick();
    }

    void reset(ConversationState state, ResetCode code) {
        locked(() -> multiplexer.reset(state, code));
        kick();
    }

    void resetBehind(ConversationState state, ResetCode code) {
        locked(() -> multiplexer.resetBehind(state, code, loop.now()));
        kick();
    }

    /** Why a conversation failed; null if it did not. */
    @Nullable
    String failure(ConversationState state) {
        return locked(state::failure);
    }

    boolean over(ConversationState state) {
        return locked(state::over);
    }

    int available(ConversationState state) {
        return locked(state::available);
    }

    /** Makes the loop run {@link #pump}, once for any number of calls. */
    private void kick() {
        if (kicked.compareAndSet(false, true)) {
            loop.execute(() -> {
                kicked.set(false);
                pump();
            });
        }
    }

    private void rung() {
        Moment now = loop.now();
        locked(() -> multiplexer.tick(now));
        pump();
    }

    /** Tells events and sends what is due, until nothing is left of either. */
    void pump() {
        if (pumping || ended) {
            return;
        }
        pumping = true;
        try {
            do {
                send();
            } while (tell());
        } finally {
            pumping = false;
        }
        locked(roundTrips::tell);
        String end = locked(multiplexer::end);
        if (end == null) {
            alarm.set(locked(multiplexer::deadline));
        } else {
            end(end);
        }
    }

    private boolean tell() {
        boolean told = false;
        for (StreamEvent event = locked(multiplexer::poll); event != null; event = locked(multiplexer::poll)) {
            told = true;
            if (event.opened()) {
                owner.opened(event.conversation());
            }
            End end = endOf(event.conversation());
            if (end != null) {
                end.changed();
            }
            if (locked(event.conversation()::over)) {
                ports.forEach(ForwardedPort::look);
                if (event.conversation().number() == ISSUERS_FIRST) {
                    locked(event.conversation()::refusal).ifPresent(owner::unserved);
                }
            }
        }
        for (Notice notice = notice(); notice != null; notice = notice()) {
            told = true;
            owner.noticed(notice);
        }
        return told;
    }

    private @Nullable Notice notice() {
        return locked(multiplexer.sessions()::notice);
    }

    private @Nullable End endOf(ConversationState state) {
        int number = state.number();
        return locked(() -> state.over() ? ends.remove(number) : ends.get(number));
    }

    private void send() {
        Path to = path;
        while (to != null && to.writable() && sendOnce(to)) {
            // Repeats until the path is full or nothing is left.
        }
    }

    private boolean sendOnce(Path to) {
        Moment now = loop.now();
        return to.send(frames -> locked(() -> multiplexer.transmit(frames, now)));
    }

    private void end(String reason) {
        ended = true;
        alarm.cancel();
        Path last = path;
        path = null;
        if (last != null) {
            if (locked(multiplexer::abrupt)) {
                last.abort();
            } else {
                sendOnce(last);
                last.close();
            }
        }
        ports.forEach(port -> port.lost(reason));
        owner.ended(reason);
    }

    private void locked(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    private <T extends @Nullable Object> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
