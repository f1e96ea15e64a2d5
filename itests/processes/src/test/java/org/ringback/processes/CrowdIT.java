package org.ringback.processes;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.json.JSONObject;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.RuleChain;
import org.junit.rules.Timeout;
import org.ringback.kit.Party;
import org.ringback.kit.RecordingNat;

/**
 * Many rings of one piece of equipment: of one person in a hurry, of several at once, and of one who may not come in.
 * With the long build alone, as the simulator's {@code ScenariosTest} has such crowds in virtual time.
 */
public final class CrowdIT {
    private static final Net NET = new Net("safe-1");

    @ClassRule
    public static final RuleChain PROGRAMS = RuleChain.outerRule(LongRun.rule()).around(NET);

    private static final int RINGS = 12;
    private static final long SPACING_MILLIS = 500;
    private static final int LOOPS = 8;
    private static final int RINGS_OF_A_LOOP = 3;
    private static final int RINGS_BESIDE = 6;
    private static final String SYSTEM = "call-back";

    private static List<Party> issuers;

    @Rule
    public final Timeout limit = new Timeout(2, TimeUnit.MINUTES);

    @BeforeClass
    public static void sixIssuers() {
        issuers = new ArrayList<>(List.of(NET.issuer()));
        issuers.addAll(NET.moreIssuers("berta", "carl", "dora", "emil", "fred"));
    }

    @Test
    public void twelveRingsHalfASecondApartAreAllAnswered() throws Exception {
        RecordingNat gateway = NET.passage();
        NET.join("lamp-1", gateway.address());
        NET.grant("lamp-1", NET.issuer(), NET.serverName(Net.IPV4));
        int before = gateway.connections();
        ScheduledExecutorService clock = Executors.newScheduledThreadPool(RINGS);
        try {
            List<Future<JSONObject>> rings = new ArrayList<>();
            for (int i = 0; i < RINGS; i++) {
                rings.add(clock.schedule(() -> NET.ring("lamp-1", SYSTEM), i * SPACING_MILLIS, TimeUnit.MILLISECONDS));
            }
            for (Future<JSONObject> ring : rings) {
                assertAnswered(ring.get());
            }
        } finally {
            clock.shutdownNow();
        }
        int opened = gateway.connections() - before;
        assertTrue(opened + " second connections for " + RINGS + " rings", opened < RINGS / 2);
    }

    @Test
    public void sixIssuersAtOnceAreAllAnswered() throws Exception {
        NET.join("lamp-2", NET.serverName(Net.IPV4));
        issuers.forEach(issuer -> NET.grant("lamp-2", issuer, NET.serverName(Net.IPV4)));
        CyclicBarrier together = new CyclicBarrier(issuers.size());
        ExecutorService threads = Executors.newFixedThreadPool(issuers.size());
        try {
            List<Future<JSONObject>> rings = new ArrayList<>();
            for (Party issuer : issuers) {
                rings.add(threads.submit(() -> {
                    together.await();
                    return Net.ring(issuer, "lamp-2", SYSTEM);
                }));
            }
            for (Future<JSONObject> ring : rings) {
                assertAnswered(ring.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    public void whoRingsInLoopsWithAWrongPasswordAndThenRevokedCostsAnotherNothing() throws Exception {
        Party fred = issuers.get(issuers.size() - 1);
        NET.join("safe-1", NET.serverName(Net.IPV4));
        NET.password("safe-1", "the right one");
        for (Party issuer : List.of(NET.issuer(), fred)) {
            NET.grant("safe-1", issuer, NET.serverName(Net.IPV4));
        }
        NET.issuer().shell("password safe-1", "the right one\n").ok();
        fred.shell("password safe-1", "a wrong one\n").ok();
        besideLoopsOf(fred);

        NET.gateway().shell("revoke safe-1 fred").ok();
        besideLoopsOf(fred);
    }

    /** While somebody rings in loops, none of whose rings is answered, every ring of somebody else is. */
    private static void besideLoopsOf(Party fred) throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        CountDownLatch under = new CountDownLatch(LOOPS);
        ExecutorService threads = Executors.newFixedThreadPool(LOOPS);
        try {
            List<Future<?>> loops = Stream.generate(() -> threads.submit(() -> {
                        for (int i = 0; i < RINGS_OF_A_LOOP || !done.get(); i++) {
                            under.countDown();
                            if (Net.ring(fred, "safe-1", "password").getBoolean("answered")) {
                                answered.incrementAndGet();
                            }
                        }
                    }))
                    .limit(LOOPS)
                    .<Future<?>>map(loop -> loop)
                    .toList();
            under.await();
            for (int i = 0; i < RINGS_BESIDE; i++) {
                assertAnswered(NET.ring("safe-1", "password"));
            }
            done.set(true);
            for (Future<?> loop : loops) {
                loop.get();
            }
        } finally {
            done.set(true);
            threads.shutdownNow();
        }
        assertEquals(0, answered.get());
    }

    private static void assertAnswered(JSONObject story) {
        assertTrue(story.toString(), story.getBoolean("answered"));
        assertFalse(story.toString(), story.getJSONArray("steps").toString().contains("waits"));
    }
}
