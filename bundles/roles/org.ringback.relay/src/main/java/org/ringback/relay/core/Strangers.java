package org.ringback.relay.core;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** Counts devices, of which it keeps none. */
    static Strangers of(Stream<Device> devices) {
        int count = 0;
        List<String> first = new ArrayList<>();
        for (Device device : (Iterable<Device>) devices::iterator) {
            count++;
            if (count <= NAMED) {
                first.add(device.named());
            }
        }
        return new Strangers(count, first);
    }

    /** {@return the first of them, and how many more there are, in words} */
    public String names() {
        return first.stream().collect(Collectors.joining(", "))
                + (count > first.size() ? " and " + (count - first.size()) + " more" : "");
    }
}
