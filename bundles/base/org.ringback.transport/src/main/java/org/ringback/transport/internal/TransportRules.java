package org.ringback.transport.internal;

import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.ringback.api.configuration.ConfigurationRules;

/** What the transport takes as its configuration. Stateless. */
@Component
public final class TransportRules implements ConfigurationRules {
    @Override
    public String pid() {
        return TransportComponent.PID;
    }

    @Override
    public Set<String> keys() {
        return Settings.KEYS;
    }

    @Override
    public void check(Map<String, String> values) {
        Settings.parse(values);
    }
}
