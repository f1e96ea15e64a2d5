package org.ringback.issuer.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringback.issuer.core.IssuerEvent.Resolved;
import org.ringback.issuer.core.ServerAddress;

/** Resolves {@code host:port}, IPv6 addresses in brackets. Blocks while the system's resolver does. Stateless. */
final class Names {
    private static final Pattern HOST_PORT = Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)]|([^:\\[\\]]+)):([0-9]{1,5})");
    private static final int MAX_PORT = 65_535;
    private static final int MAX_ADDRESSES_OF_A_NAME = 8;

    private Names() {}

    static Resolved resolve(long job, List<String> servers) {
        List<ServerAddress> addresses = new ArrayList<>();
        List<String> failures = new ArrayList<>();
        for (String server : servers) {
            try {
                addresses.addAll(resolve(server));
            } catch (UnknownHostException e) {
                failures.add(server + ": no address was found for this name");
            } catch (IllegalArgumentException e) {
                failures.add(String.valueOf(e.getMessage()));
            }
        }
        return new Resolved(job, addresses, failures);
    }

    private static List<ServerAddress> resolve(String server) throws UnknownHostException {
        Matcher parts = HOST_PORT.matcher(server);
        int port = parts.matches() ? Integer.parseInt(parts.group(3)) : 0;
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("server address: " + server + " (expected: host:port)");
        }
        String host = parts.group(1) == null ? parts.group(2) : parts.group(1);
        List<ServerAddress> found = new ArrayList<>();
        for (InetAddress address : InetAddress.getAllByName(host)) {
            if (found.size() < MAX_ADDRESSES_OF_A_NAME) {
                found.add(new ServerAddress(host, new InetSocketAddress(address, port)));
            }
        }
        return found;
    }
}
