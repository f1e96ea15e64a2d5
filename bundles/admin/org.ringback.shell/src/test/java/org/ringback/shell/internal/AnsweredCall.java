package org.ringback.shell.internal;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.rules.ExternalResource;
import org.ringback.api.Conversation;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.Moment;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.Role;
import org.ringback.api.control.IssuerControl;
import org.ringback.api.control.Ring;
import org.ringback.call.core.ConversationLimits;
import org.ringback.call.internal.CallEnd;
import org.ringback.call.internal.CallEnds;
import org.ringback.call.internal.CallListener;
import org.ringback.kernel.CallFacts;
import org.ringback.spi.CloseReason;
import org.ringback.transport.ConnectionHandler;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.Transport;

/** A ring that is answered: both real ends of its call-back in memory. */
final class AnsweredCall extends ExternalResource {
    private final ThreadLoop loop = new ThreadLoop();
    private final CompletableFuture<CallEnd> issuer = new CompletableFuture<>();
    private final CompletableFuture<CallEnd> acceptor = new CompletableFuture<>();

    /** Whether the call-back ends with the ring; else it stands for the next. */
    volatile boolean hangsUp;

    @Override
    protected void after() {
        loop.close();
    }

    Loop loop() {
        return loop;
    }

    /** The issuer's end. */
    CallEnd issuer() {
        return issuer.join();
    }

    /** Rings, and is answered by the call-back that stands. */
    RingCommand ringCommand() {
        IssuerControl control = proxy(
                IssuerControl.class,
                (self, method, arguments) -> method.getName().equals("ring") ? new AnsweredRing() : Optional.empty());
        return new RingCommand(new Roles(null, null, control, List.of()), new Forwards());
    }

    /** A call-back stands, whose acceptor's end does so with each conversation; no local address answers there. */
    void stands(BiConsumer<CallEnd, Conversation> answers) {
        Transport transport = proxy(Transport.class, (self, method, arguments) -> {
            ConnectionHandler handler = (ConnectionHandler) arguments[2];
            loop.execute(() -> handler.closed(CloseReason.of(CloseReason.Kind.REFUSED, "nobody listens there")));
            return null;
        });
        CallEnds ends = new CallEnds(transport, new Random(1), ConversationLimits.DEFAULT);
        CallListener listener = new CallListener() {
            @Override
            public void opened(CallEnd call, Conversation conversation) {
                answers.accept(call, conversation);
            }

            @Override
            public void ended(CallEnd call, String reason) {}
        };
        loop.execute(() -> {
            issuer.complete(ends.make(facts(Role.ISSUER), loop, listener));
            acceptor.complete(ends.make(facts(Role.ACCEPTOR), loop, listener));
            issuer.join().established(to(acceptor));
            acceptor.join().established(to(issuer));
        });
        issuer.join();
    }

    private static CallFacts facts(Role role) {
        return new CallFacts(
                role,
                new EquipmentId("lamp-1"),
                "ftp",
                FakeControls.KEY,
                GrantId.of(new byte[16]),
                FakeControls.NONCE,
                Instant.EPOCH);
    }

    private ProtectedConnection to(CompletableFuture<CallEnd> other) {
        return proxy(ProtectedConnection.class, (self, method, arguments) -> {
            if (method.getName().equals("write")) {
                ByteBuffer bytes = (ByteBuffer) arguments[0];
                ByteBuffer copy =
                        ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
                loop.execute(() -> other.join().received((ProtectedConnection) self, copy));
            }
            return method.getName().equals("writable") ? true : null;
        });
    }

    static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /** A ring that was answered by the call-back that stands. */
    private final class AnsweredRing implements Ring {
        @Override
        public RingNonce nonce() {
            return FakeControls.NONCE;
        }

        @Override
        public CompletionStage<RingStory> answer() {
            // A refusal is waited for as long as the ring took: on a busy machine that may be long.
            return CompletableFuture.completedFuture(FakeControls.story(true, Duration.ofSeconds(20)));
        }

        @Override
        public CompletionStage<Duration> waiting() {
            return new CompletableFuture<>();
        }

        @Override
        public Conversation open() throws IOException {
            return issuer.join().open();
        }

        @Override
        public void close() {
            if (hangsUp) {
                issuer().end("hung up here");
            }
        }
    }

    private static final class ThreadLoop implements Loop {
        private volatile Thread thread;
        private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
            thread = new Thread(task, "test-loop");
            return thread;
        });

        @Override
        public Moment now() {
            return new Moment(System.nanoTime(), Instant.EPOCH);
        }

        @Override
        public Runnable schedule(Duration delay, Runnable task) {
            Future<?> future = executor.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        }

        @Override
        public boolean inLoop() {
            return Thread.currentThread() == thread;
        }

        @Override
        public void execute(Runnable task) {
            executor.execute(task);
        }

        @Override
        public void close() {
            executor.shutdownNow();
        }
    }
}
