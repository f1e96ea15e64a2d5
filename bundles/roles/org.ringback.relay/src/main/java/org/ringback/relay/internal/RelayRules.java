package org.ringback.relay.internal;

import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.ringback.api.configuration.ConfigurationRules;

/** What the server takes as its configuration. Stateless. */
@Component
public final class RelayRules implements ConfigurationRules {
    @Override
    public String pid() {
        return RelayComponent.PID;
    }

    @Override
    public Set<String> keys() {
        return Options.KEYS;
    }

    @Override
    public void check(Map<String, String> values) {
        Options.parse(values);
    }
}
