package org.ringback.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;
import org.ringback.api.RingNonce;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.StoryBook;
import org.ringback.api.control.Ring;

/** Requirements 12 to 14 with server, gateway and issuer in one framework, by their services alone. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public final class WholeRingIT {
    @Inject
    private BundleContext context;

    @Configuration
    public Option[] framework() throws IOException {
        return Container.bare(Household.FEATURES);
    }

    @Test
    public void aRingIsAnsweredInEverySystemAndThePageComesWhole() throws Exception {
        Household household = Household.of(context);
        for (RingSystem system : RingSystem.values()) {
            household.expectPage(system);
        }
    }

    @Test
    public void oneRingCarriesManyConversations() throws Exception {
        Household household = Household.of(context);
        try (Ring ring = household.answered(RingSystem.PASSWORD, Household.HTTP)) {
            Household.get(ring, "/").expectPage();
            assertTrue(Household.get(ring, "/reading").expectOk().contains("\"simulated\":true"));
            Household.get(ring, "/").expectPage();
        }
    }

    @Test
    public void everyPartyTellsItsPartOfTheRing() throws Exception {
        Household household = Household.of(context);
        Set<String> parties = new HashSet<>();
        try (Ring ring = household.answered(RingSystem.CALL_BACK, Household.HTTP)) {
            for (String party : List.of("server", "acceptor", "issuer")) {
                StoryBook book = household.osgi().service(StoryBook.class, "(ringback.role=" + party + ")");
                Await.until(() -> has(book, ring.nonce()) ? "" : "no end of the story of the " + party);
                RingStory story = story(book, ring.nonce());
                parties.add(story.party());
                assertTrue(story.toString(), story.answered());
                assertEquals(Household.THERMOSTAT, story.equipment());
                assertEquals(RingSystem.CALL_BACK, story.system());
                assertEquals("tls13", story.protection());
            }
        }
        assertEquals(Set.of("server", "acceptor", "issuer"), parties);
    }

    private static boolean has(StoryBook book, RingNonce nonce) {
        return book.stories().stream()
                .anyMatch(story -> story.nonce().equals(nonce) && story.ended().isPresent());
    }

    private static RingStory story(StoryBook book, RingNonce nonce) {
        return book.stories().stream()
                .filter(story -> story.nonce().equals(nonce))
                .findFirst()
                .orElseThrow();
    }
}
