package org.ringback.shell.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.Role;
import org.ringback.api.control.RegisteredDevice;
import org.ringback.api.control.ServerControl;

/** When the server last heard of somebody, which is what "registered" is worth. Immutable. */
final class LastHeard {
    private final ServerControl server;
    private final Duration silentAfter;
    private final Instant now;

    LastHeard(ServerControl server, Instant now) {
        this.server = server;
        this.silentAfter = server.status().silentAfter();
        this.now = now;
    }

    /** What it is now, at the server that runs here. */
    static LastHeard now(Roles roles) {
        return new LastHeard(roles.server(), Instant.now());
    }

    /** How equipment is, that should register. */
    enum Presence {
        /** It refreshed in time. */
        ANSWERING,
        /** It should have refreshed. */
        SILENT,
        /** There is no row: it never came, said goodbye, or was silent for too long. */
        NOT_REGISTERED;

        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    Presence presence(EquipmentId id) {
        return server.registration(id)
                .map(row -> silent(row) ? Presence.SILENT : Presence.ANSWERING)
                .orElse(Presence.NOT_REGISTERED);
    }

    String words(EquipmentId id) {
        return server.registration(id).map(this::words).orElse("-");
    }

    String words(RegisteredDevice row) {
        if (connected(row)) {
            return "connected";
        }
        return silent(row) ? "silent for " + Times.span(ago(row)) : "answered " + Times.span(ago(row)) + " ago";
    }

    /** The same for programs; nothing of who is not registered. */
    Map<String, Object> json(EquipmentId id) {
        Map<String, Object> json = new LinkedHashMap<>();
        Optional<RegisteredDevice> found = server.registration(id).filter(row -> !connected(row));
        found.ifPresent(row -> {
            json.put("answeredSecondsAgo", ago(row).toSeconds());
            json.put("silent", silent(row));
        });
        return json;
    }

    private Duration ago(RegisteredDevice row) {
        Duration ago = Duration.between(row.refreshed(), now);
        return ago.isNegative() ? Duration.ZERO : ago;
    }

    private boolean silent(RegisteredDevice row) {
        return ago(row).compareTo(silentAfter) > 0;
    }

    /** An issuer's row stands as long as its connection; it has nothing to refresh. */
    static boolean connected(RegisteredDevice row) {
        return row.role() == Role.ISSUER;
    }
}
