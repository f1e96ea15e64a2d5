package org.ringback.transport.internal;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.junit.runners.Parameterized;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.api.Moment;
import org.ringback.transport.Loop;

@RunWith(Parameterized.class)
public class LoopTest {
    @Rule
    public final TransportRule rule;

    private final Io io;

    public LoopTest(Io io) {
        this.io = io;
        rule = new TransportRule(io, TransportRule.settings(2, 4, Duration.ofSeconds(2)));
    }

    @Parameters(name = "{0}")
    public static Iterable<Object[]> kinds() {
        return TransportRule.kinds();
    }

    @Test
    public void tasksRunInOrderOnAThreadNamedAfterTheOwner() throws Exception {
        List<Integer> ran = new ArrayList<>();
        LinkedBlockingQueue<String> thread = new LinkedBlockingQueue<>();
        for (int i = 0; i < 1000; i++) {
            int number = i;
            rule.loop().execute(() -> ran.add(number));
        }
        rule.loop()
                .execute(() -> thread.add(
                        Thread.currentThread().getName() + rule.loop().inLoop()));
        assertEquals("ringback-testtrue", thread.poll(10, TimeUnit.SECONDS));
        assertEquals(IntStream.range(0, 1000).boxed().toList(), ran);
        assertFalse(rule.loop().inLoop());
    }

    @Test
    public void aTaskThatThrowsDoesNotEndTheLoop() throws Exception {
        CountDownLatch next = new CountDownLatch(1);
        rule.loop().execute(() -> {
            throw new IllegalStateException("bug");
        });
        rule.loop().execute(next::countDown);
        assertTrue(next.await(10, TimeUnit.SECONDS));
        assertEquals(1, rule.log.lines.size());
    }

    @Test
    public void aTimerRunsOnTheLoopAndACancelledOneDoesNot() throws Exception {
        LinkedBlockingQueue<String> ran = new LinkedBlockingQueue<>();
        Runnable cancel = rule.loop().schedule(Duration.ofMillis(30), () -> ran.add("cancelled"));
        rule.loop()
                .schedule(
                        Duration.ofMillis(50),
                        () -> ran.add("due " + rule.loop().inLoop()));
        cancel.run();
        assertEquals("due true", ran.poll(10, TimeUnit.SECONDS));
        assertTrue(ran.isEmpty());
    }

    @Test
    public void aClosedLoopRunsNothingMore() throws Exception {
        Loop loop = rule.transport().newLoop("ending");
        AtomicInteger ran = new AtomicInteger();
        loop.schedule(Duration.ofMillis(20), ran::incrementAndGet);
        loop.close();
        loop.execute(ran::incrementAndGet);
        loop.schedule(Duration.ZERO, ran::incrementAndGet);
        // The same thread serves the owner's next loop, behind the tasks of the closed one.
        Loop next = rule.transport().newLoop("ending");
        CountDownLatch done = new CountDownLatch(1);
        next.schedule(Duration.ofMillis(50), done::countDown);
        assertTrue(done.await(10, TimeUnit.SECONDS));
        assertEquals(0, ran.get());
    }

    @Test
    public void aLoopMayCloseItselfFromATask() throws Exception {
        Loop loop = rule.transport().newLoop("ending");
        CountDownLatch closed = new CountDownLatch(1);
        loop.execute(() -> {
            loop.close();
            closed.countDown();
        });
        assertTrue(closed.await(10, TimeUnit.SECONDS));
    }

    @Test
    public void anOwnerComesBackToItsThreadAndThreadsAreBounded() throws Exception {
        LinkedBlockingQueue<String> names = new LinkedBlockingQueue<>();
        for (String owner : List.of("a", "b", "a", "c", "d")) {
            rule.transport()
                    .newLoop(owner)
                    .execute(() -> names.add(Thread.currentThread().getName()));
        }
        await().atMost(TransportRule.PATIENCE).until(() -> names.size() == 5);
        // "test" has the first of two threads, "a" the second; the others share.
        assertTrue(names.toString(), names.stream().allMatch(List.of("ringback-test", "ringback-a")::contains));
        assertTrue(names.toString(), names.stream().filter("ringback-a"::equals).count() >= 2);
    }

    @Test
    public void theClockIsTheOneHandedIn() {
        Moment moment = new Moment(42, Instant.EPOCH);
        NettyTransport transport = new NettyTransport(io, TransportRule.SETTINGS, () -> moment, new BugLog(rule.log));
        assertEquals(moment, transport.newLoop("test").now());
        transport.close();
    }

    @Test
    public void noThreadIsLeftBehind() {
        NettyTransport transport = new NettyTransport(
                io, TransportRule.SETTINGS, () -> new Moment(0, Instant.EPOCH), new BugLog(rule.log));
        Loop loop = transport.newLoop("leaky");
        loop.execute(() -> {});
        await().atMost(TransportRule.PATIENCE)
                .until(() -> TransportRule.threads().contains("ringback-leaky"));
        transport.close();
        await().atMost(TransportRule.PATIENCE)
                .until(() -> !TransportRule.threads().contains("ringback-leaky"));
    }
}
