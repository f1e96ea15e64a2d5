package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNotSame;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.After;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;

/** The thread that looks at the warnings begins at once, goes on after a fault, and ends with whoever has it. */
public class AlarmThreadTest {
    private static final String LOST = "lamp-1: its password is lost";

    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    private final AtomicLong now = new AtomicLong();
    private final BlockingQueue<Thread> lookers = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final CountDownLatch killed = new CountDownLatch(1);
    private final AlarmTrouble trouble = new AlarmTrouble();
    private volatile boolean broken;

    private @Nullable AlarmThread thread;

    private void begin(AlarmRunner runner) {
        thread = new AlarmThread(
                new Alarms(List.of("/opt/tell"), this::warnings, runner, trouble, entry -> {}, this::later),
                Duration.ZERO);
    }

    @After
    public void close() {
        if (thread != null) {
            thread.close();
        }
    }

    private List<String> warnings() {
        lookers.add(Thread.currentThread());
        if (broken) {
            broken = false;
            throw new ClassCastException("a flaw");
        }
        return List.of(LOST);
    }

    /** Five seconds pass between two looks. */
    private long later() {
        return now.addAndGet(AlarmWatch.STANDS.toNanos());
    }

    private int tell(List<String> words, String warning) {
        told.add(warning);
        return 0;
    }

    /** A program that runs until it is killed. */
    private int hang(List<String> words, String warning) throws InterruptedException {
        told.add(warning);
        try {
            new CountDownLatch(1).await();
            return 0;
        } catch (InterruptedException e) {
            killed.countDown();
            throw e;
        }
    }

    @Test
    public void itLooksAtOnceAndAgainOnAThreadOfItsOwnAndTellsWhatStands() throws Exception {
        begin(this::tell);
        assertEquals(LOST, told.take());
        Thread looker = lookers.take();
        lookers.clear();
        assertEquals("it goes on", looker, lookers.take());
        assertEquals(looker, lookers.take());
        assertNotSame(Thread.currentThread(), looker);
        assertEquals("ringback-alarm", looker.getName());
        assertTrue(looker.isDaemon());
        close();
        assertFalse("it ends with whoever has it", looker.isAlive());
        assertEquals("told once", 0, told.size());
    }

    @Test
    public void aFaultOfAWarningDoesNotEndIt() throws Exception {
        broken = true;
        begin(this::tell);
        assertEquals(LOST, told.take());
        assertEquals(List.of(), trouble.warnings());
    }

    @Test
    public void aProgramThatRunsIsInterruptedAtTheEnd() throws Exception {
        begin(this::hang);
        assertEquals(LOST, told.take());
        Thread looker = lookers.take();
        assertTrue(looker.isAlive());
        close();
        assertEquals(0, killed.getCount());
        assertFalse(looker.isAlive());
        assertEquals("no failure of the program", List.of(), trouble.warnings());
    }
}
