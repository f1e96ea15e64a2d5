package org.ringback.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.wiring.BundleWiring;
import org.ringback.api.EquipmentService;
import org.ringback.api.RingSystem;
import org.ringback.api.control.CallControl;
import org.ringback.api.control.CallStatus;
import org.ringback.api.control.Forward;
import org.ringback.api.control.ForwardControl;
import org.ringback.api.control.Ring;
import org.ringback.api.control.RingRequest;
import org.ringback.kernel.Registration;

/** Every role and the shell go, are exchanged and come back beneath calls that stand, which hold nothing of what went. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public final class CallsLifeIT {
    private static final String ECHO = "echo";
    private static final int CONVERSATIONS = 4;

    @Inject
    private BundleContext context;

    @Configuration
    public Option[] framework() throws IOException {
        return Container.bare(Household.FEATURES);
    }

    @Test
    public void noRoleAndNoShellTakesACallAByteOrAPortWithIt() throws Exception {
        Household household = Household.of(context);
        context.registerService(
                EquipmentService.class,
                conversation -> conversation.input().transferTo(conversation.output()),
                FrameworkUtil.asDictionary(Map.of(
                        EquipmentService.EQUIPMENT, Household.THERMOSTAT.value(), EquipmentService.SERVICE, ECHO)));
        Ring ring = household.answered(RingSystem.PASSWORD, ECHO);
        ForwardControl forwards = household.osgi().service(ForwardControl.class);
        InetSocketAddress port = forwards.open(
                new Forward(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        new RingRequest(Household.THERMOSTAT, Optional.of(RingSystem.PASSWORD), ECHO)),
                ring.nonce());
        List<Talk> talks = new ArrayList<>();
        for (int seed = 0; seed < CONVERSATIONS; seed++) {
            talks.add(new Talk(port, seed));
        }
        Talk.goOn(talks);
        for (String name : List.of("shell", "issuer", "acceptor", "relay")) {
            Registration before = household.registration();
            exchange(household.osgi().bundle(name), talks);
            new Talk(port, name.hashCode()).end();
            assertEquals(name, before.since(), household.registration().since());
        }
        for (Talk talk : talks) {
            talk.end();
        }
        household.expectPage(RingSystem.PASSWORD);
        CallControl calls = household.osgi().service(CallControl.class);
        assertEquals("at both ends", 2, standing(calls));
        ring.close();
        Await.until(() -> standing(calls) == 0 ? "" : "a call stands");
        Talk last = new Talk(port, ECHO.hashCode());
        last.goOn();
        assertEquals("the port rang again", 2, standing(calls));
        for (String name : List.of("shell", "issuer", "acceptor", "relay")) {
            Bundle bundle = household.osgi().bundle(name);
            WeakReference<ClassLoader> former =
                    new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
            exchange(bundle, List.of(last));
            Await.until(() -> {
                System.gc();
                return former.refersTo(null) ? "" : "the class loader of the former " + name + " is held";
            });
        }
        last.end();
        assertEquals("the call stands", 2, standing(calls));
        assertTrue(forwards.hangUp(port));
        Await.until(() -> standing(calls) == 0 ? "" : "a call stands");
    }

    private static long standing(CallControl calls) {
        return calls.calls().stream()
                .filter(call -> call.service().equals(ECHO) && call.stands())
                .map(CallStatus::since)
                .count();
    }

    /** Stops, updates and starts a bundle, and sees that everybody talks on after each. */
    private static void exchange(Bundle bundle, List<Talk> talks) throws Exception {
        bundle.stop();
        Talk.goOn(talks);
        try (InputStream jar = URI.create(bundle.getLocation()).toURL().openStream()) {
            bundle.update(jar);
        }
        Talk.goOn(talks);
        bundle.start();
        Talk.goOn(talks);
    }
}
