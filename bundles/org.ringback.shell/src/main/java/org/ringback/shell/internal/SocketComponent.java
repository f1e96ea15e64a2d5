package org.ringback.shell.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the local socket where the configuration says. Owned by the container. */
@Component(
        service = {},
        configurationPid = "org.ringback.shell",
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = SocketComponent.Config.class)
public final class SocketComponent {
    private static final Logger LOG = LoggerFactory.getLogger(SocketComponent.class);
    private static final String OFF = "off";

    /** The keys of PID {@code org.ringback.shell}. */
    @ObjectClassDefinition(name = "Ringback shell", description = "The local socket for commands.")
    public @interface Config {
        /** {@return path of the socket, relative to the home; or {@code off}} */
        @AttributeDefinition(description = "Path of the Unix-domain socket, relative to the home; or: off")
        String socket() default "run/shell.sock";
    }

    private final Optional<ShellServer> server;

    /**
     * Opens the socket.
     *
     * @param context tells the home
     * @param config where
     * @param processor runs the commands
     * @throws IOException if the socket cannot be opened; the message says why
     */
    @Activate
    public SocketComponent(BundleContext context, Config config, @Reference CommandProcessor processor)
            throws IOException {
        if (config.socket().equals(OFF)) {
            server = Optional.empty();
            LOG.info("No local shell: org.ringback.shell, socket = off");
            return;
        }
        Path home = Path.of(Objects.requireNonNullElse(context.getProperty("ringback.home"), "."));
        Path path = home.resolve(config.socket());
        server = Optional.of(ShellServer.open(new ContainerSessions(processor, context), path));
        LOG.info("Commands are taken at {}", path);
    }

    /** Closes the socket; commands under way are interrupted. */
    @Deactivate
    public void close() {
        server.ifPresent(ShellServer::close);
    }
}
