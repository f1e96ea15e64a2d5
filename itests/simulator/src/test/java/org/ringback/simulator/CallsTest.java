package org.ringback.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.junit.Before;
import org.junit.BeforeClass;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.call.core.ConversationLimits;

/** What becomes of a call on a connection that carries, breaks or falls silent; and that {@link SimulatedCall} sees faults. */
public class CallsTest {
    private static final long SEED = 9;
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration PING = ConversationLimits.DEFAULT.ping();
    private static final int RINGS = 24;
    private static final int LARGEST_WINDOW = 32 * 1024;
    /** A buffer of frames that is as long has DATA. */
    private static final int WITH_DATA = 200;

    private static Scene.Disks disks;

    private Scene scene;
    private IssuerParty anna;
    private int buffers;

    @BeforeClass
    public static void provision() {
        disks = Scene.provisioned(SEED).disks();
    }

    @Before
    public void start() {
        scene = new Scene(SEED, disks).started();
        anna = scene.issuer(Scene.ANNA);
        anna.hearOut();
    }

    @Test
    public void onACalmDayEachConversationIsHeardWholeAlsoBeyondAWindow() {
        anna.talkForever();
        int most = 0;
        int moved = 0;
        for (int i = 0; i < RINGS; i++) {
            Link link = ring();
            assertTrue(link.dialler().call().toString(), link.dialler().call().inOrder());
            assertTrue(link.answerer().call().toString(), link.answerer().call().inOrder());
            most = Math.max(most, link.answerer().call().heard());
            assertEquals(link.dialler().call().moved(), link.answerer().call().moved());
            moved += link.dialler().call().moved();
            scene.tcp().cut(scene.gateway().host(), anna.host());
            scene.simulation().run(SOON);
            assertOver(link, "connection lost: reset by a router");
        }
        assertTrue("at most " + most + " bytes", most > LARGEST_WINDOW);
        assertTrue("some moved to another session", moved > 0);
        quiet();
    }

    @Test
    public void aConnectionThatBreaksInTheMiddleEndsTheCallAtBothEnds() {
        scene.tcp().spoil(frames -> {
            if (++buffers == 2) {
                scene.tcp().cut(scene.gateway().host(), anna.host());
            }
            return frames;
        });
        Link link = ring();
        assertFalse(link.dialler().call().inOrder() && link.answerer().call().inOrder());
        assertOver(link, "connection lost: reset by a router");
        quiet();
    }

    @Test
    public void aCallStandsAsLongAsPingsAreAnsweredAndASilentOneIsMissedAtBothEnds() {
        anna.talkForever();
        Link link = ring();
        scene.simulation().run(PING.multipliedBy(20));
        assertOver(link, "");
        link.fallSilent();
        scene.simulation().run(PING.multipliedBy(3));
        assertOver(link, "connection lost: the peer gave no sign of life when asked");
        quiet();
    }

    private static void assertOver(Link link, String why) {
        assertEquals(why, link.dialler().call().why());
        assertEquals(why, link.answerer().call().why());
    }

    @Test
    public void aWrongByteIsSeen() {
        assertSeen("hears a wrong byte", 1, frames -> {
            byte[] wrong = frames.clone();
            wrong[WITH_DATA - 1] ^= 1;
            return wrong;
        });
    }

    @Test
    public void framesThatAreLostAreSeen() {
        assertSeen("hangs", 1, frames -> new byte[0]);
        start();
        assertSeen("hangs", 2, frames -> new byte[0]);
    }

    @Test
    public void framesThatComeTwiceAreSeen() {
        assertSeen("over without need", 1, frames -> {
            byte[] twice = Arrays.copyOf(frames, frames.length * 2);
            System.arraycopy(frames, 0, twice, frames.length, frames.length);
            return twice;
        });
    }

    /** Plants a fault in the first, or a later buffer of frames that has data. */
    private void assertSeen(String words, int which, UnaryOperator<byte[]> fault) {
        buffers = 0;
        scene.tcp().spoil(frames -> frames.length >= WITH_DATA && ++buffers == which ? fault.apply(frames) : frames);
        begin();
        AssertionError seen =
                assertThrows(AssertionError.class, () -> scene.simulation().run(LONGEST));
        assertTrue(
                seen.getMessage(),
                seen.getMessage().startsWith("call of ") && seen.getMessage().contains(words));
    }

    /** Rings, and lets all be said that will be. */
    private Link ring() {
        SimulatedRing ring = begin();
        scene.simulation().run(SOON);
        return ring.callBack().orElseThrow();
    }

    private SimulatedRing begin() {
        return scene.referee()
                .ring(anna, Scene.LAMP, RingSystem.CALL_BACK, scene.simulation().now(), Demand.ANSWERED);
    }

    private void quiet() {
        scene.simulation().run(Aftermath.QUIET);
        new Aftermath(scene).check();
    }
}
