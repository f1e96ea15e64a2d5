package org.ringback.itests.container;

import java.io.IOException;
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
import org.ringback.api.control.ServerControl;

/** The feature {@code server} with the configuration files as they are shipped. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public final class ServerFeatureIT {
    @Inject
    private BundleContext context;

    @Configuration
    public Option[] framework() throws IOException {
        return Container.shipped("server", Map.of("org.ringback.relay", "listen = 127.0.0.1:0"));
    }

    @Test
    public void everyBundleRunsEveryComponentIsSatisfiedAndTheRoleIsThere() {
        Osgi osgi = new Osgi(context);
        osgi.checkFeature(
                "registry", "relay", "crypto", "crypto.certificatefirst", "store", "audit", "transport", "shell");
        osgi.checkProtections();
        osgi.service(ServerControl.class);
    }
}
