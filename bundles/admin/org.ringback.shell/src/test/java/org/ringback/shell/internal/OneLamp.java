package org.ringback.shell.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.Page;
import org.ringback.api.Role;
import org.ringback.api.control.RegisteredDevice;
import org.ringback.api.control.SeenPaths;

/** A list with one row. */
final class OneLamp {
    /** How long ago it answered; half a second more, so that the seconds told do not depend on this machine. */
    Duration refreshed = Duration.ofMillis(12_500);

    Role role = Role.ACCEPTOR;

    Page<RegisteredDevice> page(Optional<EquipmentId> after) {
        Instant now = Instant.now();
        return new Page<>(
                after.isPresent()
                        ? List.of()
                        : List.of(new RegisteredDevice(
                                new EquipmentId("lamp-1"),
                                role,
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 5000),
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), 3478),
                                now,
                                now.minus(refreshed),
                                role == Role.ISSUER ? Optional.empty() : Optional.of(now.plus(Duration.ofMinutes(2))),
                                SeenPaths.NOTHING)),
                false);
    }
}
