package org.ringback.issuer.internal;

import java.util.Map;
import org.ringback.call.internal.CallsComponent;
import org.ringback.conformance.fixture.Crypto;
import org.ringback.store.Store;
import org.ringback.transport.Transport;

/** Does for the issuer's component what the component runtime does. */
public final class IssuerWiring {
    private final CallsComponent calls;
    private final IssuerComponent component;

    public IssuerWiring(Transport transport, Store store, Map<String, Object> config) {
        calls = new CallsComponent(transport);
        component = new IssuerComponent(transport, store, Crypto.SUITES, calls, config);
    }

    public IssuerComponent component() {
        return component;
    }

    public void stop() {
        component.stop();
        calls.close();
    }
}
