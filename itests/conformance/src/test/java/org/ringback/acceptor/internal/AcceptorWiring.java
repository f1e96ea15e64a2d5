package org.ringback.acceptor.internal;

import java.util.Map;
import org.ringback.api.EquipmentService;
import org.ringback.conformance.fixture.Crypto;
import org.ringback.store.Store;
import org.ringback.transport.Transport;

/** Does for the acceptor's component what the component runtime does. */
public final class AcceptorWiring {
    private final AcceptorComponent component;

    public AcceptorWiring(Transport transport, Store store) {
        component = new AcceptorComponent(transport, store, Crypto.SUITES);
    }

    public AcceptorComponent component() {
        return component;
    }

    public void answerWith(EquipmentService service, String name) {
        component.addEquipment(
                service, Map.of(EquipmentService.EQUIPMENT, new String[] {"*"}, EquipmentService.SERVICE, name));
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
