package org.ringback.relay.core;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The enrolled devices that do not trust the CA in use. Immutable.
 *
 * @param count how many they are
 * @param first a few of them, in words
 */
public record Strangers(int count, List<String> first) {
    /** How many are named. */
    static final int NAMED = 3;

    /** Copies the list. */
    public Strangers {
        first = List.copyOf(first);
    }

    static Strangers of(List<Device> devices) {
        return new Strangers(
                devices.size(), devices.stream().limit(NAMED).map(Device::named).toList());
    }

    /** {@return the first of them, and how many more there are, in words} */
    public String names() {
        return first.stream().collect(Collectors.joining(", "))
                + (count > first.size() ? " and " + (count - first.size()) + " more" : "");
    }
}
