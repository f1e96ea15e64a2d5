package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.After;
import org.junit.Test;

public class WorkersTest {
    private final Workers workers = Workers.queueing("ringback-set-up", 1);

    @After
    public void close() {
        workers.close();
    }

    @Test
    public void whateverATaskThrowsAnswersWhoWaitsForIt() throws Exception {
        for (Throwable fault : List.of(
                new OutOfMemoryError("Java heap space"),
                new StackOverflowError(),
                new NoClassDefFoundError("org/bouncycastle/Argon2"),
                new IllegalStateException("no crypto"))) {
            CompletableFuture<Throwable> answer = new CompletableFuture<>();
            assertTrue(workers.run(() -> sneak(fault), answer::complete));
            assertSame(fault, answer.get(10, TimeUnit.SECONDS));
        }
    }

    @Test
    public void theNextTaskRunsBehindOneThatFailed() throws Exception {
        CountDownLatch ran = new CountDownLatch(1);
        workers.run(
                () -> {
                    throw new OutOfMemoryError("Java heap space");
                },
                fault -> {
                    throw new IllegalStateException("and what answers it fails too");
                });
        workers.run(ran::countDown, fault -> {});
        assertTrue(ran.await(10, TimeUnit.SECONDS));
    }

    @Test
    public void aTaskBeyondThoseThatMayWaitIsNotTaken() {
        CountDownLatch end = new CountDownLatch(1);
        Runnable task = () -> awaited(end);
        int taken = 0;
        while (taken < 1_000 && workers.run(task, fault -> {})) {
            taken++;
        }
        end.countDown();
        assertEquals("one runs and 128 wait", 129, taken);
    }

    private static void awaited(CountDownLatch end) {
        try {
            end.await();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    public void aFaultIsSaidInWordsWithWhatToDo() {
        String memory = Faults.words(new OutOfMemoryError("Java heap space"));
        assertTrue(memory, memory.startsWith("out of memory: Java heap space (expected: more for this program"));
        assertTrue(memory, memory.endsWith("what was before stands"));
        assertEquals(
                "no crypto (expected: a crypto bundle)",
                Faults.words(new IllegalStateException("no crypto (expected: a crypto bundle)")));
        String other = Faults.words(new StackOverflowError());
        assertTrue(other, other.contains("java.lang.StackOverflowError (expected: none; the log has it whole)"));
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable fault) throws T {
        throw (T) fault;
    }
}
