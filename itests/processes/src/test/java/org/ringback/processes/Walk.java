package org.ringback.processes;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One way through the program, as docs/architecture.md draws it: what goes on one after the other, maybe on several threads.
 *
 * @param title its heading there
 * @param legs its parts, in order
 */
record Walk(String title, Leg... legs) {
    /**
     * A part on one thread: the last one from a method to another, both named {@code Type.method}.
     *
     * @param beside types that are told of the same in no order, and so come before it or behind it
     */
    record Leg(String thread, String from, String to, Set<String> beside) {
        Leg(String thread, String from, String to) {
            this(thread, from, to, Set.of());
        }

        private List<Calls.Call> of(List<Calls.Call> all) {
            Pattern name = Pattern.compile(thread);
            List<Calls.Call> here = all.stream()
                    .filter(call -> name.matcher(call.thread()).matches())
                    .filter(call -> !beside.contains(call.type().name()))
                    .toList();
            int begin = -1;
            List<Calls.Call> latest = List.of();
            for (int i = 0; i < here.size(); i++) {
                if (is(here.get(i), from)) {
                    begin = i;
                }
                if (begin >= 0 && is(here.get(i), to)) {
                    latest = here.subList(begin, i + 1);
                    begin = -1;
                }
            }
            if (latest.isEmpty()) {
                throw new AssertionError(thread + ": " + to + " was not entered after " + from + ", only "
                        + here.stream().map(Leg::place).distinct().toList() + "; elsewhere on "
                        + all.stream()
                                .filter(call -> is(call, to))
                                .map(Calls.Call::thread)
                                .distinct()
                                .toList());
            }
            return latest;
        }

        private static boolean is(Calls.Call call, String place) {
            return place.equals(place(call));
        }

        private static String place(Calls.Call call) {
            return call.type().name() + "." + call.method();
        }
    }

    /** {@return the types that it goes through, each once, in the order in which it comes to them} */
    Set<Calls.Type> through(List<Calls.Call> all) {
        Set<Calls.Type> types = new LinkedHashSet<>();
        List<Calls.Call> calls = new ArrayList<>();
        for (Leg leg : legs) {
            calls.addAll(leg.of(all));
        }
        calls.forEach(call -> types.add(call.type()));
        return types;
    }
}
