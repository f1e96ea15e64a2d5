package org.ringback.issuer.core;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.ringback.api.AddressText;
import org.ringback.api.crypto.Protection;

/**
 * A task's connection to the server: tries its addresses one after the other, until one is proved, all under the one
 * protection chosen. Of the two address families the other one can be tried later. Belongs to the core's thread.
 */
final class ServerDial {
    private static final long NONE = -1;

    private final Switchboard switchboard;
    private final Route route;
    private final Protection protection;
    private final IssuerKey self;
    private final Optional<InetAddress> local;
    private final boolean sharedPort;
    private final Instant time;
    private final List<ServerAddress> all = new ArrayList<>();
    private final List<ServerAddress> untried = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();
    private @Nullable ServerAddress current;
    private long connection = NONE;

    ServerDial(
            Switchboard switchboard,
            Route route,
            Protection protection,
            IssuerKey self,
            Optional<InetAddress> local,
            boolean sharedPort,
            Instant wall) {
        this.switchboard = switchboard;
        this.route = route;
        this.protection = protection;
        this.self = self;
        this.local = local;
        this.sharedPort = sharedPort;
        this.time = wall.isAfter(route.notBefore()) ? wall : route.notBefore();
    }

    /** {@return the protection of every connection that it makes} */
    Protection protection() {
        return protection;
    }

    IssuerAction.Resolve resolve(Task owner) {
        return new IssuerAction.Resolve(switchboard.job(owner), route.servers());
    }

    /** Takes what was found for the names. */
    void resolved(List<ServerAddress> addresses, List<String> why) {
        failures.addAll(why);
        for (ServerAddress address : addresses) {
            if (local.isPresent() && local.get() instanceof Inet6Address != address.ipv6()) {
                failures.add(AddressText.print(address.address()) + ": not of the family of local = "
                        + AddressText.print(local.get()));
            } else if (!all.contains(address)) {
                all.add(address);
            }
        }
        untried.addAll(all);
    }

    /** Goes to the next address, unless {@link #exhausted}. */
    IssuerAction.DialServer next(Task owner) {
        ServerAddress server = untried.remove(0);
        connection = switchboard.connection(owner);
        current = server;
        return new IssuerAction.DialServer(connection, self, protection, route.pins(), server, local, sharedPort, time);
    }

    boolean exhausted() {
        return untried.isEmpty();
    }

    /** {@return the connection being made or standing} */
    long connection() {
        return connection;
    }

    boolean is(long number) {
        return connection == number;
    }

    boolean stands() {
        return connection != NONE;
    }

    void gone() {
        connection = NONE;
    }

    void close(List<IssuerAction> out) {
        if (connection != NONE) {
            switchboard.forgetConnection(connection);
            out.add(new IssuerAction.Close(connection));
            connection = NONE;
        }
    }

    /** Notes why the address tried last did not do. */
    String failed(CloseKind kind, String why) {
        String words = current == null ? why : Words.dialFailed(current, kind, why);
        failures.add(words);
        return words;
    }

    /** Only the addresses of the family that was not in use are left to be tried; false if there are none. */
    boolean turnToOtherFamily() {
        ServerAddress used = current;
        untried.clear();
        if (used != null) {
            all.stream().filter(address -> address.ipv6() != used.ipv6()).forEach(untried::add);
        }
        return !untried.isEmpty();
    }

    /** The family of the address in use, or used last. */
    String familyUsed() {
        return current == null ? "no address" : current.family();
    }

    /** The family of the address that comes next; there must be one. */
    String familyNext() {
        return untried.get(0).family();
    }

    /** Why no address did, in words. */
    String failure() {
        return failures.isEmpty() ? "no address is known" : failures.stream().collect(Collectors.joining("; "));
    }
}
