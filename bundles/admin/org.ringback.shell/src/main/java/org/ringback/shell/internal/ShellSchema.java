package org.ringback.shell.internal;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.ringback.api.configuration.Key;
import org.ringback.api.configuration.Schema;
import org.ringback.shell.link.SocketPath;

/** The configuration key of the local socket: its path, or {@code off}. Immutable. */
@Component(service = Schema.class)
public final class ShellSchema extends Schema<String> {
    private final Path home;

    private final Key<String> socket = key("socket", this::check)
            .standard(SocketPath.STANDARD)
            .expects("a path, or off")
            .choices(List.of(SocketPath.OFF))
            .says("Path of the Unix-domain socket, relative to the home; owner only. At most 107 bytes in all. off: "
                    + "no socket, no commands.");

    /**
     * Makes the schema for one process.
     *
     * @param context knows the home directory
     */
    @Activate
    public ShellSchema(BundleContext context) {
        this(Path.of(Objects.requireNonNullElse(context.getProperty("ringback.home"), ".")));
    }

    ShellSchema(Path home) {
        super(SocketComponent.PID, "the local socket through which ringback shell --home DIR COMMAND gives commands.");
        this.home = home;
    }

    /** The home directory of this process. */
    Path home() {
        return home;
    }

    @Override
    public String read(Map<String, ?> values) {
        return socket.in(values);
    }

    /** {@return the path of the socket; empty if it is off} */
    Optional<Path> path(String text) {
        return text.equals(SocketPath.OFF) ? Optional.empty() : Optional.of(home.resolve(text));
    }

    private String check(String text) {
        path(text).ifPresent(ShellServer::check);
        return text;
    }
}
