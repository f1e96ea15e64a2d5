package org.ringback.relay.internal;

import java.util.Map;
import org.osgi.framework.BundleContext;
import org.ringback.conformance.fixture.Crypto;
import org.ringback.conformance.fixture.Wiring;
import org.ringback.kernel.Registry;
import org.ringback.store.Store;
import org.ringback.transport.Transport;

/** Does for the relay's component what the component runtime does. */
public record RelayWiring(RelayComponent component) implements Wiring {
    public RelayWiring(
            BundleContext context,
            Transport transport,
            Store store,
            Registry registry,
            Map<String, Object> properties) {
        this(new RelayComponent(context, transport, store, registry, Crypto.SUITES, NO_SUCCESSOR));
        component.activate(properties);
    }

    @Override
    public void configure(Map<String, Object> properties) {
        component.modified(properties);
    }

    @Override
    public void stop() {
        component.deactivate(0);
    }
}
