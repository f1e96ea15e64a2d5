package org.ringback.issuer.internal;

import java.util.Map;
import org.ringback.api.Protection;
import org.ringback.conformance.fixture.Crypto;
import org.ringback.store.Store;
import org.ringback.transport.Transport;

/** Does for the issuer's component what the component runtime does. */
public final class IssuerWiring {
    private final IssuerComponent component;

    public IssuerWiring(Transport transport, Store store, Map<String, Object> config) {
        component = new IssuerComponent(transport, store, config);
        component.rings = Crypto.RINGS;
        component.identities = Crypto.IDENTITIES;
        component.strings = Crypto.STRINGS;
        component.tls13 = Crypto.connections(Protection.TLS13);
        component.certificateFirst = Crypto.connections(Protection.CERTIFICATE_FIRST);
        component.calls = Crypto.CALLS;
    }

    public IssuerComponent component() {
        return component;
    }

    public void stop() {
        component.stop();
    }
}
