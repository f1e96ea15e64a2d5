package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.EndedRing;
import org.ringback.api.EquipmentId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.spi.AgreementStep;
import org.ringback.spi.PeerFacts;

public class StoryTest {
    private static final Instant BEGAN = Instant.parse("2026-11-29T12:00:00Z");

    private final Story story = new Story("issuer", new Moment(1_000, BEGAN));

    private RingStory told() {
        story.names(RingNonce.of(new byte[RingNonce.LENGTH]), new EquipmentId("lamp-1"), RingSystem.CALL_BACK);
        return story.told();
    }

    private List<String> steps() {
        return told().steps().stream()
                .map(step -> step.at().toNanos() + " " + step.name())
                .toList();
    }

    @Test
    public void whatBecomesKnownLateStandsWhereItHappened() {
        story.step(1_500, "third", "");
        story.step(1_200, "second", "");
        story.step(900, "before it began", "");
        assertEquals(List.of("0 before it began", "200 second", "500 third"), steps());
        assertEquals(BEGAN, told().began());
    }

    @Test
    public void aStoryHas64StepsAtMost() {
        for (int i = 0; i < 70; i++) {
            story.step(1_000 + i, "step " + i, "");
        }
        assertEquals(64, steps().size());
        assertEquals("63 step 63", steps().get(63));
    }

    @Test
    public void theFirstEndIsTheTrueOne() {
        assertEquals(Optional.empty(), told().ended());
        assertTrue(story.end(new RingStory.End(true, "")));
        assertFalse(story.end(new RingStory.End(false, "too late")));
        assertTrue(told().answered());
    }

    @Test
    public void theProtectionIsThatOfTheServerAndOnlyElseOfTheCallBack() {
        story.keyAgreement("x25519");
        assertEquals("x25519", told().keyAgreement());
        InetSocketAddress here = new InetSocketAddress("192.0.2.1", 1);
        story.protectedBy(new PeerFacts(
                new KeyFingerprint("0".repeat(64)),
                new byte[1],
                "certificate-first",
                "X25519MLKEM768",
                List.of(new AgreementStep("certificate", 1_100)),
                here,
                here));
        story.keyAgreement("x25519");
        assertEquals("X25519MLKEM768", told().keyAgreement());
        assertEquals("certificate-first", told().protection());
        assertEquals(List.of("100 certificate"), steps());
    }

    @Test
    public void aStoryOfNoRingIsNotTold() {
        assertThrows(IllegalStateException.class, story::told);
        story.names(RingNonce.of(new byte[RingNonce.LENGTH]), new EquipmentId("lamp-1"), RingSystem.CALL_BACK);
        story.system(RingSystem.PASSWORD);
        assertEquals(RingSystem.PASSWORD, story.told().system());
    }

    @Test
    public void onlyTheLatestStoriesAreKept() {
        Stories stories = new Stories();
        for (int i = 0; i <= Stories.MAX; i++) {
            Story one = new Story("issuer", new Moment(i, BEGAN.plusSeconds(i)));
            one.names(RingNonce.of(new byte[RingNonce.LENGTH]), new EquipmentId("lamp-1"), RingSystem.CALL_BACK);
            stories.add(one);
        }
        assertEquals(Stories.MAX, stories.snapshot().size());
        assertEquals(BEGAN.plusSeconds(Stories.MAX), stories.snapshot().get(0).began());
        assertEquals(
                BEGAN.plusSeconds(1), stories.snapshot().get(Stories.MAX - 1).began());
    }

    @Test
    public void aRingThatEndsIsToldOnceWithWhoRang() {
        Stories stories = new Stories();
        told();
        story.from("192.0.2.7:40000");
        stories.add(story);
        assertEquals(List.of(), stories.takeEnded());
        story.end(new RingStory.End(false, "wrong password"));
        story.end(new RingStory.End(true, ""));
        assertEquals(List.of(new EndedRing(told(), "192.0.2.7:40000")), stories.takeEnded());
        assertEquals(List.of(), stories.takeEnded());
    }

    @Test
    public void aRingThatWasTurnedAwayIsToldAndNotKept() {
        Stories stories = new Stories();
        told();
        story.end(new RingStory.End(false, "refused with 403"));
        stories.turnedAway(story);
        assertEquals(List.of(), stories.snapshot());
        assertEquals(1, stories.takeEnded().size());
    }

    @Test
    public void ofRingsThatNobodyTakesTheLatestAreKept() {
        Stories stories = new Stories();
        told();
        for (int i = 0; i <= Stories.MAX; i++) {
            stories.turnedAway(story);
        }
        assertEquals(Stories.MAX, stories.takeEnded().size());
    }
}
