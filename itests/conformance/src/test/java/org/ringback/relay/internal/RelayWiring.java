package org.ringback.relay.internal;

import java.util.Map;
import org.osgi.framework.BundleContext;
import org.ringback.conformance.fixture.Crypto;
import org.ringback.kernel.Registry;
import org.ringback.store.Store;
import org.ringback.transport.Transport;

/** Does for the relay's component what the component runtime does. */
public final class RelayWiring {
    private final RelayComponent component;

    public RelayWiring(BundleContext context, Transport transport, Store store, Registry registry) {
        component = new RelayComponent(context, transport, store, registry, Crypto.SUITES);
    }

    public void start(Map<String, Object> properties) {
        component.activate(properties);
    }

    public void configure(Map<String, Object> properties) {
        component.modified(properties);
    }

    public void stop() {
        component.deactivate();
    }
}
