package org.ringback.call.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.ringback.api.Conversation;
import org.ringback.api.Role;
import org.ringback.call.core.ConversationLimits;

public class StreamConversationTest {
    private static final int WINDOW = ConversationLimits.DEFAULT.window();

    @Rule
    public final Timeout timeout = new Timeout(20, TimeUnit.SECONDS);

    private final ThreadLoop issuerLoop = new ThreadLoop();
    private final ThreadLoop acceptorLoop = new ThreadLoop();
    private final Line line = new Line(issuerLoop, acceptorLoop, ConversationLimits.DEFAULT);
    private final List<Thread> threads = new ArrayList<>();

    @After
    public void noThreadIsLeft() throws InterruptedException {
        for (Thread thread : threads) {
            thread.interrupt();
            thread.join(5000);
            assertFalse(thread.isAlive());
        }
        issuerLoop.close();
        acceptorLoop.close();
    }

    @Test
    public void whatIsWrittenAtOneEndIsReadAtTheOtherUntilTheTrueEnd() throws Exception {
        Conversation here = line.issuer.call.open();
        here.output().write("question".getBytes(UTF_8));
        here.output().close();
        Conversation there = answering();
        assertArrayEquals("question".getBytes(UTF_8), there.input().readAllBytes());
        there.output().write("answer".getBytes(UTF_8));
        there.close();
        assertArrayEquals("answer".getBytes(UTF_8), here.input().readAllBytes());
        assertEquals("still the end", -1, here.input().read());
        await().until(() -> line.issuer.call.conversations() == 0);
        await().until(() -> line.acceptor.call.conversations() == 0);
    }

    @Test
    public void whatWasWrittenIsDeliveredOnceTheOtherEndHasReadAllOfIt() throws Exception {
        Conversation here = line.issuer.call.open();
        here.output().write(new byte[100]);
        FutureTask<Void> delivery = start(() -> {
            here.awaitDelivered();
            return null;
        });
        here.output().close();
        Conversation there = answering();
        assertEquals(99, there.input().readNBytes(99).length);
        waits();
        assertEquals(1, there.input().readNBytes(2).length);
        delivery.get();
        acceptorLoop.execute(() -> line.acceptor.call.closed(Line.broken("cut")));
        here.awaitDelivered();
    }

    @Test
    public void aLossBehindTheLastByteWrittenIsNoDelivery() throws Exception {
        Conversation here = line.issuer.call.open();
        here.output().write(new byte[100]);
        here.output().close();
        FutureTask<Void> delivery = start(() -> {
            here.awaitDelivered();
            return null;
        });
        Conversation there = answering();
        assertEquals(99, there.input().readNBytes(99).length);
        waits();
        issuerLoop.execute(() -> line.issuer.call.closed(Line.broken("cut")));
        assertEquals("conversation: connection lost: cut (expected: its end first)", failure(delivery));
    }

    @Test
    public void aPeerThatTakesNoMoreHasWhatItWants() throws Exception {
        Conversation here = line.issuer.call.open();
        here.output().write(1);
        answering().close();
        assertThrows(IOException.class, () -> {
            while (true) {
                here.output().write(new byte[WINDOW]);
            }
        });
        here.awaitDelivered();
    }

    @Test
    public void aConversationSaysWhoseItIs() throws Exception {
        Conversation here = line.issuer.call.open();
        assertEquals(Line.facts(Role.ISSUER).equipment(), here.equipment());
        assertEquals(Line.facts(Role.ISSUER).service(), here.service());
        assertEquals(Line.facts(Role.ISSUER).peer(), here.peer());
        assertEquals(Line.facts(Role.ISSUER).ring(), here.ring());
    }

    @Test
    public void severalLargeConversationsAtOnceArriveWhole() throws Exception {
        List<FutureTask<byte[]>> sent = new ArrayList<>();
        List<FutureTask<byte[]>> got = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Conversation here = line.issuer.call.open();
            int seed = i;
            sent.add(start(() -> pour(here, seed)));
            Conversation there = answering();
            got.add(start(() -> hash(there)));
        }
        for (int i = 0; i < 8; i++) {
            assertArrayEquals(sent.get(i).get(), got.get(i).get());
        }
    }

    @Test
    public void aWriterStopsAtTheWindowUntilTheReaderReads() throws Exception {
        Conversation here = line.issuer.call.open();
        FutureTask<Void> writing = start(() -> {
            here.output().write(new byte[WINDOW]);
            here.output().write(1);
            return null;
        });
        Conversation there = answering();
        waits();
        await().until(() -> there.input().available() == WINDOW);
        assertFalse(writing.isDone());
        assertEquals(WINDOW, there.input().readNBytes(WINDOW).length);
        writing.get();
        assertEquals(1, there.input().read());
    }

    @Test
    public void aWaitingReaderHearsOfTheLoss() throws Exception {
        Conversation here = line.issuer.call.open();
        FutureTask<Integer> reading = start(() -> here.input().read());
        waits();
        issuerLoop.execute(() -> line.issuer.call.closed(Line.broken("reset by the network")));
        assertEquals("conversation: connection lost: reset by the network (expected: its end first)", failure(reading));
        assertThrows(IOException.class, () -> here.input().read());
        assertThrows(IOException.class, () -> here.output().write(1));
        assertThrows(IOException.class, line.issuer.call::open);
        await().until(() -> List.of("connection lost: reset by the network").equals(line.issuer.ended));
        assertEquals(0, line.issuer.call.conversations());
    }

    @Test
    public void aWaitingWriterHearsOfTheLoss() throws Exception {
        Conversation here = line.issuer.call.open();
        FutureTask<Void> writing = start(() -> {
            here.output().write(new byte[2 * WINDOW]);
            return null;
        });
        waits();
        issuerLoop.execute(() -> line.issuer.call.closed(Line.broken("cut")));
        assertEquals("conversation: connection lost: cut (expected: its end first)", failure(writing));
    }

    @Test
    public void whatArrivedBeforeTheLossIsReadBeforeItIsHeardOf() throws Exception {
        Conversation here = line.issuer.call.open();
        here.output().write(new byte[100]);
        Conversation there = answering();
        await().until(() -> there.input().available() == 100);
        acceptorLoop.execute(() -> line.acceptor.call.closed(Line.broken("cut")));
        await().until(() -> line.acceptor.call.conversations() == 0);
        assertEquals(100, there.input().read(new byte[1000]));
        assertThrows(IOException.class, () -> there.input().read());
    }

    @Test
    public void aResetEndsTheReaderAtTheOtherEnd() throws Exception {
        Conversation here = line.issuer.call.open();
        here.output().write(1);
        Conversation there = answering();
        FutureTask<byte[]> reading = start(() -> there.input().readAllBytes());
        waits();
        here.reset();
        assertEquals(
                "conversation: reset by the peer: reset by the application (expected: its end first)",
                failure(reading));
        IOException own = assertThrows(IOException.class, () -> here.input().read());
        assertEquals("conversation: reset here: reset by the application (expected: its end first)", own.getMessage());
    }

    @Test
    public void closingInTheMiddleEndsTheOutputAndDiscardsTheRest() throws Exception {
        Conversation here = line.issuer.call.open();
        FutureTask<Void> writing = start(() -> {
            for (int i = 0; i < 9; i++) {
                here.output().write(new byte[WINDOW / 10]);
            }
            here.output().close();
            return null;
        });
        Conversation there = answering();
        assertEquals(1000, there.input().readNBytes(1000).length);
        there.close();
        writing.get();
        assertEquals(-1, here.input().read());
        await().until(() -> line.issuer.call.conversations() == 0);
        await().until(() -> line.acceptor.call.conversations() == 0);
        assertThrows(IOException.class, () -> there.input().read());
        assertThrows(IOException.class, () -> there.output().write(1));
    }

    @Test
    public void closingStopsAPeerThatWouldWriteWithoutEnd() throws Exception {
        Conversation here = line.issuer.call.open();
        FutureTask<Void> writing = start(() -> {
            while (true) {
                here.output().write(new byte[WINDOW]);
            }
        });
        answering().close();
        assertEquals(
                "conversation: reset by the peer: closed, and the other direction did not end (expected: its end first)",
                failure(writing));
        await().until(() -> line.acceptor.call.conversations() == 0);
    }

    @Test
    public void closingWakesAReaderOfOurOwn() throws Exception {
        Conversation here = line.issuer.call.open();
        FutureTask<Integer> reading = start(() -> here.input().read());
        waits();
        here.close();
        assertEquals("input: closed here (expected: an open one)", failure(reading));
    }

    @Test
    public void anInterruptedReaderSaysSoAndStaysInterrupted() throws Exception {
        Conversation here = line.issuer.call.open();
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        FutureTask<Integer> reading = start(() -> {
            try {
                return here.input().read();
            } finally {
                flag.complete(Thread.currentThread().isInterrupted());
            }
        });
        waits();
        last().interrupt();
        ExecutionException thrown = assertThrows(ExecutionException.class, reading::get);
        assertTrue(thrown.getCause() instanceof InterruptedIOException);
        assertTrue(flag.get());
        here.output().write(1);
        assertEquals("the conversation lives on", 1, answering().input().read());
    }

    @Test
    public void anInterruptedWriterSaysHowMuchIsOnItsWay() throws Exception {
        Conversation here = line.issuer.call.open();
        FutureTask<Void> writing = start(() -> {
            here.output().write(new byte[WINDOW + 500]);
            return null;
        });
        waits();
        last().interrupt();
        ExecutionException thrown = assertThrows(ExecutionException.class, writing::get);
        assertEquals(WINDOW, ((InterruptedIOException) thrown.getCause()).bytesTransferred);
    }

    @Test
    public void waitingOnTheLoopItselfIsRefused() throws Exception {
        Conversation here = line.issuer.call.open();
        CompletableFuture<Throwable> thrown = new CompletableFuture<>();
        issuerLoop.execute(() -> thrown.complete(
                assertThrows(IllegalStateException.class, () -> here.input().read())));
        assertEquals(
                "conversation: would block its own loop (expected: a thread of its own)",
                thrown.get().getMessage());
    }

    @Test
    public void bothEndsOpenConversations() throws Exception {
        Conversation theirs = line.acceptor.call.open();
        theirs.output().write(7);
        await().until(() -> line.issuer.opened.size() == 1);
        assertEquals(7, line.issuer.opened.get(0).input().read());
    }

    private Conversation answering() {
        int before = answered++;
        await().until(() -> line.acceptor.opened.size() > before);
        return line.acceptor.opened.get(before);
    }

    private int answered;

    private <T> FutureTask<T> start(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "test-" + threads.size());
        threads.add(thread);
        thread.start();
        return task;
    }

    private Thread last() {
        return threads.get(threads.size() - 1);
    }

    /** Until the thread started last waits for something. */
    private void waits() {
        await().until(() -> last().getState() == Thread.State.WAITING);
    }

    private static String failure(FutureTask<?> task) {
        return assertThrows(ExecutionException.class, task::get).getCause().getMessage();
    }

    private static byte[] pour(Conversation conversation, int seed) throws Exception {
        byte[] bytes = new byte[1_250_000 + seed];
        Random random = new Random(seed);
        random.nextBytes(bytes);
        for (int at = 0; at < bytes.length; ) {
            int length = Math.min(bytes.length - at, 1 + random.nextInt(100_000));
            conversation.output().write(bytes, at, length);
            at += length;
        }
        conversation.output().close();
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    private static byte[] hash(Conversation conversation) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream input = new DigestInputStream(conversation.input(), digest)) {
            byte[] buffer = new byte[10_000];
            int count = input.read(buffer);
            while (count >= 0) {
                count = input.read(buffer);
            }
        }
        return digest.digest();
    }
}
