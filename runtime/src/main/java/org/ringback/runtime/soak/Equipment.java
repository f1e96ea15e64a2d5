package org.ringback.runtime.soak;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The equipment of a soak: so many pieces that no limit is met which the configuration cannot raise. Immutable.
 *
 * @param rung is rung, one piece after the other
 * @param talks has a conversation each
 */
public record Equipment(List<Piece> rung, List<Piece> talks) {
    /** What is raised beyond the default; the rest of a soak's configuration says only what is where. */
    static final List<Raised> RAISED =
            List.of(new Raised("the gateway's org.ringback.acceptor.cfg", "dials-per-minute", "600", "60"));

    /** Up to so many rings a second all grants together stay below what one address is dialled in a minute. */
    private static final int FREE_RINGS = 18;

    /** Beyond, each grant is called back at most so often in a minute, which its gateway does whatever others do. */
    private static final int OWN_DIALS = 9;

    private static final int FEWEST = 8;
    private static final int SECONDS = 60;
    private static final List<String> SYSTEMS = List.of("call-back", "datagram", "password", "certified");
    private static final List<String> PROTECTIONS = List.of("tls13", "certificate-first");

    /** Copies both. */
    public Equipment {
        rung = List.copyOf(rung);
        talks = List.copyOf(talks);
    }

    /**
     * Makes up the equipment for a plan.
     *
     * @param plan what is to be done
     * @return the equipment
     */
    public static Equipment of(Plan plan) {
        int pieces = plan.rings() <= FREE_RINGS
                ? Math.max(FEWEST, plan.rings())
                : (plan.rings() * SECONDS + OWN_DIALS - 1) / OWN_DIALS;
        return new Equipment(pieces("ring-", pieces), pieces("talk-", plan.conversations()));
    }

    /** All systems in turn, and with each of them both protections in turn. */
    private static List<Piece> pieces(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Piece(
                        name + (i + 1),
                        SYSTEMS.get(i % SYSTEMS.size()),
                        PROTECTIONS.get(i / SYSTEMS.size() % PROTECTIONS.size())))
                .toList();
    }

    /** {@return all of it} */
    List<Piece> all() {
        return Stream.concat(rung.stream(), talks.stream()).toList();
    }

    /**
     * Writes what the gateway must know of it.
     *
     * @param port where what answers is, on this machine
     * @return lines of the gateway's configuration
     */
    public String[] configuration(int port) {
        Stream<String> raised = RAISED.stream().map(one -> one.key() + " = " + one.value());
        return Stream.concat(
                        raised,
                        Stream.of(
                                "dialable = 127.0.0.0/8",
                                "systems = " + each(one -> one.id() + "=" + one.system()),
                                "protection = " + each(one -> one.id() + "=" + one.protection()),
                                "forward = " + each(one -> one.id() + "/" + Piece.SERVICE + "=127.0.0.1:" + port)))
                .toArray(String[]::new);
    }

    private String each(Function<Piece, String> words) {
        return all().stream().map(words).collect(joining("; "));
    }
}
