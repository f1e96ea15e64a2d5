package org.ringback.issuer.internal;

import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.ringback.driver.HostPort;
import org.ringback.driver.ServerAddress;
import org.ringback.issuer.core.IssuerEvent.Resolved;

/** Resolves what a string names its servers. Blocks while the system's resolver does. Stateless. */
final class Names {
    private Names() {}

    static Resolved resolve(long job, List<String> servers) {
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
        return new Resolved(job, addresses, failures);
    }
}
