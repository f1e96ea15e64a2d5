package org.ringback.acceptor.internal;

import java.util.Map;
import org.ringback.api.EquipmentService;
import org.ringback.call.internal.CallsComponent;
import org.ringback.conformance.fixture.Crypto;
import org.ringback.store.Store;
import org.ringback.transport.Transport;

/** Does for the acceptor's component what the component runtime does. */
public final class AcceptorWiring {
    private final Transport transport;
    private final Store store;
    private final CallsComponent calls;
    private AcceptorComponent component;

    public AcceptorWiring(Transport transport, Store store) {
        this.transport = transport;
        this.store = store;
        calls = new CallsComponent(transport);
    }

    public AcceptorComponent component() {
        return component;
    }

    public void answerWith(EquipmentService service, String name) {
        calls.addEquipment(
                service, Map.of(EquipmentService.EQUIPMENT, new String[] {"*"}, EquipmentService.SERVICE, name));
    }

    public void start(Map<String, Object> properties) {
        component = new AcceptorComponent(transport, store, Crypto.SUITES, calls, calls, properties);
    }

    public void configure(Map<String, Object> properties) {
        component.modified(properties);
    }

    public void stop() {
        component.deactivate();
        calls.close();
    }
}
