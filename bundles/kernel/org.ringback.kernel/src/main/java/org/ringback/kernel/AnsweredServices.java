package org.ringback.kernel;

import java.util.List;
import java.util.Set;
import org.ringback.api.EquipmentId;
import org.ringback.api.control.EquipmentStatus.ServiceStatus;

/** What answers the conversations of equipment, as far as whoever judges rings must know it. Thread-safe. */
public interface AnsweredServices {
    /** Nothing answers, and nothing is marked admin. */
    AnsweredServices NONE = new AnsweredServices() {
        @Override
        public Set<String> of(EquipmentId equipment) {
            return Set.of();
        }

        @Override
        public boolean admin(EquipmentId equipment, String service) {
            return false;
        }
    };

    /**
     * Names what answers at this time.
     *
     * @param equipment which equipment
     * @return the names of all services that something answers, those marked admin too
     */
    Set<String> of(EquipmentId equipment);

    /**
     * Tells whether a service is marked admin at this time: by what answers it, or by the owner.
     *
     * @param equipment which equipment
     * @param service its name
     * @return whether only those may ring for it whose grant names it
     */
    boolean admin(EquipmentId equipment, String service);

    /**
     * Tells what answers at this time, to a person.
     *
     * @param equipment which equipment
     * @return each service, by name
     */
    default List<ServiceStatus> status(EquipmentId equipment) {
        return of(equipment).stream()
                .sorted()
                .map(service -> new ServiceStatus(service, admin(equipment, service), ""))
                .toList();
    }
}
