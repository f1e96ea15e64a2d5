package org.ringback.issuer.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringback.kernel.ServerRoute;

/** What is known of the way to each server, from ring to ring: the addresses, and which one did last. In memory. */
final class KnownServers {
    private static final int MAX = IssuerRecords.MAX_GRANTS;

    private final Map<List<String>, ServerRoute> routes = new LinkedHashMap<>();

    /**
     * The way to a server.
     *
     * @param servers its names
     * @return what is known of it
     */
    ServerRoute route(List<String> servers) {
        if (routes.size() >= MAX && !routes.containsKey(servers)) {
            routes.remove(routes.keySet().iterator().next());
        }
        return routes.computeIfAbsent(servers, ServerRoute::new);
    }
}
