package org.ringback.issuer.internal;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.ringback.api.net.AddressText;
import org.ringback.api.net.HostPort;
import org.ringback.issuer.core.IssuerEvent.Resolved;
import org.ringback.kernel.ServerAddress;

/**
 * Resolves what a string names its servers, and leaves out what this machine has no route to. Blocks while the system's
 * resolver does. Stateless.
 */
final class Names {
    private Names() {}

    static Resolved resolve(long job, List<String> servers, Predicate<InetAddress> routed) {
        List<ServerAddress> addresses = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (String server : servers) {
            try {
                HostPort named = HostPort.parse(server);
                named.resolve().forEach(address -> addresses.add(new ServerAddress(server, address)));
            } catch (UnknownHostException e) {
                failures.add(server + ": no address was found for this name");
            } catch (IllegalArgumentException e) {
                failures.add("server address: " + e.getMessage());
            }
        }
        List<ServerAddress> reachable = addresses.stream()
                .filter(found -> routed.test(found.address().getAddress()))
                .toList();
        if (reachable.isEmpty()) {
            addresses.forEach(found -> failures.add(
                    found.host() + " (" + AddressText.print(found.address()) + "): this machine has no route to it"));
        }
        return new Resolved(job, reachable, failures);
    }
}
