package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
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
import java.util.stream.Stream;
import org.junit.Test;
import org.ringback.api.EndedRing;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.RingNonce;
import org.ringback.api.RingSystem;
import org.ringback.api.control.RefusedException;
import org.ringback.store.Change;
import org.ringback.store.Setback;
import org.ringback.store.Store;

/** A core of words: an event "a" makes the actions that the test put down for it. */
public class CoreRunnerTest implements Core {
    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final List<CompletableFuture<Void>> writes = new ArrayList<>();
    private final List<String> handled = new ArrayList<>();
    private final List<String> done = new ArrayList<>();
    private final Map<String, List<Action>> answers = new HashMap<>();
    private final HeldSuites suites = new HeldSuites();
    private long deadline = Long.MAX_VALUE;
    private final List<EndedRing> ended = new ArrayList<>();

    private final CoreRunner<CoreRunnerTest> runner = new CoreRunner<>(
            new CoreRunner.Surroundings(new PlayedTransport(), loop, new Disk(), suites, address -> true),
            this,
            event -> {},
            this::perform,
            "this toy");

    private record Said(String word) implements Event {}

    private record Asked(Request<String> request) implements Event {}

    private record Do(String word) implements Action {}

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

    @Override
    public List<Action> handle(Event event, Moment now) {
        String word = word(event);
        handled.add(word);
        if (word.equals("tick")) {
            deadline = Long.MAX_VALUE;
        }
        if (word.equals("fault")) {
            throw new IllegalStateException("as a core should not");
        }
        return answers.getOrDefault(word, List.of());
    }

    private static String word(Event event) {
        if (event instanceof Said said) {
            return said.word();
        } else if (event instanceof Asked asked) {
            return "command " + asked.request().number();
        } else if (event instanceof Event.NotWritten failed) {
            return "failed: " + failed.why() + ", dropped: " + failed.dropped().size();
        }
        return "tick";
    }

    @Override
    public long nextDeadline() {
        return deadline;
    }

    @Override
    public List<EndedRing> takeEnded() {
        List<EndedRing> taken = List.copyOf(ended);
        ended.clear();
        return taken;
    }

    private void perform(Action action) {
        String word = ((Do) action).word();
        done.add(word);
        if (word.equals("out of memory")) {
            throw new OutOfMemoryError("Java heap space");
        }
        if (word.startsWith("submit ")) {
            submit(word.substring("submit ".length()));
        }
    }

    private void submit(String word) {
        runner.submit(new Said(word));
    }

    private static List<Action> acts(String... words) {
        return Stream.of(words).<Action>map(Do::new).toList();
    }

    private void persist(String... then) {
        answers.put("write", List.of(new Action.Persist(List.of(), acts(then))));
        submit("write");
        handled.clear();
    }

    @Test
    public void anEventThatAnActionLeadsToWaitsUntilAllActionsAreDone() {
        answers.put("first", acts("submit second", "last of the first"));
        answers.put("second", acts("of the second"));

        submit("first");

        assertEquals(List.of("submit second", "last of the first", "of the second"), done);
    }

    @Test
    public void theTimerFollowsTheDeadlineThatIsSoonest() {
        deadline = Duration.ofSeconds(9).toNanos();
        submit("a");
        deadline = Duration.ofSeconds(2).toNanos();
        submit("b");

        loop.pass(Duration.ofSeconds(2).minusNanos(1));
        assertEquals(List.of("a", "b"), handled);
        loop.pass(Duration.ofNanos(1));

        assertEquals(List.of("a", "b", "tick"), handled);
        assertEquals(0, loop.timers());
    }

    @Test
    public void theEarliestDeadlineThereIsTicksAtOnce() {
        deadline = Long.MIN_VALUE;
        submit("a");

        loop.pass(Duration.ZERO);

        assertEquals(List.of("a", "tick"), handled);
    }

    @Test
    public void aDeadlineThatMovesAwayMovesNoTimerButIsKept() {
        deadline = Duration.ofSeconds(2).toNanos();
        submit("a");
        deadline = Duration.ofSeconds(9).toNanos();
        submit("b");

        assertEquals(1, loop.timers());
        loop.pass(Duration.ofSeconds(2));

        assertEquals(List.of("a", "b", "tick"), handled);
    }

    @Test
    public void aFaultEndsNoTimerAndIsNotMetAgainAtOnce() {
        deadline = 0;

        assertThrows(IllegalStateException.class, () -> submit("fault"));
        loop.pass(Duration.ofSeconds(1).minusNanos(1));
        assertEquals(List.of("fault"), handled);
        loop.pass(Duration.ofNanos(1));

        assertEquals(List.of("fault", "tick"), handled);
    }

    @Test
    public void whatDependsOnChangesWaitsUntilTheyAreOnDisk() {
        persist("submit acknowledged", "then");
        loop.turn();
        assertEquals(List.of(), done);

        writes.get(0).complete(null);
        loop.turn();

        assertEquals(List.of("submit acknowledged", "then"), done);
        assertEquals(List.of("acknowledged"), handled);
    }

    @Test
    public void changesThatAreNotOnDiskAreToldToTheCoreAndNothingElseHappens() {
        persist("then");

        writes.get(0).completeExceptionally(new IOException("no room"));
        loop.turn();

        assertEquals(List.of(), done);
        assertEquals(List.of("failed: no room, dropped: 1"), handled);
    }

    @Test
    public void commandsAreAnsweredByTheirNumbers() throws Exception {
        CompletableFuture<String> one = runner.command(Asked::new);
        CompletableFuture<String> two = runner.command(Asked::new);
        loop.turn();
        assertEquals(List.of("command 1", "command 2"), handled);

        runner.complete(new Request<>(2), "yes");
        runner.refuse(new Request<>(1), "name: 'x' (expected: another)");
        runner.complete(new Request<>(1), "too late");

        assertEquals("yes", two.get(5, TimeUnit.SECONDS));
        assertRefused("name: 'x' (expected: another)", one);
    }

    @Test
    public void aCommandThatTheCoreFailsOnIsAnsweredAtOnce() {
        answers.put("command 1", acts("out of memory"));
        CompletableFuture<String> one = runner.command(Asked::new);

        assertThrows(OutOfMemoryError.class, loop::turn);

        assertRefused(Faults.words(new OutOfMemoryError("Java heap space")), one);
    }

    @Test
    public void aFaultBehindAWriteKeepsNoAnswerFromWhoWaits() {
        persist("out of memory", "acknowledged");
        writes.get(0).complete(null);

        assertThrows(OutOfMemoryError.class, loop::turn);

        assertEquals(List.of("out of memory", "acknowledged"), done);
    }

    @Test
    public void aCommandThatNeedsCryptoBeginsOnceItIsBack() {
        suites.take(HeldSuitesTest.provider(), CryptoBundle.NONE, 1);
        suites.dropProvider(1);
        CompletableFuture<String> one = runner.needingCrypto(Asked::new);
        loop.turn();
        assertEquals(List.of(), handled);

        suites.take(HeldSuitesTest.provider(), CryptoBundle.NONE, 2);
        loop.turn();

        assertEquals(List.of("command 1"), handled);
        assertFalse(one.isDone());
    }

    @Test
    public void aCommandThatNeedsCryptoIsRefusedWhereNoneComes() {
        CompletableFuture<String> one = runner.needingCrypto(Asked::new);
        loop.turn();

        loop.pass(NewWork.LONGEST);

        assertRefused("no crypto runs here (expected: start org.ringback.crypto)", one);
        assertEquals(List.of(), handled);
    }

    @Test
    public void theEndTakesLeaveThenRefusesEveryCommand() throws Exception {
        CompletableFuture<String> waiting = runner.command(Asked::new);
        loop.turn();

        HandTurnedLoop.turningMeanwhile(loop, () -> runner.stop(() -> submit("leave")));

        assertEquals(List.of("command 1", "leave"), handled);
        assertTrue(loop.closed());
        assertRefused("this toy is stopped (expected: start it and give the command again)", waiting);
        assertRefused(
                "this toy is stopped (expected: start it and give the command again)", runner.command(Asked::new));
    }

    @Test
    public void aQuestionIsAnsweredOnTheLoopAndAfterTheEndInWords() throws Exception {
        deadline = 1;
        submit("a");
        HandTurnedLoop.turningMeanwhile(
                loop, () -> assertEquals("seen " + handled, runner.look(core -> "seen " + core.handled)));
        assertFalse(loop.closed());

        HandTurnedLoop.turningMeanwhile(loop, () -> runner.stop(() -> {}));

        assertEquals(
                "this toy does not answer: it is stopped, or overloaded",
                assertThrows(IllegalStateException.class, () -> runner.look(core -> "seen"))
                        .getMessage());
        assertEquals("the timer ended too", 0, loop.timers());
    }

    @Test
    public void aQuestionThatFailsSaysSo() {
        assertThrows(
                ExecutionException.class,
                () -> HandTurnedLoop.turningMeanwhile(
                        loop,
                        () -> runner.look(core -> {
                            throw new IllegalArgumentException("a bug");
                        })));
    }

    private static void assertRefused(String why, CompletableFuture<String> command) {
        ExecutionException refused = assertThrows(ExecutionException.class, () -> command.get(5, TimeUnit.SECONDS));
        assertEquals(RefusedException.class, refused.getCause().getClass());
        assertEquals(why, refused.getCause().getMessage());
    }

    @Test
    public void whoeverListensHearsOfRingsThatEndedBeforeAndLater() {
        List<EndedRing> heard = new ArrayList<>();
        EndedRing before = ring("before");
        EndedRing later = ring("later");
        EndedRing unheard = ring("unheard");
        ended.add(before);
        Runnable unlisten = runner.listen(heard::add);
        loop.turn();
        assertEquals(List.of(before), heard);
        ended.add(later);
        runner.submit(new Said("an event in which one ends"));
        assertEquals(List.of(before, later), heard);
        unlisten.run();
        ended.add(unheard);
        runner.submit(new Said("an event in which one ends"));
        assertEquals(List.of(before, later), heard);
        assertEquals(List.of(unheard), ended);
    }

    @Test
    public void ringsThatEndByTheStopAreToldBeforeTheLoopEnds() throws Exception {
        List<EndedRing> heard = new ArrayList<>();
        EndedRing cut = ring("cut-by-the-stop");
        runner.listen(heard::add);

        HandTurnedLoop.turningMeanwhile(loop, () -> runner.stop(() -> ended.add(cut)));

        assertEquals(List.of(cut), heard);
        assertTrue(loop.closed());
    }

    @Test
    public void ringsThatEndedAreToldAlsoIfTheStopHasAFault() {
        List<EndedRing> heard = new ArrayList<>();
        EndedRing cut = ring("cut-by-the-stop");
        runner.listen(heard::add);

        assertThrows(
                IllegalStateException.class,
                () -> HandTurnedLoop.turningMeanwhile(
                        loop,
                        () -> runner.stop(() -> {
                            ended.add(cut);
                            throw new IllegalStateException("a bug");
                        })));

        assertEquals(List.of(cut), heard);
    }

    private static EndedRing ring(String who) {
        Story story = new Story("issuer", new Moment(0, Instant.EPOCH));
        story.names(RingNonce.of(new byte[RingNonce.LENGTH]), new EquipmentId("lamp-1"), RingSystem.CALL_BACK);
        story.person(new EquipmentId(who));
        return story.record();
    }
}
