package org.ringback.shell.internal;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.felix.service.command.CommandProcessor;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.ringback.api.Warnings;
import org.ringback.api.configuration.ConfigurationValues;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the local socket where the configuration says. Owned by the container. */
@Component(
        service = Warnings.class,
        immediate = true,
        configurationPid = SocketComponent.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = SocketComponent.Config.class)
public final class SocketComponent implements Warnings {
    /** PID of the configuration. */
    static final String PID = "org.ringback.shell";

    static final String STANDARD = "run/shell.sock";
    private static final Logger LOG = LoggerFactory.getLogger(SocketComponent.class);
    private static final String OFF = "off";

    /** The keys of PID {@code org.ringback.shell}. */
    @ObjectClassDefinition(name = "Ringback shell", description = "The local socket for commands.")
    public @interface Config {
        /** {@return path of the socket, relative to the home; or {@code off}} */
        @AttributeDefinition(description = "Path of the Unix-domain socket, relative to the home; or: off")
        String socket() default STANDARD;
    }

    private final Sessions gogo;
    private final UnderWay underWay;
    private final Signpost signpost;
    private Optional<Path> path;
    private Optional<ShellServer> server;
    private volatile Optional<String> refused = Optional.empty();

    /**
     * Opens the socket.
     *
     * @param context tells the home
     * @param config where
     * @param processor runs the commands
     * @param underWay counts them
     * @throws IOException if the socket cannot be opened; the message says why
     */
    @Activate
    public SocketComponent(
            BundleContext context, Config config, @Reference CommandProcessor processor, @Reference UnderWay underWay)
            throws IOException {
        this(new ContainerSessions(processor, context), underWay, home(context), config.socket());
    }

    SocketComponent(Sessions gogo, UnderWay underWay, Path home, String socket) throws IOException {
        this.gogo = gogo;
        this.underWay = underWay;
        signpost = new Signpost(home);
        path = path(home, text(socket));
        server = open(path);
        signpost.point(text(socket));
    }

    /** The new socket is there before the old one goes: one that cannot be had changes nothing. */
    @Modified
    void modified(BundleContext context, Config config) {
        modified(home(context), config.socket());
    }

    void modified(Path home, String socket) {
        refused = Optional.empty();
        try {
            Optional<Path> wanted = path(home, text(socket));
            if (!wanted.equals(path)) {
                Optional<ShellServer> opened = open(wanted);
                signpost.point(text(socket));
                server.ifPresent(ShellServer::close);
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

    private static String text(String socket) {
        return ConfigurationValues.text(Map.of(ShellRules.SOCKET, socket), ShellRules.SOCKET, STANDARD);
    }

    /** {@return where the socket is to be; empty if it is turned off} */
    static Optional<Path> path(Path home, String socket) {
        if (socket.equals(OFF)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ShellServer.check(home.resolve(socket)));
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("socket: '" + socket + "' (expected: a path, or off)", e);
        }
    }

    static Path home(BundleContext context) {
        return Path.of(Objects.requireNonNullElse(context.getProperty("ringback.home"), "."));
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

    /** Closes the socket; commands under way are interrupted. */
    @Deactivate
    public void close() {
        signpost.remove();
        server.ifPresent(ShellServer::close);
    }
}
