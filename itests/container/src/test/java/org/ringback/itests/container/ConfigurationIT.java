package org.ringback.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;
import org.osgi.service.log.LogLevel;
import org.ringback.api.EquipmentService;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.configuration.ConfigurationTroubles;
import org.ringback.api.control.AcceptorControl;
import org.ringback.api.control.GrantedEquipment;
import org.ringback.api.control.IssuerControl;
import org.ringback.api.control.Ring;
import org.ringback.api.control.ServerControl;
import org.ringback.kernel.Registration;
import org.ringback.store.Store;
import org.ringback.transport.Transport;

/** ConfigurationAdmin changes the roles while they run, and the log too. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public final class ConfigurationIT {
    @Inject
    private BundleContext context;

    @Configuration
    public Option[] framework() throws IOException {
        return Container.bare(Household.FEATURES);
    }

    @Test
    public void aShorterLifetimeIsGrantedFromTheNextRefreshOn() throws Exception {
        Household household = Household.of(context);
        ServerControl server = household.server();
        household.configureServer(Map.of("lifetime", "60"));
        awaitLifetime(household, 60);
        household.configureServer(Map.of("lifetime", "90"));
        awaitLifetime(household, 90);
        assertSame("it ran on", server, household.server());
    }

    @Test
    public void aBadLifetimeIsRefusedInWordsAndTheOldOneStays() throws Exception {
        Household household = Household.of(context);
        household.configureServer(Map.of("lifetime", "60"));
        awaitLifetime(household, 60);
        ServerControl server = household.server();
        try (LogWatch errors = new LogWatch(household.osgi(), LogLevel.ERROR)) {
            household.configureServer(Map.of("lifetime", "5"));
            errors.await(Household.RELAY, "lifetime: '5' (expected: 30 to 3600)");
        }
        ConfigurationTroubles troubles = household.osgi().service(ConfigurationTroubles.class);
        assertEquals("", told(troubles, Household.RELAY + ": lifetime: '5' (expected: 30 to 3600)", "another way"));
        long seen = household.registration().refreshed();
        Await.until(() -> household.registration().refreshed() == seen ? "no further refresh" : "");
        awaitLifetime(household, 60);
        assertSame("it ran on", server, household.server());
        household.expectPage(RingSystem.CALL_BACK);
        household.configureServer(Map.of());
        assertEquals(List.of(), troubles.troubles());
    }

    @Test
    public void aSystemThatTheOwnerTakesAwayIsNoLongerAnswered() throws Exception {
        Household household = Household.of(context);
        AcceptorControl gateway = household.gateway();
        household.expectPage(RingSystem.DATAGRAM);

        household.osgi().configure(Household.ACCEPTOR, Household.acceptor("call-back,password,certified"));
        awaitSystems(household, "[call-back, certified, password]");
        try (Ring ring = household.ring(RingSystem.DATAGRAM, Household.HTTP)) {
            RingStory story = Household.story(ring);
            assertFalse(story.toString(), story.answered());
        }
        household.expectPage(RingSystem.CALL_BACK);

        household.osgi().configure(Household.ACCEPTOR, Household.acceptor(Household.ALL_SYSTEMS));
        awaitSystems(household, "[call-back, certified, datagram, password]");
        household.expectPage(RingSystem.DATAGRAM);
        assertSame("it ran on", gateway, household.gateway());
    }

    @Test
    public void aBadSystemIsRefusedInWordsAndTheOldOnesStay() throws Exception {
        Household household = Household.of(context);
        AcceptorControl gateway = household.gateway();
        try (LogWatch errors = new LogWatch(household.osgi(), LogLevel.ERROR)) {
            household.osgi().configure(Household.ACCEPTOR, Household.acceptor("carrier-pigeon"));
            errors.await("systems: ", "'carrier-pigeon'", "expected: one of datagram, call-back, password, certified");
        }
        awaitSystems(household, "[call-back, certified, datagram, password]");
        household.expectPage(RingSystem.DATAGRAM);
        assertSame("it ran on", gateway, household.gateway());
        household.osgi().configure(Household.ACCEPTOR, Household.acceptor(Household.ALL_SYSTEMS));
    }

    @Test
    public void noChangeOfWhatARoleStandsOnTakesItDown() throws Exception {
        Household household = Household.of(context);
        List<Class<?>> kinds = List.of(
                Transport.class,
                Store.class,
                ServerControl.class,
                AcceptorControl.class,
                IssuerControl.class,
                EquipmentService.class);
        List<Object> before = new ArrayList<>();
        kinds.forEach(kind -> before.add(household.osgi().service(kind)));
        household.osgi().configure("org.ringback.store", Map.of("file", "data/another.mv"));
        household
                .osgi()
                .configure("org.ringback.transport", Map.of("threads", "8", "handshake-queue", "64", "mss", "0"));
        household.osgi().configure("org.ringback.transport", Map.of("threads", "none"));
        household.osgi().configure("org.ringback.thermostat", Map.of(EquipmentService.EQUIPMENT, "thermostat-1"));
        Await.until(() -> {
            Object named = context.getServiceReference(EquipmentService.class).getProperty(EquipmentService.EQUIPMENT);
            return "thermostat-1".equals(named) ? "" : "answers for " + named;
        });
        for (int i = 0; i < kinds.size(); i++) {
            assertSame("it ran on", before.get(i), household.osgi().service(kinds.get(i)));
        }
        household.expectPage(RingSystem.CALL_BACK);
        household.osgi().configure("org.ringback.store", Map.of());
        household.osgi().configure("org.ringback.transport", Map.of());
        household.osgi().configure("org.ringback.thermostat", Map.of());
    }

    @Test
    public void aRoleGoesWithItsConfigurationAndKnowsWhatItKnewWhenThatComesBack() throws Exception {
        Household household = Household.of(context);
        List<GrantedEquipment> granted = household.granted();
        household.osgi().unconfigure(Household.ISSUER);
        household.osgi().awaitNo(IssuerControl.class);
        assertTrue(household.osgi().has(ServerControl.class));
        assertTrue(household.osgi().has(AcceptorControl.class));

        household.osgi().configure(Household.ISSUER, Map.of());
        assertEquals(granted, household.granted());
        household.expectPage(RingSystem.PASSWORD);
    }

    @Test
    public void theLogsFileIsTakenUpWhileItRunsAndABrokenOneIsToldAndChangesNothing() throws Exception {
        Household household = Household.of(context);
        Path config = Path.of(context.getProperty("ringback.config"));
        Witness witness = new Witness(household.osgi());
        Path log = Files.writeString(config.resolve("logback.xml"), logAt("INFO"));
        Files.writeString(
                config.resolve("org.ops4j.pax.logging.cfg"),
                "org.ops4j.pax.logging.logback.config.file = ${ringback.config}/logback.xml");
        witness.await("INFO");
        Files.writeString(log, logAt("TRACE"));
        witness.await("TRACE");

        ConfigurationTroubles troubles = household.osgi().service(ConfigurationTroubles.class);
        for (Map.Entry<String, String> broken : Map.of(
                        logAt("LOUD"), "line 1: level: 'LOUD' (expected: ",
                        logAt("INFO").replace("</root>", ""), "(expected: well-formed XML)",
                        logAt("INFO").replace("core.FileAppender", "NoAppender"), "'ch.qos.logback.NoAppender'")
                .entrySet()) {
            Files.writeString(log, broken.getKey());
            Await.until(() ->
                    told(troubles, "config/logback.xml: ", broken.getValue(), "; what was in force before stays"));
            assertEquals("TRACE", witness.level());
        }
        Files.writeString(log, logAt("WARN"));
        witness.await("WARN or above");
        assertEquals(List.of(), troubles.troubles());
    }

    private static String logAt(String level) {
        return "<configuration><appender name='FILE' class='ch.qos.logback.core.FileAppender'>"
                + "<file>${ringback.log}/ringback.log</file><encoder><pattern>%msg%n</pattern></encoder></appender>"
                + "<logger name='" + Witness.NAME + "' level='" + level + "'/>"
                + "<root level='WARN'><appender-ref ref='FILE'/></root></configuration>";
    }

    private static String told(ConfigurationTroubles troubles, String... words) {
        List<String> all = troubles.troubles().stream()
                .map(ConfigurationTroubles.Trouble::text)
                .toList();
        return all.stream().anyMatch(one -> List.of(words).stream().allMatch(one::contains))
                ? ""
                : "nothing with " + List.of(words) + " in " + all;
    }

    private static void awaitLifetime(Household household, long seconds) {
        Await.until(() -> {
            Registration row = household.registration();
            long granted = Duration.ofNanos(row.expires() - row.refreshed()).toSeconds();
            return granted == seconds ? "" : "a lifetime of " + granted + " s (expected: " + seconds + ")";
        });
    }

    private static void awaitSystems(Household household, String expected) {
        Await.until(() -> {
            String systems = household.thermostat().systems().stream()
                    .map(RingSystem::label)
                    .sorted()
                    .toList()
                    .toString();
            return systems.equals(expected) ? "" : "systems " + systems + " (expected: " + expected + ")";
        });
    }
}
