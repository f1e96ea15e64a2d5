package org.ringback.acceptor.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.ringback.api.EquipmentId;
import org.ringback.api.configuration.NearMiss;

/**
 * Warns of equipment that a configuration key names and that has not joined: it may join later, or its name may be
 * misspelt. Stateless.
 */
final class NamedEquipment {
    private NamedEquipment() {}

    /**
     * Makes the warnings.
     *
     * @param named the equipment that each key names
     * @param joined the equipment that has joined, by local name; if none has, there is no warning
     * @return a line for each name
     */
    static List<String> warnings(Map<String, Set<String>> named, List<EquipmentId> joined) {
        List<String> here = joined.stream().map(EquipmentId::value).sorted().toList();
        List<String> warnings = new ArrayList<>();
        if (!here.isEmpty()) {
            new TreeMap<>(named).forEach((key, names) -> names.stream()
                    .filter(name -> !here.contains(name))
                    .sorted()
                    .forEach(name -> warnings.add(key + ": " + inWords(name) + " has not joined here (expected: "
                            + NearMiss.of(name, here)
                                    .map(near -> near + "; did you mean that?")
                                    .orElse("a name that has, as " + here.get(0) + "; or that " + name + " joins")
                            + ")")));
        }
        return warnings;
    }

    /** A key may name what is no name at all. */
    private static String inWords(String name) {
        return EquipmentId.isOne(name) ? new EquipmentId(name).inWords() : name;
    }
}
