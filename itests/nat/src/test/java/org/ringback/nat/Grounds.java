package org.ringback.nat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.ringback.kit.Namespaces;

/**
 * The internet with a server's site, one for each kind of home and one for each kind of issuer; without programs. Used by
 * one thread, but for the lines of the internet.
 */
final class Grounds implements AutoCloseable {
    private final Namespaces spaces = new Namespaces();
    private final Internet internet;
    private final Site server;
    private final Map<Kind, Site> homes = new EnumMap<>(Kind.class);
    private final Map<Kind, Site> issuers = new EnumMap<>(Kind.class);

    private Grounds() {
        internet = new Internet(spaces);
        server = Site.server(spaces, internet);
    }

    /** {@return why this machine or this user cannot have them; empty if it can} */
    static String lacking() {
        String spaces = Namespaces.lacking();
        return spaces.isEmpty() ? Script.lacking() : spaces;
    }

    /** Makes them. */
    static Grounds make(List<Kind> homes, List<Kind> issuers) {
        Grounds grounds = new Grounds();
        try {
            homes.forEach(kind -> grounds.homes.put(kind, grounds.site(kind, Plan.HOMES)));
            issuers.forEach(kind -> grounds.issuers.put(kind, grounds.site(kind, Plan.ISSUERS)));
            grounds.internet.open();
        } catch (RuntimeException | AssertionError e) {
            grounds.close();
            throw e;
        }
        return grounds;
    }

    private Site site(Kind kind, int from) {
        return Site.make(spaces, internet, kind, from + List.of(Kind.values()).indexOf(kind));
    }

    Internet internet() {
        return internet;
    }

    Site server() {
        return server;
    }

    Site home(Kind kind) {
        return one(homes, kind);
    }

    Site issuer(Kind kind) {
        return one(issuers, kind);
    }

    private static Site one(Map<Kind, Site> sites, Kind kind) {
        Site site = sites.get(kind);
        if (site == null) {
            throw new IllegalArgumentException(kind.label() + " (expected: one of " + sites.keySet() + ")");
        }
        return site;
    }

    List<Kind> homes() {
        return List.copyOf(homes.keySet());
    }

    List<Kind> issuers() {
        return List.copyOf(issuers.keySet());
    }

    @Override
    public void close() {
        internet.close();
        spaces.close();
    }
}
