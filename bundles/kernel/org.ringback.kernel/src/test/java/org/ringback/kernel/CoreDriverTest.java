package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.junit.Test;
import org.ringback.api.Moment;
import org.ringback.api.control.RefusedException;
import org.ringback.store.Change;
import org.ringback.store.Setback;
import org.ringback.store.Store;

/** A core of strings: an event "a" makes the actions that the test put down for it. */
public class CoreDriverTest {
    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final List<CompletableFuture<Void>> writes = new ArrayList<>();
    private final List<String> handled = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final Map<String, List<String>> answers = new HashMap<>();
    private long deadline = Long.MAX_VALUE;

    private final CoreDriver<String, String> driver = new CoreDriver<>(
            loop, new Disk(), this::handle, () -> deadline, this::perform, "tick", "stopped (expected: start it)");

    private final class Disk implements Store {
        @Override
        public Map<String, byte[]> read(String table) {
            return Map.of();
        }

        @Override
        public void each(String table, BiConsumer<String, byte[]> reader) {
            // no table has a record
        }

        @Override
        public boolean isEmpty(String table) {
            return true;
        }

        @Override
        public CompletionStage<Void> write(List<Change> changes) {
            CompletableFuture<Void> write = new CompletableFuture<>();
            writes.add(write);
            return write;
        }

        @Override
        public long commits() {
            return writes.size();
        }

        @Override
        public boolean stale(String table, String key) {
            return false;
        }

        @Override
        public Optional<Setback> setback() {
            return Optional.empty();
        }
    }

    private List<String> handle(String event, Moment now) {
        handled.add(event);
        if (event.equals("tick")) {
            deadline = Long.MAX_VALUE;
        }
        if (event.equals("fault")) {
            throw new IllegalStateException("as while the crypto bundle is being exchanged");
        }
        return answers.getOrDefault(event, List.of());
    }

    private void perform(String action) {
        done.add(action);
        if (action.equals("out of memory")) {
            throw new OutOfMemoryError("Java heap space");
        }
        if (action.startsWith("submit ")) {
            driver.submit(action.substring("submit ".length()));
        }
    }

    @Test
    public void anEventThatAnActionLeadsToWaitsUntilAllActionsAreDone() {
        answers.put("first", List.of("submit second", "last of the first"));
        answers.put("second", List.of("of the second"));

        driver.submit("first");

        assertEquals(List.of("submit second", "last of the first", "of the second"), done);
    }

    @Test
    public void theTimerFollowsTheDeadlineThatIsSoonest() {
        deadline = Duration.ofSeconds(9).toNanos();
        driver.submit("a");
        deadline = Duration.ofSeconds(2).toNanos();
        driver.submit("b");

        loop.pass(Duration.ofSeconds(2).minusNanos(1));
        assertEquals(List.of("a", "b"), handled);
        loop.pass(Duration.ofNanos(1));

        assertEquals(List.of("a", "b", "tick"), handled);
        assertEquals(0, loop.timers());
    }

    @Test
    public void theEarliestDeadlineThereIsTicksAtOnce() {
        deadline = Long.MIN_VALUE;
        driver.submit("a");

        loop.pass(Duration.ZERO);

        assertEquals(List.of("a", "tick"), handled);
    }

    @Test
    public void aDeadlineThatMovesAwayMovesNoTimerButIsKept() {
        deadline = Duration.ofSeconds(2).toNanos();
        driver.submit("a");
        deadline = Duration.ofSeconds(9).toNanos();
        driver.submit("b");

        assertEquals(1, loop.timers());
        loop.pass(Duration.ofSeconds(2));

        assertEquals(List.of("a", "b", "tick"), handled);
    }

    @Test
    public void aFaultEndsNoTimerAndIsNotMetAgainAtOnce() {
        deadline = 0;

        assertThrows(IllegalStateException.class, () -> driver.submit("fault"));
        loop.pass(Duration.ofSeconds(1).minusNanos(1));
        assertEquals(List.of("fault"), handled);
        loop.pass(Duration.ofNanos(1));

        assertEquals(List.of("fault", "tick"), handled);
    }

    @Test
    public void whatDependsOnChangesWaitsUntilTheyAreOnDisk() {
        driver.persist(List.of(), List.of("submit acknowledged", "then"), why -> why);
        loop.turn();
        assertEquals(List.of(), done);

        writes.get(0).complete(null);
        loop.turn();

        assertEquals(List.of("submit acknowledged", "then"), done);
        assertEquals(List.of("acknowledged"), handled);
    }

    @Test
    public void changesThatAreNotOnDiskAreToldToTheCoreAndNothingElseHappens() {
        driver.persist(List.of(), List.of("then"), why -> "failed: " + why);

        writes.get(0).completeExceptionally(new IOException("no room"));
        loop.turn();

        assertEquals(List.of(), done);
        assertEquals(List.of("failed: no room"), handled);
    }

    @Test
    public void commandsAreAnsweredByTheirNumbers() throws Exception {
        CompletableFuture<Object> one = driver.command(number -> "command " + number);
        CompletableFuture<Object> two = driver.command(number -> "command " + number);
        loop.turn();
        assertEquals(List.of("command 1", "command 2"), handled);

        driver.complete(2, "yes");
        driver.fail(1, "name: 'x' (expected: another)");
        driver.complete(1, "too late");

        assertEquals("yes", two.get(5, TimeUnit.SECONDS));
        assertRefused("name: 'x' (expected: another)", one);
    }

    @Test
    public void aCommandThatTheCoreFailsOnIsAnsweredAtOnce() {
        answers.put("command 1", List.of("out of memory"));
        CompletableFuture<Object> one = driver.command(number -> "command " + number);

        assertThrows(OutOfMemoryError.class, loop::turn);

        assertRefused(Faults.words(new OutOfMemoryError("Java heap space")), one);
    }

    @Test
    public void aFaultBehindAWriteKeepsNoAnswerFromWhoWaits() {
        driver.persist(List.of(), List.of("out of memory", "acknowledged"), why -> why);
        writes.get(0).complete(null);

        assertThrows(OutOfMemoryError.class, loop::turn);

        assertEquals(List.of("out of memory", "acknowledged"), done);
    }

    @Test
    public void theEndTakesLeaveThenRefusesEveryCommand() throws Exception {
        CompletableFuture<Object> waiting = driver.command(number -> "waits");
        loop.turn();

        HandTurnedLoop.turningMeanwhile(loop, () -> driver.stop(() -> driver.submit("leave")));

        assertEquals(List.of("waits", "leave"), handled);
        assertTrue(loop.closed());
        assertRefused("stopped (expected: start it)", waiting);
        assertRefused("stopped (expected: start it)", driver.command(number -> "late"));
    }

    @Test
    public void aQuestionIsAnsweredOnTheLoopAndAfterTheEndWithoutIt() throws Exception {
        deadline = 1;
        driver.submit("a");
        HandTurnedLoop.turningMeanwhile(
                loop, () -> assertEquals("seen " + handled, driver.ask(() -> "seen " + handled, () -> "nothing")));
        assertFalse(loop.closed());

        HandTurnedLoop.turningMeanwhile(loop, () -> driver.stop(() -> {}));

        assertEquals("nothing", driver.ask(() -> "seen", () -> "nothing"));
        assertEquals("the timer ended too", 0, loop.timers());
    }

    @Test
    public void aQuestionThatFailsSaysSo() {
        assertThrows(
                ExecutionException.class,
                () -> HandTurnedLoop.turningMeanwhile(
                        loop,
                        () -> driver.ask(
                                () -> {
                                    throw new IllegalArgumentException("a bug");
                                },
                                () -> "nothing")));
    }

    private static void assertRefused(String why, CompletableFuture<Object> command) {
        ExecutionException refused = assertThrows(ExecutionException.class, () -> command.get(5, TimeUnit.SECONDS));
        assertEquals(RefusedException.class, refused.getCause().getClass());
        assertEquals(why, refused.getCause().getMessage());
    }
}
