package org.ringback.thermostat.internal;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Component;
import org.ringback.api.EquipmentId;
import org.ringback.api.EquipmentService;
import org.ringback.api.configuration.Key;
import org.ringback.api.configuration.Schema;

/**
 * The configuration keys of the thermostat, which are the service properties of {@link EquipmentService}. Immutable.
 */
@Component(service = Schema.class)
public final class ThermostatSchema extends Schema<String> {
    static final String EVERY = "*";
    static final String HTTP = "http";
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");

    private final Key<List<String>> equipment = list(EquipmentService.EQUIPMENT, ThermostatSchema::equipment)
            .standard(EVERY)
            .expects("names of equipment, or " + EVERY)
            .choices(List.of(EVERY))
            .says("Names of the equipment that it answers for, separated by commas; * for every one of the gateway.");

    private final Key<List<String>> services = list(EquipmentService.SERVICE, ThermostatSchema::service)
            .standard(HTTP)
            .expects("1 to 32 characters of a to z, 0 to 9 and -")
            .says("The service that it answers, as the issuer asks for it.");

    /** Declares the keys. */
    public ThermostatSchema() {
        super(Thermostat.PID, "the demo's equipment. Its room is simulated.");
    }

    /** Says in words for which equipment it answers; the acceptor reads the service properties themselves. */
    @Override
    public String read(Map<String, ?> values) {
        return "equipment " + String.join(", ", equipment.in(values)) + ", service "
                + String.join(", ", services.in(values));
    }

    private static String equipment(String text) {
        return text.equals(EVERY) ? text : new EquipmentId(text).value();
    }

    private static String service(String text) {
        if (!NAME.matcher(text).matches()) {
            throw new IllegalArgumentException();
        }
        return text;
    }
}
