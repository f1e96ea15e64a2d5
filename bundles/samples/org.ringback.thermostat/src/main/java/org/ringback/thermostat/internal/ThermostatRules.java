package org.ringback.thermostat.internal;

import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.ringback.api.configuration.ConfigurationRules;

/** What the thermostat takes as its configuration. Stateless. */
@Component
public final class ThermostatRules implements ConfigurationRules {
    @Override
    public String pid() {
        return Thermostat.PID;
    }

    @Override
    public Set<String> keys() {
        return Thermostat.KEYS;
    }

    @Override
    public void check(Map<String, String> values) {
        Thermostat.check(values);
    }
}
