package org.ringback.issuer.internal;

import java.util.Map;
import org.ringback.call.internal.CallsComponent;
import org.ringback.conformance.fixture.Crypto;
import org.ringback.conformance.fixture.Wiring;
import org.ringback.store.Store;
import org.ringback.transport.Transport;

/** Does for the issuer's component what the component runtime does. */
public record IssuerWiring(CallsComponent calls, IssuerComponent component) implements Wiring {
    private IssuerWiring(CallsComponent calls, Transport transport, Store store, Map<String, Object> properties) {
        this(calls, new IssuerComponent(transport, store, Crypto.SUITES, calls, NO_SUCCESSOR, properties));
    }

    public IssuerWiring(Transport transport, Store store, Map<String, Object> properties) {
        this(new CallsComponent(transport, Crypto.SUITES), transport, store, properties);
    }

    @Override
    public void configure(Map<String, Object> properties) {
        component.modified(properties);
    }

    @Override
    public void stop() {
        component.stop(0);
        calls.close();
    }
}
