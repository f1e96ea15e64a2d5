package org.ringback.runtime;

import java.util.Collection;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;
import org.ringback.api.control.RingRequest;
import org.ringback.api.net.LocalAddress;

/** Checks words of a command line before anything is made or started for them. Stateless. */
final class CheckedWords {
    private CheckedWords() {}

    /** Checks the words of a ring; an empty one was not given. */
    static void ring(String equipment, String system, String protection, String service, String forward)
            throws Failure {
        check(() -> {
            new RingRequest(
                    new EquipmentId(equipment),
                    system.isEmpty() ? Optional.empty() : Optional.of(RingSystem.named(system)),
                    protection.isEmpty() ? Optional.empty() : Optional.of(protection),
                    service.isEmpty() ? "http" : service);
            if (!forward.isEmpty()) {
                LocalAddress.read("--forward", forward);
            }
        });
    }

    /** Checks the IDs in the value of an option. */
    static void ids(String option, Collection<String> ids) throws Failure {
        for (String id : ids) {
            try {
                new EquipmentId(id);
            } catch (IllegalArgumentException e) {
                throw Failure.usage(option + ": " + e.getMessage());
            }
        }
    }

    private static void check(Runnable words) throws Failure {
        try {
            words.run();
        } catch (IllegalArgumentException e) {
            throw Failure.usage(String.valueOf(e.getMessage()));
        }
    }
}
