package org.ringback.issuer.internal;

import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.ringback.api.configuration.ConfigurationRules;

/** What the caller takes as its configuration. Stateless. */
@Component
public final class IssuerRules implements ConfigurationRules {
    @Override
    public String pid() {
        return IssuerComponent.PID;
    }

    @Override
    public Set<String> keys() {
        return ReadConfig.KEYS;
    }

    @Override
    public void check(Map<String, String> values) {
        ReadConfig.settings(values);
    }
}
