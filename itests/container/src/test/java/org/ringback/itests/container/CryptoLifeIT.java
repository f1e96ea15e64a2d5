package org.ringback.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertSame;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.List;
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
import org.ringback.api.KeyFingerprint;
import org.ringback.api.RingSystem;
import org.ringback.api.control.AcceptorControl;
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

        crypto.stop();
        household.osgi().awaitNo(CryptoProvider.class);
        assertSame("the roles stay", server, household.server());
        assertSame(gateway, household.gateway());
        assertSame(issuer, household.issuer());
        crypto.start();

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
