package org.ringback.updater.internal;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
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
    private final FutureTask<String> first = first(person("update"));

    private static Asked person(String what) {
        return Asked.byPerson(what, "");
    }

    private FutureTask<String> first(Asked asked) {
        return new FutureTask<>(() -> work.run(asked, () -> {
            begun.countDown();
            goesOn.await();
            return "updated";
        }));
    }

    private Thread begin() throws InterruptedException {
        return begin(first);
    }

    private Thread begin(FutureTask<String> piece) throws InterruptedException {
        Thread thread = new Thread(piece);
        thread.start();
        begun.await();
        return thread;
    }

    private void isBusy() {
        BusyException busy = assertThrows(BusyException.class, () -> work.run(person("deploy"), () -> "deployed"));
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
        assertEquals("deployed", work.run(person("deploy"), () -> "deployed"));
    }

    @Test
    public void oneThatFailsIsNoLongerUnderWay() throws Exception {
        RefusedException refused = assertThrows(
                RefusedException.class,
                () -> work.run(person("update"), () -> {
                    throw new RefusedException("no");
                }));
        assertEquals("no", refused.getMessage());
        refused = assertThrows(
                RefusedException.class,
                () -> work.run(person("update"), () -> {
                    throw new OutOfMemoryError("planted");
                }));
        assertEquals("update: java.lang.OutOfMemoryError: planted; the log says more", refused.getMessage());
        assertEquals("deployed", work.run(person("deploy"), () -> "deployed"));
    }

    @Test
    public void whoAskedForItMayGoAndItGoesOn() throws Exception {
        Thread asked = begin();
        asked.interrupt();
        asked.join();
        isBusy();
        goesOn.countDown();
    }

    @Test
    public void aPersonIsNotSentAwayForWhatTheProgramDoesByItselfAndComesAfterIt() throws Exception {
        FutureTask<String> own = first(Asked.byProgram("watch", "crypto"));
        begin(own);
        FutureTask<String> second = new FutureTask<>(() -> work.run(person("deploy"), () -> "deployed"));
        Thread person = new Thread(second);
        person.start();
        await().until(() -> person.getState() == Thread.State.WAITING);
        BusyException busy =
                assertThrows(BusyException.class, () -> work.run(Asked.byProgram("rollback", "crypto"), () -> "back"));
        assertTrue(busy.getMessage(), busy.getMessage().startsWith("rollback: watch is under way"));
        assertFalse(second.isDone());
        goesOn.countDown();
        assertEquals("deployed", second.get());
        assertEquals("updated", own.get());
    }

    @Test
    public void aPersonWhoWaitsForTheProgramMayGo() throws Exception {
        begin(first(Asked.byProgram("watch", "crypto")));
        FutureTask<String> second = new FutureTask<>(() -> work.run(person("deploy"), () -> "deployed"));
        Thread person = new Thread(second);
        person.start();
        await().until(() -> person.getState() == Thread.State.WAITING);
        person.interrupt();
        ExecutionException gone = assertThrows(ExecutionException.class, second::get);
        assertTrue(gone.toString(), gone.getCause() instanceof InterruptedException);
        goesOn.countDown();
    }
}
