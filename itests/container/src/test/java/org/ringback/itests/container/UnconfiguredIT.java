package org.ringback.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
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
import org.osgi.framework.BundleContext;
import org.ringback.api.EquipmentService;
import org.ringback.api.control.AcceptorControl;
import org.ringback.api.control.IssuerControl;
import org.ringback.api.control.ServerControl;
import org.ringback.spi.CryptoProvider;
import org.ringback.store.Store;
import org.ringback.transport.Transport;

/** A bundle runs where it is configured: installed alone it opens no socket, no file and offers no role. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public final class UnconfiguredIT {
    @Inject
    private BundleContext context;

    @Configuration
    public Option[] framework() throws IOException {
        return Container.bare(Household.FEATURES);
    }

    @Test
    public void nothingThatIsNotConfiguredIsThere() throws Exception {
        Osgi osgi = new Osgi(context);
        assertEquals(List.of(), osgi.bundlesNotRunning());
        for (Class<?> role : List.of(
                ServerControl.class,
                AcceptorControl.class,
                IssuerControl.class,
                EquipmentService.class,
                Transport.class,
                Store.class)) {
            assertFalse(role.getSimpleName(), osgi.has(role));
        }

        osgi.configure("org.ringback.transport", Map.of());
        osgi.configure("org.ringback.store", Map.of());
        osgi.service(Transport.class);
        osgi.service(Store.class);
        osgi.service(CryptoProvider.class);
        osgi.configure(Household.ISSUER, Map.of());
        osgi.service(IssuerControl.class);
        assertFalse(osgi.has(ServerControl.class));
        assertFalse(osgi.has(AcceptorControl.class));
        assertTrue(osgi.service(IssuerControl.class)
                .granted(Optional.empty(), 1)
                .rows()
                .isEmpty());
    }
}
