package org.ringback.simulator;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which faults may be behind which words at the end of a story. Words that stand nowhere here are never true in a
 * history: nobody in it lacks a permission or lies.
 */
final class Reasons {
    private static final Set<Fault> ON_THE_FIRST_CONNECTION =
            EnumSet.of(Fault.CUT, Fault.REFUSAL, Fault.BLACK_HOLE, Fault.SERVER_KILLED);
    private static final Set<Fault> ANYWHERE = EnumSet.complementOf(EnumSet.of(Fault.ISSUER_KILLED));

    private static final List<Known> KNOWN = List.of(
            new Known("The server could not be found: ", EnumSet.of(Fault.REFUSAL)),
            new Known("The server could not be reached: ", ON_THE_FIRST_CONNECTION),
            new Known("The server takes no connection: ", ON_THE_FIRST_CONNECTION),
            new Known("The server did not pass the ring on: ", ON_THE_FIRST_CONNECTION),
            new Known("The ring was passed on to the gateway of EQUIPMENT, and no ", ON_THE_FIRST_CONNECTION),
            new Known("The gateway of EQUIPMENT is silent: ", ANYWHERE),
            new Known("The gateway of EQUIPMENT did not answer the server's wake-up", ANYWHERE),
            new Known("The gateway of EQUIPMENT took the ring, and was then not heard any more", ANYWHERE),
            new Known("The gateway of EQUIPMENT called back and met this machine, but ", Fault.CUTTING),
            new Known("The gateway of EQUIPMENT called back, and no answer came from the network ", ANYWHERE),
            new Known(
                    "The gateway of EQUIPMENT called back, and no answer of this machine came, most likely as a firewall ",
                    ANYWHERE),
            new Known(
                    "The gateway of EQUIPMENT called back, and no answer of this machine came, most likely as the router ",
                    ANYWHERE),
            new Known("The gateway of EQUIPMENT has a trouble of its own", EnumSet.of(Fault.DISK)),
            new Known("As many call-backs of EQUIPMENT stand as its owner allows", Fault.CROWDING));

    private record Known(String words, Set<Fault> behind) {}

    private Reasons() {}

    /** {@return what is wrong with a reason, if something is} */
    static Optional<String> wrong(String reason, Set<Fault> faults) {
        String anyEquipment = reason.replaceFirst("(lamp|thermostat)-1", "EQUIPMENT");
        Optional<Known> known = KNOWN.stream()
                .filter(one -> anyEquipment.startsWith(one.words()))
                .findFirst();
        if (known.isEmpty()) {
            return Optional.of("no fault of a net explains \"" + reason + "\"");
        }
        Set<Fault> behind = EnumSet.copyOf(known.get().behind());
        behind.retainAll(faults);
        return behind.isEmpty()
                ? Optional.of(
                        "\"" + reason + "\" (expected: one of " + known.get().behind() + ", befell: " + faults + ")")
                : Optional.empty();
    }
}
