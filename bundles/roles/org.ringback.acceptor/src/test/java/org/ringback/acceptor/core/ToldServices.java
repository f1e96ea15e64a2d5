package org.ringback.acceptor.core;

import java.util.Set;
import java.util.TreeSet;
import org.ringback.api.EquipmentId;
import org.ringback.kernel.AnsweredServices;

/** What answers conversations, as the test says, for all equipment. */
final class ToldServices implements AnsweredServices {
    final Set<String> answered = new TreeSet<>();
    final Set<String> admin = new TreeSet<>();

    @Override
    public Set<String> of(EquipmentId equipment) {
        return Set.copyOf(answered);
    }

    @Override
    public boolean admin(EquipmentId equipment, String service) {
        return admin.contains(service);
    }
}
