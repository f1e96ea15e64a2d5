package org.ringback.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.ringback.api.Counters;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.StoryBook;
import org.ringback.api.control.AcceptorControl;
import org.ringback.api.control.IssuerControl;
import org.ringback.api.control.Ring;
import org.ringback.api.control.ServerControl;
import org.ringback.spi.ConnectionProtection;

/** The bundle of certificate-first goes and comes back beneath the three roles, while tls13 stays. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public final class CertificateFirstLifeIT {
    private static final String BUNDLE = "crypto.certificatefirst";
    private static final String PROVIDER = "(" + ConnectionProtection.NAME + "=certificate-first)";
    private static final String NOT_RUNNING = "tcp.unproved.not-running-certificate-first";
    private static final int LIMIT_MILLIS = 20_000;
    /** A Certificate Request, with which certificate-first begins: header, PROTOCOL 1, ROLE acceptor. */
    private static final byte[] CERTIFICATE_REQUEST = HexFormat.of()
            .parseHex("02c70010" + "2112a442" + "606162636465666768696a6b" + "5e00000400000001" + "5e0b000102000000");

    @Inject
    private BundleContext context;

    private Household household;

    @Configuration
    public Option[] framework() throws IOException {
        return Container.bare(Household.FEATURES);
    }

    /** Found, or set up, while the bundle runs. */
    @Before
    public void household() throws Exception {
        household = Household.of(context);
    }

    /** The next test finds what this one found. */
    @After
    public void asBefore() throws Exception {
        start();
        configure(Household.acceptor(Household.ALL_SYSTEMS), Set.of(RingSystem.values()));
    }

    @Test
    public void theIssuerSaysWhatNoBundleBringsAndRingsWhenOneDoes() throws Exception {
        ServerControl server = household.server();
        AcceptorControl gateway = household.gateway();
        IssuerControl issuer = household.issuer();
        configure(onCertificateFirst(), Set.of(RingSystem.CERTIFIED));

        stop();
        long before = turnedAway();
        try (Ring ring = household.ringOver(RingSystem.CERTIFIED, "certificate-first")) {
            RingStory story = Household.story(ring);
            assertFalse(story.toString(), story.answered());
            String reason = story.ended().orElseThrow().reason();
            assertTrue(
                    reason,
                    reason.contains(
                            "protection: 'certificate-first': no bundle brings it (running: tls13; expected: one that runs: start its bundle, or name another)"));
        }
        assertEquals("nothing was dialled", before, turnedAway());

        start();
        try (Ring ring = household.ringOver(RingSystem.CERTIFIED, "certificate-first")) {
            RingStory story = Household.story(ring);
            assertTrue(story.toString(), story.answered());
            Household.get(ring, "/").expectPage();
            for (String party : List.of("server", "acceptor", "issuer")) {
                assertEquals(party, "certificate-first", protection(party, ring));
            }
        }
        assertSame(server, household.server());
        assertSame(gateway, household.gateway());
        assertSame(issuer, household.issuer());
    }

    @Test
    public void theServerTurnsItAwayAndCountsItWhileTls13IsAnswered() throws Exception {
        stop();
        long before = turnedAway();
        try (Socket stranger = new Socket()) {
            stranger.setSoTimeout(LIMIT_MILLIS);
            stranger.connect(household.serverAddress(), LIMIT_MILLIS);
            stranger.getOutputStream().write(CERTIFICATE_REQUEST);
            assertTrue("closed", closed(stranger));
        }
        assertEquals(before + 1, turnedAway());
        household.expectPage(RingSystem.CERTIFIED);
    }

    private void stop() throws BundleException {
        household.osgi().bundle(BUNDLE).stop();
        household.osgi().awaitNo(ConnectionProtection.class, PROVIDER);
    }

    private void start() throws BundleException {
        household.osgi().bundle(BUNDLE).start();
        household.osgi().service(ConnectionProtection.class, PROVIDER);
    }

    /** Configures the gateway; the systems, another set each time, show that it took the whole. */
    private void configure(Map<String, String> values, Set<RingSystem> systems) throws IOException {
        household.osgi().configure(Household.ACCEPTOR, values);
        Await.until(() -> household.thermostat().systems().equals(systems)
                ? ""
                : "systems " + household.thermostat().systems() + " (expected: " + systems + ")");
    }

    private static Map<String, String> onCertificateFirst() {
        Map<String, String> values = new HashMap<>(Household.acceptor(RingSystem.CERTIFIED.label()));
        values.put("protection", Household.THERMOSTAT + "=certificate-first");
        return values;
    }

    private long turnedAway() {
        return household
                .osgi()
                .service(Counters.class, "(ringback.role=server)")
                .counters()
                .getOrDefault(NOT_RUNNING, 0L);
    }

    private String protection(String party, Ring ring) {
        StoryBook book = household.osgi().service(StoryBook.class, "(ringback.role=" + party + ")");
        return book.stories().stream()
                .filter(story -> story.nonce().equals(ring.nonce()))
                .findFirst()
                .orElseThrow()
                .protection();
    }

    private static boolean closed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }
}
