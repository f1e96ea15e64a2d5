package org.ringback.shell.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.Registration;
import org.ringback.api.Registry;
import org.ringback.api.Role;

/** A list with one row. */
final class OneLamp implements Registry {
    /** How long ago it answered; half a second more, so that the seconds told do not depend on this machine. */
    Duration refreshed = Duration.ofMillis(12_500);

    Role role = Role.ACCEPTOR;

    @Override
    public Optional<Registration> find(EquipmentId id, Moment now) {
        return page(Optional.empty(), 1).stream()
                .filter(row -> row.id().equals(id))
                .findFirst();
    }

    @Override
    public void put(Registration registration) {
        throw new AssertionError("the shell only reads");
    }

    @Override
    public void remove(EquipmentId id) {
        throw new AssertionError("the shell only reads");
    }

    @Override
    public List<EquipmentId> expire(Moment now) {
        throw new AssertionError("the shell only reads");
    }

    @Override
    public long nextExpiry() {
        return Long.MAX_VALUE;
    }

    @Override
    public int size() {
        return 1;
    }

    @Override
    public List<Registration> page(Optional<EquipmentId> after, int limit) {
        return after.isPresent()
                ? List.of()
                : List.of(new Registration(
                        new EquipmentId("lamp-1"),
                        role,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 5000),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 3478),
                        System.nanoTime(),
                        System.nanoTime() - refreshed.toNanos(),
                        System.nanoTime() + Duration.ofMinutes(2).toNanos()));
    }

    @Override
    public void clear() {
        throw new AssertionError("the shell only reads");
    }
}
