package org.ringback.shell.internal;

import java.util.Map;
import java.util.Set;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.ringback.api.configuration.ConfigurationRules;
import org.ringback.api.configuration.ConfigurationValues;

/** What the local socket takes as its configuration. Immutable. */
@Component
public final class ShellRules implements ConfigurationRules {
    static final String SOCKET = "socket";

    private final BundleContext context;

    /**
     * Judges for one process.
     *
     * @param context knows the home directory
     */
    @Activate
    public ShellRules(BundleContext context) {
        this.context = context;
    }

    @Override
    public String pid() {
        return SocketComponent.PID;
    }

    @Override
    public Set<String> keys() {
        return Set.of(SOCKET);
    }

    @Override
    public void check(Map<String, String> values) {
        SocketComponent.path(
                SocketComponent.home(context), ConfigurationValues.text(values, SOCKET, SocketComponent.STANDARD));
    }
}
