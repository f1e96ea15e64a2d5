package org.ringback.acceptor.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ringback.api.EquipmentId;
import org.ringback.api.configuration.NearMiss;

/** Equipment that a key names and that has not joined: it may do so later, or the name has a slip in it. Stateless. */
final class NamedEquipment {
    private NamedEquipment() {}

    /**
     * Says which.
     *
     * @param named the equipment of each key
     * @param joined what there is; as long as that is nothing, nothing is missed
     * @return a line for each name
     */
    static List<String> warnings(Map<String, Set<String>> named, List<EquipmentId> joined) {
        List<String> ids = joined.stream().map(EquipmentId::value).sorted().toList();
        List<String> warnings = new ArrayList<>();
        if (!ids.isEmpty()) {
            new TreeMap<>(named).forEach((key, names) -> names.stream()
                    .filter(name -> !ids.contains(name))
                    .sorted()
                    .forEach(name -> warnings.add(key + ": " + name + " has not joined here (expected: "
                            + NearMiss.of(name, ids)
                                    .map(near -> near + "; did you mean that?")
                                    .orElse("an ID that has, as " + ids.get(0) + "; or that " + name + " joins")
                            + ")")));
        }
        return warnings;
    }
}
