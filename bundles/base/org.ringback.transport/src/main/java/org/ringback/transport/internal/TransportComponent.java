package org.ringback.transport.internal;

import java.util.Map;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.metatype.annotations.Designate;
import org.ringback.transport.Transport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the transport that is configured. A component of its own, as a configuration that is refused must not end the
 * transport that runs: everything else in the process stands on it. Called by the component runtime, one call at a time.
 */
@Component(
        service = {},
        immediate = true,
        configurationPid = TransportComponent.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = NettyTransport.Config.class)
@Capability(
        namespace = "osgi.service",
        attribute = "objectClass:List<String>='org.ringback.transport.Transport'",
        effective = "active")
public final class TransportComponent {
    /** PID of the configuration. */
    public static final String PID = "org.ringback.transport";

    private static final Logger LOG = LoggerFactory.getLogger(TransportComponent.class);

    private final BundleContext context;
    private Settings settings;
    private NettyTransport transport;
    private ServiceRegistration<Transport> offered;

    /**
     * Offers the first transport.
     *
     * @param context registers it
     * @param properties the configuration
     */
    @Activate
    public TransportComponent(BundleContext context, Map<String, Object> properties) {
        this.context = context;
        settings = Settings.parse(properties);
        transport = new NettyTransport(settings);
        offered = offer();
    }

    /** Another transport takes the place of the one before; what is refused changes nothing. */
    @Modified
    void modified(Map<String, Object> properties) {
        Settings wanted;
        try {
            wanted = Settings.parse(properties);
        } catch (IllegalArgumentException e) {
            LOG.error("{}: {}; what was in force before stays", PID, e.getMessage());
            return;
        }
        if (!wanted.equals(settings)) {
            NettyTransport next = new NettyTransport(wanted);
            close();
            settings = wanted;
            transport = next;
            offered = offer();
            LOG.info("{}: configuration taken, every socket is opened anew", PID);
        }
    }

    private ServiceRegistration<Transport> offer() {
        return context.registerService(Transport.class, transport, null);
    }

    /** Closes every loop, socket and thread. */
    @Deactivate
    void close() {
        offered.unregister();
        transport.close();
    }
}
