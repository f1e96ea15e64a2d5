package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.Before;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantId;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;
import org.ringback.api.RingNonce;
import org.ringback.api.RingReason;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;

/** What becomes of the story of a ring whose call nothing answers. */
public class UnservedRingTest {
    private static final EquipmentId LAMP = new EquipmentId("lamp-1");
    private static final RingNonce RING = new RingNonce("ab".repeat(16));
    private static final RingNonce OTHER = new RingNonce("cd".repeat(16));

    private final Stories stories = new Stories();
    private final Owners owners = new Owners();

    @Before
    public void twoRingsAreAnswered() {
        for (RingNonce ring : List.of(RING, OTHER)) {
            Story story = new Story("acceptor", new Moment(0, Instant.EPOCH));
            story.names(ring, LAMP, RingSystem.CERTIFIED);
            stories.add(story);
            story.end(new RingStory.End(true, ""));
        }
        stories.takeUnwritten("stories");
    }

    @Test
    public void theGatewayTellsWhatItLacksAndWritesItAnew() {
        stands(Role.ACCEPTOR);
        tell(RingReason.NO_SUCH_SERVICE);
        RingStory.End end = of(RING).ended().orElseThrow();
        assertFalse(end.answered());
        assertEquals("called back, but nothing here answers the service ftp", end.reason());
        assertEquals(
                "Set forward = lamp-1/ftp=ADDRESS:PORT, or deploy a bundle that answers for it; what is answered: http, ssh",
                end.advice());
        assertTrue(of(OTHER).answered());
        assertEquals(1, stories.takeUnwritten("stories").size());
    }

    @Test
    public void theGatewayTellsADeadAddressAndALimitApart() {
        stands(Role.ACCEPTOR);
        tell(RingReason.SERVICE_DOWN);
        assertEquals(
                "called back, but the address behind the service ftp does not answer",
                of(RING).ended().orElseThrow().reason());
        tell(RingReason.SERVICE_LIMIT);
        assertEquals(
                "the first conversation decides",
                "called back, but the address behind the service ftp does not answer",
                of(RING).ended().orElseThrow().reason());
    }

    @Test
    public void aPlaceThatLacksIsTold() {
        stands(Role.ACCEPTOR);
        tell(RingReason.SERVICE_LIMIT);
        assertEquals(
                "called back, but no place was left for a conversation of the service ftp",
                of(RING).ended().orElseThrow().reason());
    }

    @Test
    public void theIssuerTellsItAsItsPersonIsTold() {
        stands(Role.ISSUER);
        tell(RingReason.NO_SUCH_SERVICE);
        assertEquals(
                Optional.of(new RingStory.End(
                        false,
                        "lamp-1 called back, but nothing there answers the service ftp",
                        "Ring with --service for one that it has, or ask the owner of lamp-1 to add it (forward, or its"
                                + " bundle); its grant names http, ssh")),
                of(RING).ended());
    }

    @Test
    public void aCallThatIsOverChangesNothing() {
        tell(RingReason.NO_SUCH_SERVICE);
        assertTrue(of(RING).answered());
    }

    private void stands(Role role) {
        CallFacts facts = new CallFacts(
                role,
                LAMP,
                "ftp",
                KeyFingerprint.of(new byte[KeyFingerprint.LENGTH]),
                GrantId.of(new byte[16]),
                RING,
                Instant.EPOCH);
        owners.pass(2, new StandingCall(facts, Optional.empty()));
    }

    private void tell(RingReason why) {
        UnservedRing.tell(new Event.CallUnserved(2, why), owners, stories, lamp -> Set.of("ssh", "http"));
    }

    private RingStory of(RingNonce ring) {
        return stories.snapshot().stream()
                .filter(story -> story.nonce().equals(ring))
                .findFirst()
                .orElseThrow();
    }
}
