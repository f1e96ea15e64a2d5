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
import org.ringback.api.control.IssuerControl;

/** The feature {@code issuer} with the configuration files as they are shipped. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public final class IssuerFeatureIT {
    @Inject
    private BundleContext context;

    @Configuration
    public Option[] framework() throws IOException {
        return Container.shipped("issuer", Map.of());
    }

    @Test
    public void everyBundleRunsEveryComponentIsSatisfiedAndTheRoleIsThere() {
        Osgi osgi = new Osgi(context);
        osgi.checkFeature("issuer", "crypto", "crypto.certificatefirst", "store", "audit", "transport", "shell");
        osgi.checkProtections();
        osgi.service(IssuerControl.class);
    }
}
