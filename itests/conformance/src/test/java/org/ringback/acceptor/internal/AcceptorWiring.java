package org.ringback.acceptor.internal;

import java.util.Map;
import org.ringback.api.EquipmentService;
import org.ringback.call.internal.CallsComponent;
import org.ringback.conformance.fixture.Crypto;
import org.ringback.conformance.fixture.Wiring;
import org.ringback.store.Store;
import org.ringback.transport.Transport;

/** Does for the acceptor's component what the component runtime does; the service is every piece of equipment's. */
public record AcceptorWiring(CallsComponent calls, AcceptorComponent component) implements Wiring {
    private AcceptorWiring(CallsComponent calls, Transport transport, Store store, Map<String, Object> properties) {
        this(calls, new AcceptorComponent(transport, store, Crypto.SUITES, calls, calls, NO_SUCCESSOR, properties));
    }

    public AcceptorWiring(
            Transport transport, Store store, EquipmentService service, String name, Map<String, Object> properties) {
        this(new CallsComponent(transport, Crypto.SUITES), transport, store, properties);
        calls.addEquipment(
                service, Map.of(EquipmentService.EQUIPMENT, new String[] {"*"}, EquipmentService.SERVICE, name));
    }

    @Override
    public void configure(Map<String, Object> properties) {
        component.modified(properties);
    }

    @Override
    public void stop() {
        component.deactivate(0);
        calls.close();
    }
}
