package org.ringback.shell.internal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.ringback.api.Warnings;
import org.ringback.api.limits.LimitUse;
import org.ringback.api.limits.Limits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The OSGi component that opens the local socket as configured. Used by the container. */
@Component(
        service = {Warnings.class, Limits.class},
        immediate = true,
        configurationPid = SocketComponent.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class SocketComponent implements Warnings, Limits {
    /** PID of the configuration. */
    static final String PID = "org.ringback.shell";

    private static final Logger LOG = LoggerFactory.getLogger(SocketComponent.class);

    private final Sessions gogo;
    private final UnderWay underWay;
    private final ShellSchema schema;
    private final Signpost signpost;
    private Optional<Path> path;
    private volatile Optional<ShellServer> server;
    /** Those that a change took the place of: commands of theirs may be under way. */
    private final List<ShellServer> earlier = new ArrayList<>();

    private volatile Optional<String> refused = Optional.empty();

    /**
     * Opens the socket.
     *
     * @param context knows the home directory
     * @param config the configuration
     * @param processor runs the commands
     * @param underWay counts the commands
     * @throws IOException if the socket cannot be opened; the message says why
     */
    @Activate
    public SocketComponent(
            BundleContext context,
            Map<String, Object> config,
            @Reference CommandProcessor processor,
            @Reference UnderWay underWay)
            throws IOException {
        this(new ContainerSessions(processor, context), underWay, new ShellSchema(context), config);
    }

    SocketComponent(Sessions gogo, UnderWay underWay, ShellSchema schema, Map<String, ?> config) throws IOException {
        this.gogo = gogo;
        this.underWay = underWay;
        this.schema = schema;
        signpost = new Signpost(schema.home());
        String text = schema.read(config);
        path = schema.path(text);
        server = open(path);
        signpost.point(text);
    }

    /** Opens the new socket before closing the old one; if it cannot be opened, nothing changes. */
    @Modified
    void modified(Map<String, Object> config) {
        refused = Optional.empty();
        try {
            String text = schema.read(config);
            Optional<Path> wanted = schema.path(text);
            if (!wanted.equals(path)) {
                Optional<ShellServer> opened = open(wanted);
                signpost.point(text);
                // the command that moves the socket may have come through it
                server.ifPresent(ShellServer::takeNoMore);
                server.ifPresent(earlier::add);
                server = opened;
                path = wanted;
            }
        } catch (IllegalArgumentException e) {
            LOG.error("{}: {}; what was in force before stays", PID, e.getMessage()); // the reader of files warns of it
        } catch (IOException e) {
            String why = PID + ": " + e.getMessage() + "; what was in force before stays";
            LOG.error("{}", why);
            refused = Optional.of(why);
        }
    }

    private Optional<ShellServer> open(Optional<Path> at) throws IOException {
        if (at.isEmpty()) {
            LOG.info("No local shell: {}, socket = off", PID);
            return Optional.empty();
        }
        ShellServer opened = ShellServer.open(gogo, underWay, at.get());
        LOG.info("Commands are taken at {}", at.get());
        return Optional.of(opened);
    }

    @Override
    public List<String> warnings() {
        return refused.stream().toList();
    }

    @Override
    public List<LimitUse> limits() {
        return server.map(ShellServer::limit).stream().toList();
    }

    /** Closes the socket; commands under way are interrupted, except the one that stops this bundle. */
    @Deactivate
    public void close() {
        signpost.remove();
        server.ifPresent(ShellServer::close);
        earlier.forEach(ShellServer::close);
    }
}
