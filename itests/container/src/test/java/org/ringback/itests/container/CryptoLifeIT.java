package org.ringback.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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
import org.osgi.framework.BundleException;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.service.log.LogLevel;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.control.AcceptorControl;
import org.ringback.api.control.CryptoControl;
import org.ringback.api.control.CryptoUse;
import org.ringback.api.control.CryptoUse.State;
import org.ringback.api.control.Enrolment;
import org.ringback.api.control.GrantedEquipment;
import org.ringback.api.control.IssuerControl;
import org.ringback.api.control.Ring;
import org.ringback.api.control.ServerControl;
import org.ringback.kernel.Registration;
import org.ringback.spi.CryptoProvider;

/** The crypto bundle goes and comes back, and is exchanged, beneath the three roles. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public final class CryptoLifeIT {
    /** Calls that stand move within 30 s, where both ends have changed their crypto. */
    private static final Duration MOVED = Duration.ofSeconds(60);

    @Inject
    private BundleContext context;

    @Configuration
    public Option[] framework() throws IOException {
        return Container.bare(Household.FEATURES);
    }

    @Test
    public void whatWasEnrolledAndGrantedGoesOnWhenCryptoComesBack() throws Exception {
        Household household = Household.of(context);
        household.expectPage(RingSystem.PASSWORD);
        List<Enrolment> enrolments = enrolments(household);
        KeyFingerprint key = household.thermostat().key();
        List<GrantedEquipment> granted = household.granted();
        ServerControl server = household.server();
        AcceptorControl gateway = household.gateway();
        IssuerControl issuer = household.issuer();
        Bundle crypto = household.osgi().bundle("crypto");

        try (LogWatch warnings = new LogWatch(household.osgi(), LogLevel.WARN)) {
            crypto.stop();
            household.osgi().awaitNo(CryptoProvider.class);
            warnings.await("no crypto runs here");
            assertSame("the roles stay", server, household.server());
            assertSame(gateway, household.gateway());
            assertSame(issuer, household.issuer());
            crypto.start();
        }

        for (RingSystem system : RingSystem.values()) {
            household.expectPage(system);
        }
        assertEquals(enrolments, enrolments(household));
        assertEquals(key, household.thermostat().key());
        assertEquals(granted, household.granted());
    }

    @Test
    public void theRolesRunOnWhileAnotherCryptoBundleTakesOver() throws Exception {
        Household household = Household.of(context);
        Osgi osgi = household.osgi();
        ServerControl server = household.server();
        AcceptorControl gateway = household.gateway();
        IssuerControl issuer = household.issuer();
        household.expectPage(RingSystem.PASSWORD);
        Registration before = household.registration();
        Bundle first = osgi.bundle("crypto");

        try (Ring ring = household.answered(RingSystem.PASSWORD, Household.HTTP)) {
            Bundle second = install(first);
            osgi.awaitTwo(CryptoProvider.class);
            assertEquals(
                    "it is not taken by itself", State.USED, use(osgi, first).state());
            assertEquals(State.STANDS_BY, use(osgi, second).state());
            osgi.service(CryptoControl.class).use(Set.of(second.getBundleId()));
            assertEquals("only on a word", State.STANDS_BY, use(osgi, first).state());
            assertTrue("what was begun stays with it", use(osgi, first).sessions() >= 2);
            household.expectPage(RingSystem.DATAGRAM);
            first.stop();
            Household.get(ring, "/").expectPage();
            household.expectPage(RingSystem.DATAGRAM);
            household.expectPage(RingSystem.PASSWORD);
            first.start();
            osgi.awaitTwo(CryptoProvider.class);
            second.uninstall();
            Household.get(ring, "/").expectPage();
        }

        household.expectPage(RingSystem.CALL_BACK);
        assertSame(server, household.server());
        assertSame(gateway, household.gateway());
        assertSame(issuer, household.issuer());
        Await.until(() -> household.registration().refreshed() == before.refreshed() ? "no refresh since" : "");
        Registration after = household.registration();
        assertEquals("the registration stood all the time", before.since(), after.since());
        assertEquals(before.address(), after.address());
    }

    @Test
    public void plainUpdatesUnderRingsAndAStandingCallLoseNothingAndTheOldVersionsAreLetGo() throws Exception {
        Household household = Household.of(context);
        Osgi osgi = household.osgi();
        CryptoControl control = osgi.service(CryptoControl.class);
        AcceptorControl gateway = household.gateway();
        household.expectPage(RingSystem.CALL_BACK);
        Registration before = household.registration();
        List<WeakReference<ClassLoader>> old = new ArrayList<>();

        try (Ring ring = household.answered(RingSystem.PASSWORD, Household.HTTP)) {
            for (String name : List.of("crypto", "crypto.certificatefirst", "crypto")) {
                Bundle bundle = osgi.bundle(name);
                old.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
                CompletableFuture<Void> updated = CompletableFuture.runAsync(() -> update(bundle));
                do {
                    household.expectPage(RingSystem.CALL_BACK);
                    overCertificateFirst(household);
                } while (!updated.isDone());
                updated.join();
                household.expectPage(RingSystem.DATAGRAM);
                Household.get(ring, "/").expectPage();
            }
            Await.until(
                    MOVED,
                    () -> control.uses().stream().allMatch(one -> one.state() == State.USED)
                            ? ""
                            : "the old one is in use: " + control.uses());
            Household.get(ring, "/").expectPage();
            overCertificateFirst(household);
            Await.until(() -> {
                System.gc();
                long held = old.stream().filter(one -> one.get() != null).count();
                return held == 0 ? "" : held + " class loaders of old versions are held";
            });
            Household.get(ring, "/").expectPage();
        }

        household.expectPage(RingSystem.CALL_BACK);
        assertSame(gateway, household.gateway());
        assertEquals(
                "the registration stood all the time",
                before.since(),
                household.registration().since());
    }

    private static void overCertificateFirst(Household household) throws Exception {
        try (Ring ring = household.ringOver(RingSystem.CERTIFIED, "certificate-first")) {
            RingStory story = Household.story(ring);
            assertTrue(story.toString(), story.answered());
        }
    }

    /** As {@code felix:update} does, from where it was installed. */
    private static void update(Bundle bundle) {
        try (InputStream jar = URI.create(bundle.getLocation()).toURL().openStream()) {
            bundle.update(jar);
        } catch (IOException | BundleException e) {
            throw new IllegalStateException(e);
        }
    }

    private static CryptoUse use(Osgi osgi, Bundle bundle) {
        return osgi.service(CryptoControl.class).uses().stream()
                .filter(one -> one.bundle() == bundle.getBundleId())
                .findFirst()
                .orElseThrow();
    }

    /** As they are on disk, where milliseconds are kept. */
    private static List<Enrolment> enrolments(Household household) {
        return household.server().enrolments(Optional.empty(), 10).rows().stream()
                .map(each -> new Enrolment(
                        each.id(),
                        each.role(),
                        each.key(),
                        each.protections(),
                        each.state(),
                        each.since().truncatedTo(ChronoUnit.MILLIS),
                        each.mayAsk()))
                .toList();
    }

    /** The same bundle once more, beside itself. */
    private Bundle install(Bundle bundle) throws Exception {
        try (InputStream jar = URI.create(bundle.getLocation()).toURL().openStream()) {
            Bundle copy = context.installBundle("copy of " + bundle.getSymbolicName(), jar);
            copy.start();
            return copy;
        }
    }
}
