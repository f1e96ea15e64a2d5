package org.ringback.conformance;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.util.List;
import org.junit.Before;
import org.junit.Test;
import org.junit.runners.Parameterized.Parameters;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.control.Ring;
import org.ringback.conformance.fixture.Row;
import org.ringback.conformance.fixture.Talk;
import org.ringback.conformance.fixture.Way;
import org.ringback.conformance.fixture.WayTest;
import org.ringback.conformance.fixture.Whole;
import org.ringback.kit.Capture;
import org.ringback.kit.Patience;
import org.ringback.kit.Seen;
import org.ringback.wire.MessageKind;

/**
 * The three parties together, in system certified. The order of certificate and key generation information is that of
 * certificate-first, on which these rows run; all else is the same on tls13.
 */
@Row({15, 30})
public class CertifiedRowTest extends WayTest {
    private Capture capture;
    private Whole whole;

    @Parameters(name = "{0}")
    public static List<Way> ways() {
        return Way.all();
    }

    @Before
    public void start() {
        capture = stage.capture();
        whole = new Whole(stage, way, "certified");
    }

    @Test
    public void bothConnectionsShowTheCertificateFirstAndThenTheTwoPiecesOfInformation() {
        Talk.works(whole.ring(RingSystem.CERTIFIED));
        int first = capture.latestConnection("issuer", "server");
        int second = capture.latestConnection("acceptor", "server");
        capture.before(capture.first(MessageKind.WAKE_UP), capture.on(second).get(0));
        capture.before(
                capture.records(second, "server").get(0),
                capture.on(capture.latestConnection("acceptor", "issuer")).get(0));
        assertEquals(List.of(), capture.all(MessageKind.DATAGRAM_RING));
        if (way.protection().equals(ProtectionId.CERTIFICATE_FIRST)) {
            assertEquals(
                    List.of("Certificate Request", "Certificate", "First Information", "Second Information"),
                    inTheClear(first));
            assertEquals(
                    List.of("Certificate Request", "Certificate", "Third Information", "Fourth Information"),
                    inTheClear(second));
        } else {
            assertEquals(List.of(), inTheClear(first));
            assertEquals(List.of(), inTheClear(second));
        }
    }

    /** The messages that everybody can read; everything behind them must be protected records. */
    private List<String> inTheClear(int connection) {
        List<Seen> units = capture.on(connection).stream()
                .filter(unit -> unit.form() == Seen.Form.CLEAR || unit.form() == Seen.Form.PROTECTED)
                .toList();
        List<String> clear = units.stream()
                .takeWhile(unit -> unit.form() == Seen.Form.CLEAR)
                .map(Seen::name)
                .toList();
        assertTrue(units.stream().skip(clear.size()).allMatch(unit -> unit.form() == Seen.Form.PROTECTED));
        assertTrue("the request and its answers travel protected", units.size() > clear.size());
        return clear;
    }

    @Test
    public void thePartsOfTheStoryNameTheFourPiecesAndTheTwoKeys() {
        whole.ring(RingSystem.CERTIFIED).close();
        boolean named = way.protection().equals(ProtectionId.CERTIFICATE_FIRST);
        for (RingStory story : List.of(
                whole.issuer().stories().get(0),
                whole.acceptor().stories().get(0),
                whole.server().stories().get(0))) {
            assertEquals(way.protectionName(), story.protection());
            assertEquals(RingSystem.CERTIFIED, story.system());
        }
        assertEquals(
                named ? List.of("first", "second") : List.of(),
                pieces(whole.issuer().stories()));
        assertEquals(
                named ? List.of("third", "fourth") : List.of(),
                pieces(whole.acceptor().stories()));
        assertEquals(
                named ? List.of("first", "second", "third", "fourth") : List.of(),
                pieces(whole.server().stories()));
    }

    private static List<String> pieces(List<RingStory> stories) {
        return stories.get(0).steps().stream()
                .map(RingStory.Step::name)
                .filter(name -> name.contains("key generation information"))
                .map(name -> name.substring(0, name.indexOf(' ')))
                .toList();
    }

    @Test
    public void whoDoesNotKnowThePasswordGetsNotOnePacket() {
        whole.issuer().password(Whole.LAMP, "battery staple");
        Ring ring = whole.issuer().ring(Whole.LAMP, RingSystem.CERTIFIED);
        assertFalse(Patience.get(ring.answer()).answered());
        capture.noPacketToIssuer();
    }

    @Test
    public void aRestartOfAllThreeChangesNeitherCertificateNorIdNorPassword() {
        whole.server().restart();
        whole.acceptor().restart();
        whole.issuer().restart();
        Patience.until(
                "registered again",
                () -> whole.acceptor().status(Whole.LAMP).state().equals("registered"));
        Talk.works(whole.ring(RingSystem.CERTIFIED));
    }
}
