package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.ringback.api.Conversation;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.RingNonce;
import org.ringback.api.RingReason;
import org.ringback.api.RingStory;
import org.ringback.api.control.IssuerControl;
import org.ringback.api.control.Ring;
import org.ringback.call.CallBack;
import org.ringback.call.CallBacks;
import org.ringback.call.CallInfo;
import org.ringback.call.CallListener;
import org.ringback.call.LocalDial;
import org.ringback.transport.CloseReason;
import org.ringback.transport.ConnectionHandler;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;
import org.ringback.transport.Transport;

/**
 * What a person reads when the call-back stands and the service does not, word for word: both real ends of a call-back
 * in memory, and the real command. The other causes are made in the simulator's {@code TwelveCausesTest}.
 */
public class RefusedServiceTest {
    private static final EquipmentId LAMP = new EquipmentId("lamp-1");
    private static final CallInfo INFO = new CallInfo(LAMP, "ftp", FakeControls.KEY, FakeControls.NONCE);

    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    @Rule
    public final ShellRule shell = new ShellRule();

    private final ThreadLoop loop = new ThreadLoop();
    private final CompletableFuture<CallBack> issuer = new CompletableFuture<>();
    private final CompletableFuture<CallBack> acceptor = new CompletableFuture<>();

    @After
    public void end() {
        loop.close();
    }

    @Test
    public void nothingAtTheEquipmentAnswersTheService() throws IOException {
        stands(CallBack::refuse);
        assertRead(
                RingReason.NO_SUCH_SERVICE,
                "lamp-1 called back, but nothing there answers the service ftp. Ring with --service for one that it has,"
                        + " or ask the owner of lamp-1 to add it (forward, or its bundle).\n");
    }

    @Test
    public void whatTheServiceForwardsToIsDown() throws IOException {
        Transport refused = proxy(Transport.class, (self, method, arguments) -> {
            ConnectionHandler handler = (ConnectionHandler) arguments[2];
            loop.execute(() -> handler.closed(CloseReason.of(CloseReason.Kind.REFUSED, "nobody listens there")));
            return null;
        });
        InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), 21);
        LocalDial unheard = proxy(LocalDial.class, (self, method, arguments) -> null);
        stands((callBack, conversation) -> callBack.join(conversation, refused, target, unheard));
        assertRead(
                RingReason.SERVICE_DOWN,
                "lamp-1 called back, but what is behind its service ftp is down: the gateway could not connect to it."
                        + " Ask the owner of lamp-1 to start it; the gateway's status names its address.\n");
    }

    @Test
    public void whoWaitedForSilentEquipmentDoesNotWaitAsLongAgain() {
        assertEquals(Duration.ofMillis(80), RingCommand.patience(FakeControls.story(true, Duration.ofMillis(80))));
        assertEquals(Duration.ofSeconds(2), RingCommand.patience(FakeControls.story(true, Duration.ofSeconds(35))));
    }

    @Test
    public void theGatewayHasNoPlaceToAnswerOneMore() throws IOException {
        stands(CallBack::turnAway);
        assertRead(
                RingReason.SERVICE_LIMIT,
                "lamp-1 called back, but its gateway is at a limit: it takes no other conversation for its service ftp."
                        + " Hang up what is not used any more, or wait a minute, and ring again.\n");
    }

    @Test
    public void whatAnswersTheServiceGivesTheConversationUp() throws IOException {
        stands((callBack, conversation) -> conversation.reset());
        assertRead(
                RingReason.SERVICE_BROKE,
                "lamp-1 called back, but its service ftp broke the conversation off. See that --service is one that it"
                        + " has and ring again; if it stays so, ask the owner of lamp-1 to look at the gateway's log.\n");
    }

    private void assertRead(RingReason cause, String sentences) throws IOException {
        IssuerControl control = proxy(IssuerControl.class, (self, method, arguments) -> new AnsweredRing());
        shell.add(new RingCommand(new Roles(null, null, control, null, List.of()), new LiveRings(new UnderWay())));
        for (String options : List.of("", " --forward 0", " --pipe")) {
            ShellRule.Result result = shell.run("ring lamp-1 --service ftp" + options);
            assertEquals(1, result.exit());
            assertTrue(options + ": " + result.err(), result.err().endsWith(sentences));
            String read = result.out() + result.err();
            assertEquals(
                    List.of(cause),
                    Arrays.stream(RingReason.values())
                            .filter(one -> read.contains(one.happened(LAMP, "ftp")))
                            .toList());
        }
    }

    /** A call-back stands, whose acceptor's end does so with each conversation. */
    private void stands(BiConsumer<CallBack, Conversation> answers) {
        CallBacks callBacks = new CallBacks(new Random(1));
        CallListener nothingOpened = new CallListener() {
            @Override
            public void opened(Conversation conversation) {
                throw new AssertionError("the acceptor opens nothing here");
            }

            @Override
            public void ended(String reason) {}
        };
        CallListener answering = new CallListener() {
            @Override
            public void opened(Conversation conversation) {
                answers.accept(acceptor.join(), conversation);
            }

            @Override
            public void ended(String reason) {}
        };
        loop.execute(() -> {
            issuer.complete(callBacks.issuer(to(acceptor), loop, INFO, nothingOpened));
            acceptor.complete(callBacks.acceptor(to(issuer), loop, INFO, answering));
        });
        issuer.join();
    }

    private ProtectedConnection to(CompletableFuture<CallBack> other) {
        return proxy(ProtectedConnection.class, (self, method, arguments) -> {
            if (method.getName().equals("write")) {
                ByteBuffer bytes = (ByteBuffer) arguments[0];
                ByteBuffer copy =
                        ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
                loop.execute(() -> other.join().received(copy));
            }
            return method.getName().equals("writable") ? true : null;
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
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
        public CompletionStage<String> over() {
            return new CompletableFuture<>();
        }

        @Override
        public Conversation open() throws IOException {
            return issuer.join().open();
        }

        @Override
        public InetSocketAddress forward(InetSocketAddress local) {
            throw new AssertionError("nothing is forwarded to a service that is not there");
        }

        @Override
        public void close() {}
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
