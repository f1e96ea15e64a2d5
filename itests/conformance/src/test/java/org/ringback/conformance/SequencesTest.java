package org.ringback.conformance;

import static org.junit.Assert.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.Rule;
import org.junit.Test;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingSystem;
import org.ringback.api.control.Ring;
import org.ringback.conformance.fixture.Crypto;
import org.ringback.conformance.fixture.Documents;
import org.ringback.conformance.fixture.SequenceDrawing;
import org.ringback.conformance.fixture.Stage;
import org.ringback.conformance.fixture.Way;
import org.ringback.conformance.fixture.Whole;
import org.ringback.kit.Capture;
import org.ringback.kit.Family;
import org.ringback.kit.Seen;

/** The drawings in docs/sequences.md are what a recorder between the three parties sees, over IPv4 as over IPv6. */
public class SequencesTest {
    @Rule
    public final Stage stage = new Stage();

    @Test
    public void theDocumentShowsWhatIsSeen() {
        Map<String, String> sections = new LinkedHashMap<>();
        for (ProtectionId protection : Crypto.protections()) {
            Map<String, String> drawings = drawings(new Way(Family.IPV4, protection));
            Map<String, String> overIpv6 = drawings(new Way(Family.IPV6, protection));
            drawings.forEach((name, drawing) -> assertEquals(name, drawing, overIpv6.get(name)));
            sections.putAll(drawings);
        }
        Documents.check("sequences.md", sections);
    }

    /** One ring in each system, each the first of its equipment: a second TCP connection that stands would take it. */
    private Map<String, String> drawings(Way way) {
        Map<String, String> drawings = new LinkedHashMap<>();
        for (RingSystem system : RingSystem.values()) {
            Stage own = stage.another();
            Whole whole = new Whole(own, way, "datagram, call-back, password, certified");
            List<Seen> registration = own.capture().seen();
            Ring ring = whole.ring(system);
            drawings.put(
                    system.label() + ", " + way.protectionName(),
                    new SequenceDrawing(connections(own.capture(), system))
                            .phase("the equipment registers", registration)
                            .phase("a ring", whole.latestRing())
                            .toString());
            ring.close();
        }
        return drawings;
    }

    private static Map<Integer, String> connections(Capture capture, RingSystem system) {
        Map<Integer, String> connections = new LinkedHashMap<>();
        connections.put(capture.latestConnection("issuer", "server"), "first TCP connection");
        if (system != RingSystem.DATAGRAM) {
            connections.put(capture.latestConnection("acceptor", "server"), "second TCP connection");
        }
        connections.put(capture.latestConnection("acceptor", "issuer"), "call-back");
        return connections;
    }
}
