package org.ringback.relay.internal;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.ringback.api.net.AddressText;
import org.ringback.api.net.HostPort;
import org.ringback.relay.core.RelaySettings;
import org.ringback.spi.ServerPins;

/**
 * The configuration as it was checked. Immutable.
 *
 * @param listen where to listen, UDP and TCP
 * @param advertise what strings name; empty for where it listens
 * @param realm for challenges
 * @param lifetime longest registration
 * @param refresh when acceptors refresh
 * @param lease how long a registration key lasts
 * @param probe whether plain probes are answered
 * @param ringsPerEquipment pending rings for one piece of equipment
 * @param rings pending rings in all
 * @param silent connections of strangers that said nothing whole
 * @param shaking connections of strangers that said something whole and are not proved
 */
record RelayConfiguration(
        List<InetSocketAddress> listen,
        List<String> advertise,
        String realm,
        Duration lifetime,
        Duration refresh,
        Duration lease,
        RelaySettings.Probe probe,
        int ringsPerEquipment,
        int rings,
        int silent,
        int shaking) {
    /** What the core needs, once it is known where the sockets are bound. */
    RelaySettings settings(List<InetSocketAddress> bound, ServerPins pins) {
        List<String> named =
                advertise.isEmpty() ? bound.stream().map(AddressText::print).toList() : advertise;
        return new RelaySettings(realm, lifetime, refresh, lease, probe, ringsPerEquipment, rings, named, pins);
    }

    /** The names and addresses that the leaf must carry. */
    List<String> hosts(List<InetSocketAddress> bound) {
        Set<String> hosts = new LinkedHashSet<>();
        advertise.forEach(text -> hosts.add(HostPort.parse(text).host()));
        bound.forEach(address -> hosts.add(AddressText.print(address.getAddress())));
        return List.copyOf(hosts);
    }
}
