package org.ringback.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceRegistration;
import org.ringback.api.Conversation;
import org.ringback.api.EquipmentService;
import org.ringback.api.RingSystem;
import org.ringback.api.control.Ring;

/** Whoever answers the ring comes late, goes, and comes back, while the call-back stands. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public final class EquipmentLifeIT {
    @Inject
    private BundleContext context;

    @Configuration
    public Option[] framework() throws IOException {
        return Container.bare(Household.FEATURES);
    }

    private static final String ECHO = "echo";

    @Test
    public void anEquipmentServiceAnswersFromTheMomentThatItIsThere() throws Exception {
        Household household = Household.of(context);
        try (Ring ring = household.answered(RingSystem.CALL_BACK, ECHO)) {
            expectRefused(ring);
            ServiceRegistration<EquipmentService> late = register();
            expectEcho(ring);
            late.unregister();
            expectRefused(ring);
            ServiceRegistration<EquipmentService> back = register();
            expectEcho(ring);
            back.unregister();
        }
        household.expectPage(RingSystem.CALL_BACK);
    }

    @Test
    public void theThermostatGoesAndComesBack() throws Exception {
        Household household = Household.of(context);
        try (Ring ring = household.answered(RingSystem.CALL_BACK, Household.HTTP)) {
            Household.get(ring, "/").expectPage();
            household.osgi().bundle("thermostat").stop();
            household.osgi().awaitNo(EquipmentService.class);
            assertThrows(IOException.class, () -> Household.get(ring, "/"));
            household.osgi().bundle("thermostat").start();
            household.osgi().service(EquipmentService.class);
            Household.get(ring, "/").expectPage();
        }
    }

    private ServiceRegistration<EquipmentService> register() {
        EquipmentService echo = conversation -> conversation.input().transferTo(conversation.output());
        return context.registerService(
                EquipmentService.class,
                echo,
                FrameworkUtil.asDictionary(Map.of(
                        EquipmentService.EQUIPMENT, Household.THERMOSTAT.value(), EquipmentService.SERVICE, ECHO)));
    }

    private static void expectEcho(Ring ring) throws IOException {
        try (Conversation conversation = ring.open()) {
            conversation.output().write("who is there?".getBytes(StandardCharsets.UTF_8));
            conversation.output().close();
            assertEquals("who is there?", new String(conversation.input().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** Refused is not ended: whoever reads is told. */
    private static void expectRefused(Ring ring) throws IOException {
        try (Conversation conversation = ring.open()) {
            assertThrows(IOException.class, () -> conversation.input().read());
        }
    }
}
