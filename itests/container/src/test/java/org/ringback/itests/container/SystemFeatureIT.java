package org.ringback.itests.container;

import static org.junit.Assert.assertTrue;

import java.io.IOException;
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
import org.ringback.api.control.AcceptorControl;
import org.ringback.api.control.IssuerControl;
import org.ringback.api.control.ServerControl;

/** The feature {@code system} with the configuration files as they are shipped, its own acceptor's among them. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public final class SystemFeatureIT {
    @Inject
    private BundleContext context;

    @Configuration
    public Option[] framework() throws IOException {
        return Container.shipped("system", Map.of("org.ringback.relay", "listen = 127.0.0.1:0"));
    }

    @Test
    public void everyBundleRunsEveryComponentIsSatisfiedAndTheRolesAreThere() {
        Osgi osgi = new Osgi(context);
        osgi.checkFeature(
                "registry",
                "relay",
                "acceptor",
                "thermostat",
                "issuer",
                "crypto",
                "crypto.certificatefirst",
                "store",
                "audit",
                "transport",
                "shell");
        osgi.checkProtections();
        osgi.service(ServerControl.class);
        osgi.service(AcceptorControl.class);
        osgi.service(IssuerControl.class);
    }

    @Test
    public void itsOwnAcceptorCallsBackToLoopbackAndWarnsOfIt() {
        List<String> warnings = new Osgi(context).service(AcceptorControl.class).warnings();
        assertTrue(
                warnings.toString(),
                warnings.stream()
                        .anyMatch(warning -> warning.startsWith("dialable: ")
                                && warning.contains("127.0.0.0/8")
                                && warning.contains("::1/128")));
    }
}
