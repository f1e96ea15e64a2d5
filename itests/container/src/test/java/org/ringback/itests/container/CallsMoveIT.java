package org.ringback.itests.container;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import org.ringback.api.control.CryptoControl;
import org.ringback.api.control.Forward;
import org.ringback.api.control.ForwardControl;
import org.ringback.api.control.Ring;
import org.ringback.api.control.RingRequest;
import org.ringback.spi.CryptoProvider;

/** Calls that stand move to another crypto bundle once it is used, under conversations, and hold nothing of the former one. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public final class CallsMoveIT {
    private static final String ECHO = "echo";
    private static final int CALLS = 4;
    private static final Duration MOVED = Duration.ofSeconds(60);

    @Inject
    private BundleContext context;

    @Configuration
    public Option[] framework() throws IOException {
        return Container.bare(Household.FEATURES);
    }

    @Test
    public void allMoveToTheCryptoThatIsUsedAndNoByteIsLost() throws Exception {
        Household household = Household.of(context);
        Osgi osgi = household.osgi();
        context.registerService(
                EquipmentService.class,
                conversation -> conversation.input().transferTo(conversation.output()),
                FrameworkUtil.asDictionary(Map.of(
                        EquipmentService.EQUIPMENT, Household.THERMOSTAT.value(), EquipmentService.SERVICE, ECHO)));
        ForwardControl forwards = osgi.service(ForwardControl.class);
        CryptoControl crypto = osgi.service(CryptoControl.class);
        CallControl calls = osgi.service(CallControl.class);
        List<Talk> talks = new ArrayList<>();
        List<InetSocketAddress> ports = new ArrayList<>();
        for (int seed = 0; seed < CALLS; seed++) {
            Ring ring = household.answered(RingSystem.CALL_BACK, ECHO);
            InetSocketAddress port = forwards.open(
                    new Forward(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                            new RingRequest(Household.THERMOSTAT, Optional.of(RingSystem.CALL_BACK), ECHO)),
                    ring.nonce());
            ports.add(port);
            talks.add(new Talk(port, seed));
        }
        Talk.goOn(talks);

        Bundle first = osgi.bundle("crypto");
        long former = first.getBundleId();
        WeakReference<ClassLoader> loader =
                new WeakReference<>(first.adapt(BundleWiring.class).getClassLoader());
        String jar = first.getLocation();
        Bundle second = install(jar, "a copy");
        osgi.awaitTwo(CryptoProvider.class);
        assertEquals("both ends of each call", 2 * CALLS, standing(calls));
        crypto.use(Set.of(second.getBundleId()));
        calls.cutUnmoved(Set.of(former), MOVED);
        Await.until(MOVED, () -> {
            try {
                Talk.goOn(talks);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            return crypto.uses().stream()
                    .filter(use -> use.bundle() == former && use.sessions() > 0)
                    .map(use -> "sessions of the former: " + use.sessions())
                    .findAny()
                    .orElse("");
        });
        first.uninstall();
        first = null;
        Talk.goOn(talks);
        Await.until(() -> {
            System.gc();
            return loader.refersTo(null) ? "" : "the class loader of the former crypto is held";
        });
        for (Talk talk : talks) {
            talk.goOn();
            talk.end();
        }
        assertEquals("no call ended", 2 * CALLS, standing(calls));
        whoDoesNotMoveInTimeIsCut(osgi, jar, second.getBundleId());
        household.expectPage(RingSystem.PASSWORD);
        ports.forEach(forwards::hangUp);
    }

    /** As behind a release that repairs a flaw, but that there is no time at all. */
    private void whoDoesNotMoveInTimeIsCut(Osgi osgi, String jar, long flawed) throws Exception {
        CallControl calls = osgi.service(CallControl.class);
        Bundle third = install(jar, "another copy");
        osgi.awaitTwo(CryptoProvider.class);
        osgi.service(CryptoControl.class).use(Set.of(third.getBundleId()));
        calls.cutUnmoved(Set.of(flawed), Duration.ZERO);
        Await.until(() -> standing(calls) == 0 ? "" : "calls stand: " + standing(calls));
        assertEquals(
                "each call, at one end or at both",
                CALLS,
                calls.calls().stream()
                        .filter(call -> call.service().equals(ECHO))
                        .filter(call ->
                                call.end().orElseThrow().why().contains("what it still protected was cut at once"))
                        .map(CallStatus::ring)
                        .distinct()
                        .count());
    }

    private static long standing(CallControl calls) {
        return calls.calls().stream()
                .filter(call -> call.service().equals(ECHO) && call.stands())
                .map(CallStatus::since)
                .count();
    }

    /** The same bundle once more, beside itself. */
    private Bundle install(String jar, String location) throws Exception {
        try (InputStream bytes = URI.create(jar).toURL().openStream()) {
            Bundle copy = context.installBundle(location, bytes);
            copy.start();
            return copy;
        }
    }
}
