package org.ringback.kernel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.store.Change;
import org.ringback.store.Setback;
import org.ringback.store.Store;
import org.ringback.wire.Tlv;

public class StoryKeeperTest {
    private static final String TABLE = "toy.stories";
    private static final Instant BEGAN = Instant.parse("2026-11-29T12:00:00.123456789Z");
    private static final RingStory.End ANSWERED = new RingStory.End(true, "");

    private final Disk disk = new Disk();
    private final HandTurnedLoop loop = new HandTurnedLoop();
    private final Metrics metrics = new Metrics();
    private int rings;

    /** A table in memory, which may refuse. */
    private static final class Disk implements Store {
        final Map<String, byte[]> records = new TreeMap<>();
        int writes;
        boolean full;
        boolean unreadable;

        @Override
        public Map<String, byte[]> read(String table) {
            throw new IllegalStateException("read whole");
        }

        @Override
        public void each(String table, BiConsumer<String, byte[]> reader) {
            if (unreadable) {
                throw new UncheckedIOException(new IOException("damaged"));
            }
            assertEquals(TABLE, table);
            records.forEach(reader);
        }

        @Override
        public boolean isEmpty(String table) {
            return records.isEmpty();
        }

        @Override
        public CompletionStage<Void> write(List<Change> changes) {
            writes++;
            if (full) {
                return CompletableFuture.failedFuture(new IOException("no room"));
            }
            changes.forEach(change -> records.put(change.key(), change.value().orElseThrow()));
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public long commits() {
            return writes;
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

    private record Run(Stories stories, StoryKeeper keeper) {
        List<RingStory> told() {
            return stories.snapshot();
        }
    }

    private Run run() {
        Stories stories = new Stories();
        return new Run(stories, new StoryKeeper(TABLE, stories, metrics, disk, loop));
    }

    @Test
    public void theWayOfAnAnsweredRingIsWrittenAlsoWhereItIsKnownBehindTheEnd() {
        Run run = run();
        Story before = ring(run);
        before.way("punched");
        before.end(ANSWERED);
        Story behind = ring(run);
        behind.end(ANSWERED);
        loop.pass(StoryKeeper.AFTER);
        behind.way("relayed");
        ring(run).end(ANSWERED);
        run.keeper().close();
        assertEquals(
                Set.of(Optional.of("punched"), Optional.of("relayed"), Optional.empty()),
                run().told().stream().map(RingStory::way).collect(Collectors.toSet()));
    }

    @Test
    public void anotherNameIsWrittenForWhatEndedInThisRunAndBefore() {
        Run before = run();
        Story first = ring(before);
        first.person(new EquipmentId("anna"));
        first.end(ANSWERED);
        before.keeper().close();
        Run run = run();
        run.stories().rename(new EquipmentId("lamp-1"), new EquipmentId("hall-lamp"));
        run.stories().rename(new EquipmentId("lamp-2"), new EquipmentId("lamp-1"));
        run.stories().renamePerson(new EquipmentId("anna"), new EquipmentId("anna-smith"));
        loop.pass(StoryKeeper.AFTER);
        RingStory told = run().told().get(0);
        assertEquals(new EquipmentId("hall-lamp"), told.equipment());
        assertEquals(Optional.of(new EquipmentId("anna-smith")), told.person());
    }

    @Test
    public void aRingLastsUntilItIsAnsweredHoweverLongItsCallIs() {
        Run run = run();
        Story story = ring(run);
        story.step(Duration.ofMillis(40).toNanos(), "call-back accepted", "");
        story.end(ANSWERED);
        story.step(Duration.ofHours(3).toNanos(), "call-back over", "hung up here");
        assertEquals(Optional.of(Duration.ofMillis(40)), run.told().get(0).lasted());
        run.keeper().close();
        assertEquals(Optional.of(Duration.ofMillis(40)), run().told().get(0).lasted());
        byte[] record = disk.records.get("000");
        int lasted = new Tlv.Writer().put(14, Duration.ofMillis(40).toNanos()).toBytes().length;
        disk.records.put("000", Arrays.copyOf(record, record.length - lasted));
        assertEquals(
                "of an older version",
                Optional.of(Duration.ofMillis(40)),
                run().told().get(0).lasted());
        assertEquals("under way", Optional.empty(), ring(run()).told().lasted());
    }

    private Story ring(Run run) {
        Story story = new Story("server", new Moment(0, BEGAN));
        byte[] nonce = ByteBuffer.allocate(RingNonce.LENGTH).putInt(++rings).array();
        story.names(RingNonce.of(nonce), new EquipmentId("lamp-1"), RingSystem.PASSWORD);
        run.stories().add(story);
        return story;
    }

    private void endedRings(Run run, int many) {
        for (int i = 0; i < many; i++) {
            ring(run).end(ANSWERED);
        }
    }

    @Test
    public void whatHasEndedIsToldAfterARestartAsItWas() {
        Run first = run();
        Story story = ring(first);
        story.person(new EquipmentId("anna"));
        story.keyAgreement("X25519MLKEM768");
        story.step(1_234_567, "asked", "für \"lamp-1\"");
        story.step(2_000_000, "ended", "");
        story.end(new RingStory.End(false, "nobody there", "ring later"));
        endedRings(first, 1);
        first.keeper().close();
        Run second = run();
        assertEquals(first.told(), second.told());
        assertEquals(Optional.of(new EquipmentId("anna")), second.told().get(1).person());
        assertEquals(Optional.empty(), second.told().get(0).person());
    }

    @Test
    public void manyThatEndAreOneWriteAndWhatIsUnderWayIsNone() {
        Run run = run();
        endedRings(run, 10);
        ring(run);
        loop.pass(StoryKeeper.AFTER.minusNanos(1));
        assertEquals(0, disk.writes);
        loop.pass(Duration.ofNanos(1));
        assertEquals(1, disk.writes);
        assertEquals(10, run().told().size());
        loop.pass(StoryKeeper.AFTER.multipliedBy(10));
        assertEquals(1, disk.writes);
        assertEquals(0, loop.timers());
    }

    @Test
    public void whatIsAddedToAnEndedStoryIsWrittenInItsPlace() {
        Run run = run();
        Story story = ring(run);
        story.end(ANSWERED);
        loop.pass(StoryKeeper.AFTER);
        story.step(3, "call-back over", "hung up");
        loop.pass(StoryKeeper.AFTER);
        assertEquals(2, disk.writes);
        assertEquals(1, disk.records.size());
        assertEquals("call-back over", run().told().get(0).steps().get(0).name());
    }

    @Test
    public void theNewest256AreKeptOverAnyNumberOfRuns() {
        for (int i = 0; i < 3; i++) {
            Run run = run();
            endedRings(run, 100);
            run.keeper().close();
        }
        List<RingStory> told = run().told();
        assertEquals(Stories.MAX, told.size());
        assertEquals(Stories.MAX, disk.records.size());
        assertEquals(300, ByteBuffer.wrap(told.get(0).nonce().bytes()).getInt());
        assertEquals(
                45, ByteBuffer.wrap(told.get(Stories.MAX - 1).nonce().bytes()).getInt());
    }

    @Test
    public void aRoleThatStopsEndsWhatIsUnderWayAndWritesNothingLater() {
        Run run = run();
        Story story = ring(run);
        run.keeper().close();
        story.step(5, "too late", "");
        ring(run).end(ANSWERED);
        loop.pass(StoryKeeper.AFTER);
        assertEquals(1, disk.writes);
        RingStory told = run().told().get(0);
        assertTrue(told.toString(), told.ended().orElseThrow().reason().contains("stopped before"));
        assertEquals(List.of(), told.steps());
    }

    @Test
    public void aRoleWithoutARingWritesNothing() {
        run().keeper().close();
        assertEquals(0, disk.writes);
    }

    @Test
    public void recordsThatCannotBeReadAreCountedLeftOutAndWrittenOver() {
        Run before = run();
        endedRings(before, 3);
        before.keeper().close();
        disk.records.put("000", "garbage".getBytes(UTF_8));
        disk.records.put("001", new Tlv.Writer().put(StoredRecord.VERSION, 9).toBytes());
        Run after = run();
        assertEquals(1, after.told().size());
        assertEquals(Map.of(StoryMetric.UNREADABLE.id(), 2L), metrics.snapshot());
        endedRings(after, Stories.MAX - 1);
        after.keeper().close();
        assertEquals(Stories.MAX, run().told().size());
        assertEquals(Map.of(StoryMetric.UNREADABLE.id(), 2L), metrics.snapshot());
    }

    @Test
    public void aTableThatCannotBeReadStopsNoRole() {
        disk.unreadable = true;
        assertEquals(List.of(), run().told());
        assertEquals(Map.of(StoryMetric.UNREADABLE.id(), 1L), metrics.snapshot());
    }

    @Test
    public void whatTheDiskRefusedIsWrittenWithTheNext() {
        Run run = run();
        disk.full = true;
        endedRings(run, 2);
        loop.pass(StoryKeeper.AFTER);
        loop.pass(StoryKeeper.AFTER);
        assertEquals(1, disk.writes);
        assertEquals(Map.of(StoryMetric.NOT_WRITTEN.id(), 1L), metrics.snapshot());
        disk.full = false;
        endedRings(run, 1);
        loop.pass(StoryKeeper.AFTER);
        assertEquals(run.told(), run().told());
    }

    @Test
    public void aTextThatIsTooLongForARecordIsCut() {
        Run run = run();
        ring(run).end(new RingStory.End(false, "x".repeat(100_000)));
        run.keeper().close();
        assertEquals(
                "x".repeat(StoredStory.MAX_TEXT),
                run().told().get(0).ended().orElseThrow().reason());
    }

    /** As the first version that kept stories wrote it: later ones must go on reading it. */
    @Test
    public void aRecordHasItsForm() {
        Run run = run();
        ring(run).end(ANSWERED);
        run.keeper().close();
        Tlv record = Tlv.read(disk.records.get("000"));
        assertEquals(1, record.number(0));
        assertEquals(0, record.number(1));
        assertEquals("server", record.text(2));
        assertArrayEquals(run.told().get(0).nonce().bytes(), record.bytes(3));
        assertEquals("lamp-1", record.text(4));
        assertEquals(Optional.empty(), record.find(5));
        assertEquals(3, record.number(6));
        assertEquals(BEGAN, Instant.EPOCH.plusNanos(record.number(9)));
        assertEquals(1, record.number(11));
    }
}
