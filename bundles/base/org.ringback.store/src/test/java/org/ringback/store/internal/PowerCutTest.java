package org.ringback.store.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertTrue;
import static org.ringback.store.internal.StoreFolder.bytes;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.Test;
import org.ringback.store.Change;

/** Cuts the power after each write that a store made, and loses what a disk may lose. */
public class PowerCutTest {
    /** As many cuts as fit; 10,000 with -Dstore.cuts=10000. */
    private static final int CUTS = Integer.getInteger("store.cuts", 40);
    /** The first of the seeds: a failure is repeated with -Dstore.seed=N -Dstore.cuts=1. */
    private static final int SEED = Integer.getInteger("store.seed", 0);

    private static final int BLOCK = 4096;
    private static final String GRANTS = "grants";
    private static final String LEASES = "leases";

    /** What a store promised, by the number of steps that the disk had seen when it did. */
    private final TreeMap<Integer, Map<String, String>> acknowledged = new TreeMap<>();

    private final TreeMap<Integer, String> revoked = new TreeMap<>();
    private final Map<String, String> now = new TreeMap<>();

    @Test
    public void whereverThePowerIsCutTheStoreStartsWithAllThatWasAcknowledged() throws Exception {
        try (MemoryDisk disk = new MemoryDisk()) {
            List<MemoryDisk.Step> steps = history(disk, 9);
            try (MemoryDisk replayed = new MemoryDisk()) {
                for (int cut = 0; cut <= steps.size(); cut++) {
                    if (cut > 0) {
                        replayed.replay(steps.get(cut - 1));
                    }
                    try (MemoryDisk after = replayed.copy()) {
                        assertKept("cut after step " + cut, after, cut);
                    }
                }
            }
        }
    }

    @Test
    public void whatWasNotSyncedMayBeLostInAnyPart() throws Exception {
        Random random = new Random(20_261_128);
        try (MemoryDisk disk = new MemoryDisk()) {
            List<MemoryDisk.Step> steps = history(disk, 9);
            for (int cut = 0; cut <= steps.size(); cut++) {
                Set<Integer> unsynced = unsynced(steps, cut);
                assertAfter(steps, cut, unsynced, random);
                Set<Integer> some = new HashSet<>(unsynced);
                some.removeIf(step -> random.nextBoolean());
                assertAfter(steps, cut, some, random);
            }
        }
    }

    @Test
    public void aDiskThatLosesItsLastWritesUndoesNoRevocation() throws Exception {
        for (int seed = SEED; seed < SEED + CUTS; seed++) {
            Random random = new Random(seed);
            try (MemoryDisk disk = new MemoryDisk()) {
                if (random.nextInt(4) > 0) {
                    begin(disk);
                }
                MemoryDisk before = disk.copy();
                disk.forgetSteps();
                acknowledged.clear();
                revoked.clear();
                List<MemoryDisk.Step> steps = run(disk, 6, random);
                int cut = random.nextInt(steps.size() + 1);
                try (before) {
                    loseSomeOfTheLast(before, steps.subList(0, cut), random);
                    assertRevoked("seed " + seed, before, cut, Set.of());
                }
            }
        }
    }

    @Test
    public void aDiskThatLosesItsLastWritesUndoesNoRevocationAfterARestoreEither() throws Exception {
        for (int seed = SEED; seed < SEED + CUTS; seed++) {
            Random random = new Random(seed);
            acknowledged.clear();
            revoked.clear();
            try (MemoryDisk disk = new MemoryDisk()) {
                begin(disk);
                run(disk, 3 + random.nextInt(6), random);
                Set<String> earlier = new HashSet<>(revoked.values());
                revoked.clear();
                harm(disk, random);
                disk.forgetSteps();
                MemoryDisk before = disk.copy();
                restore(disk);
                int restored = disk.steps().size();
                List<MemoryDisk.Step> steps = run(disk, 4, random);
                int cut = random.nextInt(steps.size() + 1);
                try (before) {
                    loseSomeOfTheLast(before, steps.subList(0, cut), random);
                    if (cut < restored) {
                        restore(before);
                    }
                    assertRevoked("seed " + seed + " cut " + cut, before, cut, earlier);
                }
            }
        }
    }

    /** The data cannot be read; with luck the latest commits can. */
    private static void harm(MemoryDisk disk, Random random) throws IOException {
        Places places = MemoryStore.places();
        byte[] noise = new byte[disk.bytes(places.data()).length];
        random.nextBytes(noise);
        disk.bytes(places.data(), noise);
        if (random.nextBoolean()) {
            byte[] mark = disk.bytes(places.mark());
            Arrays.fill(mark, Mark.SLOTS * Mark.SLOT, mark.length, (byte) 0);
            disk.bytes(places.mark(), mark);
        }
    }

    private static void restore(MemoryDisk disk) throws IOException {
        new StoreCare(MemoryStore.site(disk, MemoryStore.NOW)).restore();
    }

    private void loseSomeOfTheLast(MemoryDisk disk, List<MemoryDisk.Step> steps, Random random) {
        int last = 0;
        Set<Integer> lost = new HashSet<>();
        for (int i = steps.size() - 1; i >= 0 && last < 8; i--) {
            if (!(steps.get(i) instanceof MemoryDisk.Step.Sync || steps.get(i) instanceof MemoryDisk.Step.SyncNames)) {
                last++;
                if (random.nextBoolean()) {
                    lost.add(i);
                }
            }
        }
        for (int i = 0; i < steps.size(); i++) {
            if (!lost.contains(i)) {
                disk.replay(steps.get(i));
            }
        }
    }

    private void begin(MemoryDisk disk) throws IOException {
        try (MemoryStore store = new MemoryStore(disk)) {
            for (int i = 0; i < 30; i++) {
                store.write(
                        Change.put(GRANTS, "old-" + i % 10, bytes("good")), Change.put(LEASES, "l" + i, new byte[300]));
            }
        }
    }

    private List<MemoryDisk.Step> history(MemoryDisk disk, int writes) throws IOException {
        return run(disk, writes, new Random(1));
    }

    private List<MemoryDisk.Step> run(MemoryDisk disk, int writes, Random random) throws IOException {
        try (MemoryStore store = new MemoryStore(disk)) {
            for (int i = 0; i < writes; i++) {
                String key = "old-" + random.nextInt(10);
                if (i % 3 == 2) {
                    // with much else, so that the log is torn in the middle
                    store.write(
                            Change.put(GRANTS, key, bytes("revoked")).lasting(),
                            Change.put(LEASES, "for good", new byte[random.nextInt(9_000)])
                                    .lasting());
                    now.put(key, "revoked");
                    revoked.put(disk.steps().size(), key);
                } else {
                    store.write(Change.put(LEASES, "l" + i % 7, new byte[random.nextInt(9_000)]), grant("new-" + i));
                }
                acknowledged.put(disk.steps().size(), Map.copyOf(now));
                if (i % 4 == 3) {
                    store.tables().compact();
                }
            }
        }
        return disk.steps();
    }

    private Change grant(String key) {
        now.put(key, "good");
        return Change.put(GRANTS, key, bytes("good"));
    }

    /** The steps that a disk need not have done: writes before no sync of their file, names before no sync of theirs. */
    private static Set<Integer> unsynced(List<MemoryDisk.Step> steps, int cut) {
        Set<Integer> unsynced = new HashSet<>();
        for (int i = 0; i < cut; i++) {
            MemoryDisk.Step step = steps.get(i);
            boolean name = step instanceof MemoryDisk.Step.Move
                    || step instanceof MemoryDisk.Step.Link
                    || step instanceof MemoryDisk.Step.Delete;
            if (step instanceof MemoryDisk.Step.Sync || step instanceof MemoryDisk.Step.SyncNames) {
                continue;
            }
            boolean synced = false;
            for (int j = i + 1; j < cut && !synced; j++) {
                MemoryDisk.Step later = steps.get(j);
                synced = name
                        ? later instanceof MemoryDisk.Step.SyncNames
                                && later.file().getParent().equals(step.file().getParent())
                        : later instanceof MemoryDisk.Step.Sync && later.file().equals(step.file());
            }
            if (!synced) {
                unsynced.add(i);
            }
        }
        return unsynced;
    }

    private void assertAfter(List<MemoryDisk.Step> steps, int cut, Set<Integer> lost, Random random)
            throws IOException {
        try (MemoryDisk after = new MemoryDisk()) {
            for (int i = 0; i < cut; i++) {
                if (!lost.contains(i)) {
                    after.replay(steps.get(i));
                } else if (steps.get(i) instanceof MemoryDisk.Step.Write write && random.nextInt(3) == 0) {
                    replaySomeBlocks(after, write, random);
                }
            }
            assertKept("cut after step " + cut + ", lost " + lost, after, cut);
        }
    }

    /** A disk writes block by block, in any order. */
    private static void replaySomeBlocks(MemoryDisk disk, MemoryDisk.Step.Write write, Random random) {
        for (int at = 0; at < write.bytes().length; at += BLOCK) {
            if (random.nextBoolean()) {
                byte[] block = Arrays.copyOfRange(write.bytes(), at, Math.min(at + BLOCK, write.bytes().length));
                disk.replay(new MemoryDisk.Step.Write(write.file(), write.at() + at, block));
            }
        }
    }

    private void assertKept(String what, MemoryDisk disk, int cut) throws IOException {
        try (MemoryStore store = opened(what, disk)) {
            var promised = acknowledged.floorEntry(cut);
            if (promised == null) {
                return;
            }
            for (Map.Entry<String, String> record : promised.getValue().entrySet()) {
                String kept = store.text(GRANTS, record.getKey());
                if (!"revoked".equals(kept)) {
                    // later it may have been revoked, but never taken back
                    assertEquals(what + ": " + record.getKey(), record.getValue(), kept);
                }
            }
            assertTrue(what, store.tables().setback().isEmpty());
            assertEquals(what, 0, store.tables().staleRecords());
            store.write(Change.put(GRANTS, "after", bytes("good")));
        }
    }

    private void assertRevoked(String what, MemoryDisk disk, int cut, Set<String> earlier) throws IOException {
        List<String> keys = new ArrayList<>(revoked.headMap(cut, true).values());
        keys.addAll(earlier);
        try (MemoryStore store = opened(what, disk)) {
            for (String key : keys) {
                assertEquals(what + ": " + key, "revoked", store.text(GRANTS, key));
            }
            store.write(Change.put(GRANTS, "after", bytes("good")));
        }
        try (MemoryStore again = opened(what + ", again", disk)) {
            assertEquals("good", again.text(GRANTS, "after"));
            assertNull(again.text(GRANTS, "never"));
        }
    }

    private static MemoryStore opened(String what, MemoryDisk disk) {
        try {
            return new MemoryStore(disk);
        } catch (IOException e) {
            throw new AssertionError(what + ": " + e.getMessage(), e);
        }
    }
}
