package org.ringback.api.control;

import java.util.List;
import org.ringback.api.EquipmentId;

/**
 * What a role found out about the network between this machine and one server. Immutable.
 *
 * @param servers the server's names, {@code host:port}
 * @param equipment what is asked for there, or registered there, by local name
 * @param paths each address of the server
 * @param families IPv4 and IPv6, as far as the server has addresses of them
 * @param udp what is known of UDP, as a sentence
 * @param good at an issuer: whether a ring would be answered directly, as far as it can tell, that is, nothing known there
 *     is in the way; at a gateway: whether rings reach it
 * @param ring what a ring would do, and by which way, as far as this end can tell; in the words with which one ends
 * @param advice what to do about it; empty if nothing
 */
public record NetworkReport(
        List<String> servers,
        List<EquipmentId> equipment,
        List<NetworkPath> paths,
        List<Family> families,
        String udp,
        boolean good,
        String ring,
        String advice) {
    /** Copies the lists. */
    public NetworkReport {
        servers = List.copyOf(servers);
        equipment = List.copyOf(equipment);
        paths = List.copyOf(paths);
        families = List.copyOf(families);
    }

    /**
     * One address family.
     *
     * @param name IPv4 or IPv6
     * @param nat what is between this machine and the server
     * @param words what that means here, with the addresses
     */
    public record Family(String name, Nat nat, String words) {}
}
