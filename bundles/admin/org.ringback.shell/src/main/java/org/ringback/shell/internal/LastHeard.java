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

/** When a server last heard of each device: how much its registration can be relied on. Immutable. */
final class LastHeard {
    private final ServerControl server;
    private final Duration silentAfter;
    private final Instant now;

    LastHeard(ServerControl server, Instant now) {
        this.server = server;
        this.silentAfter = server.status().silentAfter();
        this.now = now;
    }

    /** The present state at the server in this process. */
    static LastHeard now(Roles roles) {
        return new LastHeard(roles.server(), Instant.now());
    }

    /** Whether equipment that should register does. */
    enum Presence {
        /** The equipment refreshed in time. */
        ANSWERING,
        /** The equipment is overdue with its refresh. */
        SILENT,
        /** The equipment list has no row: the equipment never registered, deregistered, or was silent for too long. */
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

    /** The same as JSON; empty for a device that is not registered. */
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

    /** Whether it is the row of an issuer, which lasts as long as its connection and needs no refresh. */
    static boolean connected(RegisteredDevice row) {
        return row.role() == Role.ISSUER;
    }
}
