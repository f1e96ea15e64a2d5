package org.ringback.conformance;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.control.RefusedException;
import org.ringback.api.control.Ring;
import org.ringback.api.control.RingRequest;
import org.ringback.api.net.AddressText;
import org.ringback.conformance.fixture.AcceptorUnderTest;
import org.ringback.conformance.fixture.Crypto;
import org.ringback.conformance.fixture.IssuerUnderTest;
import org.ringback.conformance.fixture.ServerUnderTest;
import org.ringback.conformance.fixture.Stage;
import org.ringback.conformance.fixture.Talk;
import org.ringback.conformance.fixture.TrialProtection;
import org.ringback.kit.Family;
import org.ringback.kit.Patience;
import org.ringback.spi.Grant;
import org.ringback.spi.Ticket;

/** A protection that only this test knows: all three real parties take it by its number, its name and its first bytes. */
public class TrialProtectionTest {
    private static final EquipmentId LAMP = new EquipmentId("lamp-1");
    private static final EquipmentId DOOR = new EquipmentId("door-1");
    private static final EquipmentId ANNA = new EquipmentId("anna");
    private static final Set<ProtectionId> BOTH = Set.of(ProtectionId.TLS13, TrialProtection.ID);

    @Rule
    public final Stage stage = new Stage();

    private Runnable leaves = () -> {};
    private ServerUnderTest server;
    private AcceptorUnderTest acceptor;

    @Before
    public void comes() {
        leaves = Crypto.bring(new TrialProtection());
        server = stage.server();
        acceptor = stage.acceptor();
    }

    @After
    public void goes() {
        leaves.run();
    }

    private Ticket enrol(Set<ProtectionId> protections) {
        return server.enrol(LAMP, Role.ACCEPTOR, protections, AddressText.print(server.address(Family.IPV4)));
    }

    private String refusal(Ticket ticket) {
        CompletionException refused = assertThrows(CompletionException.class, () -> acceptor.control()
                .join(Crypto.STRINGS.print(ticket))
                .toCompletableFuture()
                .join());
        return refused.getCause().getMessage();
    }

    @Test
    public void itIsConfiguredEnrolledRungAndNamedInEveryStory() throws Exception {
        acceptor.configure(Map.of("protection", "lamp-1=trial", "systems", "lamp-1=call-back"));
        acceptor.join(enrol(BOTH));
        Grant grant = acceptor.grant(LAMP, ANNA);
        assertEquals("in the string, as a number", BOTH, grant.invitation().protections());
        IssuerUnderTest issuer = stage.issuer();
        issuer.accept(grant);
        try (Ring ring = issuer.control().ring(over("trial"))) {
            assertTrue(Patience.get(ring.answer()).answered());
            for (List<RingStory> stories : List.of(server.stories(), acceptor.stories(), issuer.stories())) {
                assertEquals("trial", stories.get(0).protection());
            }
        }
        assertEquals(
                List.of("tls13", "trial"),
                server.control().enrolments(Optional.empty(), 10).rows().get(0).protections());
        RefusedException unknown = assertThrows(RefusedException.class, () -> issuer.control()
                .ring(new RingRequest(LAMP, Optional.empty(), Optional.of("foo"), AcceptorUnderTest.CAPITALS)));
        assertEquals(
                "protection: 'foo': no bundle brings it (running: tls13, certificate-first, trial; expected: one that"
                        + " runs: start its bundle, or name another)",
                unknown.getMessage());
    }

    @Test
    public void itIsTakenAwayAndWhatStandsGoesOnAndWhatIsNewWaitsForItOrIsRefused() throws Exception {
        acceptor.configure(Map.of("protection", "lamp-1=trial", "systems", "lamp-1=call-back"));
        acceptor.join(enrol(BOTH));
        String another = Crypto.STRINGS.print(server.enrol(
                DOOR, Role.ACCEPTOR, Set.of(TrialProtection.ID), AddressText.print(server.address(Family.IPV4))));
        IssuerUnderTest issuer = stage.issuer();
        issuer.accept(acceptor.grant(LAMP, ANNA));
        try (Ring standing = issuer.control().ring(over("trial"))) {
            assertTrue(Patience.get(standing.answer()).answered());
            leaves.run();
            Talk.works(standing);
            CompletableFuture<EquipmentId> joins =
                    acceptor.control().join(another).toCompletableFuture();
            acceptor.passTime(Duration.ofSeconds(5));
            String why = assertThrows(CompletionException.class, joins::join)
                    .getCause()
                    .getMessage();
            assertTrue(
                    why,
                    why.contains(
                            "protection: 'trial': no bundle brings it (running: tls13, certificate-first; expected:"
                                    + " one that runs: start its bundle, or name another)"));
            try (Ring waits = issuer.control().ring(over("trial"))) {
                leaves = Crypto.bring(new TrialProtection());
                assertTrue(Patience.get(waits.answer()).answered());
            }
        }
    }

    private static RingRequest over(String protection) {
        return new RingRequest(
                LAMP, Optional.of(RingSystem.CALL_BACK), Optional.of(protection), AcceptorUnderTest.CAPITALS);
    }

    @Test
    public void whoIsNotEnrolledForItIsRefusedByName() {
        acceptor.configure(Map.of("protection", "lamp-1=trial"));
        assertEquals(
                "protection: trial is configured for lamp-1 (expected: tls13, which its enrolment allows; its server"
                        + " is not dialled until then)",
                refusal(enrol(Set.of(ProtectionId.TLS13))));
        CompletionException unknown = assertThrows(CompletionException.class, () -> server.control()
                .enrol(LAMP, Role.ACCEPTOR, Set.of("foo"))
                .toCompletableFuture()
                .join());
        assertTrue(unknown.getMessage(), unknown.getMessage().contains("protection: 'foo': no bundle brings it"));
    }

    @Test
    public void aNumberThatNoBundleBringsIsKeptAndRefusedByTheRole() {
        Ticket made = enrol(BOTH);
        Ticket newer = new Ticket(
                made.servers(),
                made.pins(),
                Set.of(new ProtectionId(201)),
                made.id(),
                made.role(),
                made.codeId(),
                made.code(),
                made.made());
        String why =
                "protection: number 201: no bundle brings it (running: tls13, certificate-first, trial; expected: one"
                        + " that runs: start its bundle, or name another)";
        assertTrue(refusal(newer), refusal(newer).contains(why));
        acceptor.restart();
        assertTrue("it is on disk", refusal(newer).contains(why));
        acceptor.join(made);
    }
}
