package org.ringback.acceptor.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.ringback.acceptor.core.AcceptorSettings;
import org.ringback.api.EquipmentId;
import org.ringback.kernel.ServiceKey;

/**
 * The checked configuration. Immutable.
 *
 * @param settings the part that the core needs
 * @param forwards the local addresses to which conversations are forwarded
 * @param adminServices the services that only a grant that names them gives
 * @param local addresses to register from, at most one of each family
 */
record AcceptorConfiguration(
        AcceptorSettings settings,
        Map<ServiceKey, InetSocketAddress> forwards,
        Set<String> adminServices,
        List<InetAddress> local) {
    /** The equipment that each configuration key names. */
    Map<String, Set<String>> named() {
        return Map.of(
                AcceptorSchema.SYSTEMS, values(settings.systems().keySet().stream()),
                AcceptorSchema.PROTECTION, values(settings.protections().keySet().stream()),
                AcceptorSchema.FORWARD, values(forwards.keySet().stream().map(ServiceKey::equipment)));
    }

    private static Set<String> values(Stream<EquipmentId> ids) {
        return ids.map(EquipmentId::value).collect(Collectors.toSet());
    }
}
