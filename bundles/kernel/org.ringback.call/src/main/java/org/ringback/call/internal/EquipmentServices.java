package org.ringback.call.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.ringback.api.EquipmentId;
import org.ringback.api.EquipmentService;

/** The registered equipment services (whiteboard), by equipment and service name. Thread-safe. */
final class EquipmentServices {
    private static final String EVERY = "*";
    private static final String RANKING = "service.ranking";

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    /**
     * One of them, with its properties.
     *
     * @param service answers
     * @param equipment the IDs that it answers for
     * @param names its names
     * @param ranking the highest one of those with a name answers
     * @param admin whether it answers only those whose grant names it
     */
    record Entry(EquipmentService service, Set<String> equipment, Set<String> names, int ranking, boolean admin) {
        private boolean answers(EquipmentId id, String name) {
            return names.contains(name) && answers(id);
        }

        private boolean answers(EquipmentId id) {
            return equipment.contains(EVERY) || equipment.contains(id.value());
        }

        /** {@return the symbolic name of the bundle whose class answers; empty outside a container} */
        String bundle() {
            Bundle bundle = FrameworkUtil.getBundle(service.getClass());
            return bundle == null ? "" : bundle.getSymbolicName();
        }
    }

    /** Adds a service, or takes its new properties. */
    void put(EquipmentService service, Map<String, ?> properties) {
        Entry entry = new Entry(
                service,
                strings(properties.get(EquipmentService.EQUIPMENT)),
                strings(properties.get(EquipmentService.SERVICE)),
                properties.get(RANKING) instanceof Integer ranking ? ranking : 0,
                Boolean.parseBoolean(String.valueOf(properties.get(EquipmentService.ADMIN))));
        if (entries.stream().anyMatch(old -> old.service() == service)) {
            entries.replaceAll(old -> old.service() == service ? entry : old); // in one act: meanwhile it answers
        } else {
            entries.add(entry);
        }
    }

    void remove(EquipmentService service) {
        entries.removeIf(entry -> entry.service() == service);
    }

    /** {@return the service with the highest ranking that answers} */
    Optional<Entry> find(EquipmentId id, String name) {
        return entries.stream().filter(entry -> entry.answers(id, name)).max(Comparator.comparingInt(Entry::ranking));
    }

    /** {@return the names of all that answer for a piece of equipment} */
    Set<String> names(EquipmentId id) {
        return entries.stream()
                .filter(entry -> entry.answers(id))
                .flatMap(entry -> entry.names().stream())
                .collect(Collectors.toSet());
    }

    /** {@return the equipment that services name, each by its ID} */
    Set<String> named() {
        return entries.stream()
                .flatMap(entry -> entry.equipment().stream())
                .filter(id -> !id.equals(EVERY))
                .collect(Collectors.toSet());
    }

    /** {@return whether any service answers for a piece of equipment} */
    boolean any(EquipmentId id) {
        return entries.stream().anyMatch(entry -> entry.answers(id));
    }

    /** A property may be one string, several separated by commas, an array or a collection. */
    private static Set<String> strings(@Nullable Object property) {
        List<Object> values = new ArrayList<>();
        if (property instanceof Object[] array) {
            values.addAll(Arrays.asList(array));
        } else if (property instanceof Collection<?> collection) {
            values.addAll(collection);
        } else if (property != null) {
            values.add(property);
        }
        Set<String> strings = new HashSet<>();
        values.forEach(value -> Arrays.stream(String.valueOf(value).split(",", -1))
                .map(String::strip)
                .forEach(strings::add));
        return strings;
    }
}
