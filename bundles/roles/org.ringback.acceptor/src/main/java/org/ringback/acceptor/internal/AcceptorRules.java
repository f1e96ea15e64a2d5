package org.ringback.acceptor.internal;

import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.ringback.api.configuration.ConfigurationRules;

/** What the gateway takes as its configuration. Stateless. */
@Component
public final class AcceptorRules implements ConfigurationRules {
    @Override
    public String pid() {
        return AcceptorComponent.PID;
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
