package org.ringback.updater.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.ringback.api.control.RefusedException;

/** One piece of work at a time; a second one is refused in words, and goes once the first has ended. */
public class WorkTest {
    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    private final Work work = new Work();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goesOn = new CountDownLatch(1);
    private final FutureTask<String> first = new FutureTask<>(() -> work.run("update", () -> {
        begun.countDown();
        goesOn.await();
        return "updated";
    }));

    private Thread begin() throws InterruptedException {
        Thread thread = new Thread(first);
        thread.start();
        begun.await();
        return thread;
    }

    private void isBusy() {
        BusyException busy = assertThrows(BusyException.class, () -> work.run("deploy", () -> "deployed"));
        assertEquals(
                "deploy: update is under way (expected: one at a time); next: again when that has ended",
                busy.getMessage());
    }

    @Test
    public void aSecondOneIsRefusedByTheNameOfTheFirstUntilThatHasEnded() throws Exception {
        begin();
        isBusy();
        isBusy();
        goesOn.countDown();
        assertEquals("updated", first.get());
        assertEquals("deployed", work.run("deploy", () -> "deployed"));
    }

    @Test
    public void oneThatFailsIsNoLongerUnderWay() throws Exception {
        RefusedException refused = assertThrows(
                RefusedException.class,
                () -> work.run("update", () -> {
                    throw new RefusedException("no");
                }));
        assertEquals("no", refused.getMessage());
        refused = assertThrows(
                RefusedException.class,
                () -> work.run("update", () -> {
                    throw new OutOfMemoryError("planted");
                }));
        assertEquals("update: java.lang.OutOfMemoryError: planted; the log says more", refused.getMessage());
        assertEquals("deployed", work.run("deploy", () -> "deployed"));
    }

    @Test
    public void whoAskedForItMayGoAndItGoesOn() throws Exception {
        Thread asked = begin();
        asked.interrupt();
        asked.join();
        isBusy();
        goesOn.countDown();
    }
}
