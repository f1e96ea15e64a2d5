package org.ringback.shell.internal;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.ringback.api.EquipmentId;
import org.ringback.api.Page;
import org.ringback.api.configuration.NearMiss;
import org.ringback.api.control.Enrolment;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.api.control.GrantedEquipment;
import org.ringback.api.control.UnusedString;

/**
 * The IDs that the roles of this process know: devices that a server enrolled or waits for, equipment of a gateway,
 * equipment granted to an issuer. Immutable.
 */
final class Known {
    private final Set<String> ids = new TreeSet<>();

    Known(Roles roles) {
        roles.findServer().stream()
                .flatMap(server -> Page.stream(server::enrolments, Enrolment::id))
                .map(Enrolment::id)
                .forEach(this::add);
        roles.findServer().stream()
                .flatMap(NotJoined::all)
                .map(UnusedString::id)
                .forEach(this::add);
        roles.findAcceptor().map(acceptor -> Page.all(acceptor::equipment, EquipmentStatus::name)).stream()
                .flatMap(Collection::stream)
                .map(EquipmentStatus::name)
                .forEach(this::add);
        roles.findIssuer().map(issuer -> Page.all(issuer::granted, GrantedEquipment::equipment)).stream()
                .flatMap(Collection::stream)
                .map(GrantedEquipment::equipment)
                .forEach(this::add);
    }

    private void add(EquipmentId id) {
        ids.add(id.value());
    }

    /** Words that an ID is not known here, to stand behind that nothing was found; empty if it is. */
    String unknown(Optional<EquipmentId> id) {
        return id.map(EquipmentId::value)
                .filter(name -> !ids.contains(name))
                .map(name -> " " + name + ": not known here (expected: an ID that 'status --all' or 'granted' lists"
                        + NearMiss.asked(name, ids) + ")")
                .orElse("");
    }

    /** Refuses an ID that no role here knows: otherwise the status of a misspelt ID would look as if all were well. */
    void require(EquipmentId id) {
        if (!ids.contains(id.value())) {
            throw CommandFailure.refused(unknown(Optional.of(id)).strip());
        }
    }
}
