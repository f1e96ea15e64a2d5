package org.ringback.kernel;

import java.util.Set;
import org.ringback.api.EquipmentId;

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
}
