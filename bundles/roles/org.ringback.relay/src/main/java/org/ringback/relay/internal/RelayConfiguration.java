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
 * The checked configuration. Immutable.
 *
 * @param listen the addresses on which to listen, by UDP and TCP
 * @param advertise the addresses in enrolment strings; empty for those on which it listens
 * @param realm the realm in challenges
 * @param lifetime longest registration
 * @param refresh how often acceptors refresh
 * @param lease how long a registration key lasts
 * @param probe whether plain probes are answered
 * @param ringsPerEquipment pending rings for one piece of equipment
 * @param rings pending rings in all
 * @param relaying whether and how much it relays
 * @param silent most connections of strangers without a whole first record
 * @param shaking most connections of strangers with a whole first record
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
        RelaySettings.Relaying relaying,
        int silent,
        int shaking) {
    /** The settings of the core, once the sockets are bound. */
    RelaySettings settings(List<InetSocketAddress> bound, ServerPins pins) {
        List<String> named =
                advertise.isEmpty() ? bound.stream().map(AddressText::print).toList() : advertise;
        return new RelaySettings(
                realm,
                lifetime,
                refresh,
                lease,
                probe,
                ringsPerEquipment,
                rings,
                relaying.within(OpenFiles.most(), Runtime.getRuntime().maxMemory()),
                named,
                pins);
    }

    /** The names and addresses that the leaf must carry. */
    List<String> hosts(List<InetSocketAddress> bound) {
        Set<String> hosts = new LinkedHashSet<>();
        advertise.forEach(text -> hosts.add(HostPort.parse(text).host()));
        bound.forEach(address -> hosts.add(AddressText.print(address.getAddress())));
        return List.copyOf(hosts);
    }
}
