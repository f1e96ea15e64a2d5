package org.ringback.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;
import org.ringback.api.Counters;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.control.IssuerControl;
import org.ringback.api.control.RefusedException;
import org.ringback.api.control.Ring;
import org.ringback.api.control.RingRequest;
import org.ringback.kernel.Registration;

/**
 * Every role's bundle is updated, stopped, started and refreshed under rings and a standing call: no ring fails, no call
 * breaks, nobody registers anew, and nothing of the former bundle stays.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public final class RolesLifeIT {
    private static final int RINGS_PER_SECOND = 4;
    /** Fewer than calls that one grant may have, with the one that stands. */
    private static final int RINGS_AT_ONCE = 5;

    private static final int ROUNDS = 3;
    private static final List<RingSystem> SYSTEMS =
            List.of(RingSystem.CALL_BACK, RingSystem.DATAGRAM, RingSystem.PASSWORD, RingSystem.CERTIFIED);

    @Inject
    private BundleContext context;

    private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(1);
    private final ExecutorService rings = Executors.newCachedThreadPool();

    @Configuration
    public Option[] framework() throws IOException {
        return Container.bare(Household.FEATURES);
    }

    @After
    public void end() {
        clock.shutdownNow();
        rings.shutdownNow();
    }

    @Test
    public void theServerAndItsListAreExchangedUnderRings() throws Exception {
        Household household = household();
        Registration before = household.registration();
        exchangedUnderRings(household, List.of("relay", "registry"));
        Registration after = household.registration();
        assertEquals("the row stood all the time", before.since(), after.since());
        assertEquals(before.address(), after.address());
        assertEquals(0, count("server", "udp.challenged-401") + count("server", "udp.challenged-438"));
        assertEquals(0, count("server", "lease.given"));
    }

    @Test
    public void theGatewayIsExchangedUnderRings() throws Exception {
        Household household = household();
        Registration before = household.registration();
        long leases = count("server", "lease.given");
        long challenged = count("server", "udp.challenged-401");
        exchangedUnderRings(household, List.of("acceptor"));
        Registration after = household.registration();
        assertEquals("the row stood all the time", before.since(), after.since());
        assertEquals("at the same port", before.address(), after.address());
        assertEquals("no lease was asked for", leases, count("server", "lease.given"));
        assertEquals("nor a nonce", challenged, count("server", "udp.challenged-401"));
        assertEquals(0, count("server", "udp.deregistered"));
    }

    @Test
    public void theIssuerIsExchangedUnderRings() throws Exception {
        Household household = household();
        Registration before = household.registration();
        exchangedUnderRings(household, List.of("issuer"));
        assertEquals(before.since(), household.registration().since());
    }

    /** With a refresh so short that the gateway registers between any two exchanges. */
    private Household household() throws Exception {
        Household household = Household.of(context);
        household.expectPage(RingSystem.PASSWORD);
        return household;
    }

    private void exchangedUnderRings(Household household, List<String> names) throws Exception {
        Queue<Future<String>> rung = new ConcurrentLinkedQueue<>();
        Semaphore room = new Semaphore(RINGS_AT_ONCE);
        List<WeakReference<ClassLoader>> former = new ArrayList<>();
        try (Ring standing = household.answered(RingSystem.CALL_BACK, Household.HTTP)) {
            ScheduledFuture<?> ringing = clock.scheduleAtFixedRate(
                    () -> {
                        if (room.tryAcquire()) {
                            RingSystem system = SYSTEMS.get(rung.size() % SYSTEMS.size());
                            rung.add(rings.submit(() -> rings(system, room)));
                        }
                    },
                    0,
                    TimeUnit.SECONDS.toMillis(1) / RINGS_PER_SECOND,
                    TimeUnit.MILLISECONDS);
            for (int round = 0; round < ROUNDS; round++) {
                for (String name : names) {
                    Bundle bundle = household.osgi().bundle(name);
                    former.add(loader(bundle));
                    update(bundle);
                    goesOn(household, standing, List.copyOf(rung));
                    bundle.stop();
                    bundle.start();
                    goesOn(household, standing, List.copyOf(rung));
                    former.add(loader(bundle));
                    refresh(bundle);
                    goesOn(household, standing, List.copyOf(rung));
                }
            }
            ringing.cancel(false);
        }
        Set<String> failed = new HashSet<>();
        for (Future<String> one : rung) {
            failed.add(one.get(1, TimeUnit.MINUTES));
        }
        failed.remove("");
        assertEquals(rung.size() + " rings", Set.of(), failed);
        assertTrue(rung.size() + " rings", rung.size() >= ROUNDS * names.size());
        // What the services of the former one were asked for last is held by a thread that has nothing else to do.
        household.expectPage(RingSystem.CALL_BACK);
        Await.until(() -> {
            System.gc();
            long held = former.stream().filter(one -> one.get() != null).count();
            return held == 0 ? "" : held + " class loaders of former bundles of " + names + " are held";
        });
    }

    /** Rings and fetches the page; {@return why it failed, empty if it did not} */
    private String rings(RingSystem system, Semaphore room) throws Exception {
        try (Ring ring = begin(system)) {
            RingStory story = Household.story(ring);
            if (!story.answered()) {
                return story.toString();
            }
            Household.get(ring, "/").expectPage();
            return "";
        } finally {
            room.release();
        }
    }

    /** Begins a ring with the issuer of that moment. */
    private Ring begin(RingSystem system) throws RefusedException {
        while (true) {
            ServiceReference<IssuerControl> reference = context.getServiceReference(IssuerControl.class);
            IssuerControl issuer = reference == null ? null : context.getService(reference);
            try {
                if (issuer != null) {
                    return issuer.ring(new RingRequest(Household.THERMOSTAT, Optional.of(system), Household.HTTP));
                }
            } catch (RefusedException refused) {
                if (reference.getBundle() != null) {
                    throw refused;
                }
            } finally {
                if (issuer != null) {
                    context.ungetService(reference);
                }
            }
            Thread.onSpinWait();
        }
    }

    /**
     * The role is back, the call stands, and the gateway has registered since; the rings that met this exchange are over, as
     * a ring goes out once more, not twice.
     */
    private static void goesOn(Household household, Ring standing, List<Future<String>> met) throws Exception {
        household.server();
        household.gateway();
        household.issuer();
        Household.get(standing, "/").expectPage();
        for (Future<String> ring : met) {
            ring.get(1, TimeUnit.MINUTES);
        }
        Registration before = household.registration();
        Await.until(() -> household.registration().refreshed() == before.refreshed() ? "no refresh since" : "");
    }

    private static WeakReference<ClassLoader> loader(Bundle bundle) {
        return new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());
    }

    /** As {@code felix:update} does, from where it was installed. */
    private static void update(Bundle bundle) {
        try (InputStream jar = URI.create(bundle.getLocation()).toURL().openStream()) {
            bundle.update(jar);
        } catch (IOException | BundleException e) {
            throw new CompletionException(e);
        }
    }

    private void refresh(Bundle bundle) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(Set.of(bundle), event -> done.complete(null));
        done.get(1, TimeUnit.MINUTES);
    }

    private long count(String role, String name) {
        try {
            return context.getServiceReferences(Counters.class, "(ringback.role=" + role + ")").stream()
                    .map(context::getService)
                    .map(Counters::counters)
                    .mapToLong(counters -> counters.getOrDefault(name, 0L))
                    .sum();
        } catch (InvalidSyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
