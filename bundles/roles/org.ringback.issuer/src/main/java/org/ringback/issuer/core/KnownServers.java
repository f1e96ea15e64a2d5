package org.ringback.issuer.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ringback.kernel.ServerRoute;

/** The routes to servers, shared by successive rings: their addresses, and which one last worked. In memory only. */
final class KnownServers {
    private static final int MAX = IssuerRecords.MAX_GRANTS;

    private final Map<List<String>, ServerRoute> routes = new LinkedHashMap<>();

    /**
     * The route to a server.
     *
     * @param servers the server's names
     * @return the route, the same for the same names
     */
    ServerRoute route(List<String> servers) {
        if (routes.size() >= MAX && !routes.containsKey(servers)) {
            routes.remove(routes.keySet().iterator().next());
        }
        return routes.computeIfAbsent(servers, ServerRoute::new);
    }
}
