package org.ringback.call.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Moment;
import org.ringback.call.core.ConversationState;
import org.ringback.call.core.Multiplexer;
import org.ringback.call.core.ResetCode;
import org.ringback.call.core.StreamEvent;
import org.ringback.spi.PeerFacts;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;

/**
 * Runs one multiplexer. Any thread may use it under the {@link #lock}; frames leave, events are told and the timer is
 * set on the loop alone, in {@link #pump}, and never with the lock held.
 */
final class Engine {
    /** Hears what concerns the call itself, on the loop. */
    interface Owner {
        void opened(ConversationState state);

        void ended(String reason);
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Multiplexer multiplexer;
    private final Loop loop;
    private final Owner owner;
    private final Alarm alarm;
    private final Map<Integer, End> ends = new HashMap<>();
    private final List<ForwardedPort> ports = new ArrayList<>();
    private final AtomicBoolean kicked = new AtomicBoolean();
    private final LongAdder sent = new LongAdder();
    private final LongAdder received = new LongAdder();
    private boolean pumping;
    private volatile boolean ended;
    private volatile @Nullable Path path;

    Engine(Multiplexer multiplexer, Loop loop, Owner owner) {
        this.multiplexer = multiplexer;
        this.loop = loop;
        this.owner = owner;
        this.alarm = new Alarm(loop, this::rung);
    }

    /** A path carries it; from here on a silent peer is noticed. */
    void attach(ProtectedConnection connection) {
        path = new Path(connection, sent);
        Moment now = loop.now();
        locked(() -> multiplexer.attached(now));
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

    /** The local ports of this call, on the loop. */
    List<ForwardedPort> ports() {
        return ports;
    }

    boolean full() {
        return locked(multiplexer::full);
    }

    int conversations() {
        return locked(multiplexer::conversations);
    }

    long sent() {
        return sent.sum();
    }

    long received() {
        return received.sum();
    }

    void received(ByteBuffer plaintext) {
        received.add(plaintext.remaining());
        Moment now = loop.now();
        locked(() -> multiplexer.received(plaintext, now));
        pump();
    }

    /** The path is gone. */
    void detached(String reason) {
        path = null;
        locked(() -> multiplexer.detached(reason));
        pump();
    }

    void cut(String why) {
        locked(() -> multiplexer.cut(why));
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

    /** Who sits at this end from now on. */
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

    /** Why it failed; null if it did not. */
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

    /** Has the loop look, once for however many kicks. */
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

    /** Tells what happened and sends what is due, until neither brings up more. */
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
            }
        }
        return told;
    }

    private @Nullable End endOf(ConversationState state) {
        int number = state.number();
        return locked(() -> state.over() ? ends.remove(number) : ends.get(number));
    }

    private void send() {
        Path to = path;
        while (to != null && to.writable() && sendOnce(to)) {
            // Until the path is full or nothing is left.
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
        ports.forEach(ForwardedPort::look);
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
