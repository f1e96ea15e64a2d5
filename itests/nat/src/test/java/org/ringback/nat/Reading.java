package org.ringback.nat;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the internet saw of one ring.
 *
 * @param way which way its conversation went, by the bytes that were carried
 * @param both whether the other way carried as much, which it must not
 * @param crossed whether both ends dialled the connection that carried, so that their SYNs met
 * @param syns how many SYNs one end sent to the other, repeated ones too, but for those that an acknowledgement of the other
 *     end had its system repeat; of the end that sent more
 */
record Reading(Way way, boolean both, boolean crossed, int syns) {
    /** One direction of a connection. */
    private record Flow(InetSocketAddress from, InetSocketAddress to) {
        private Flow back() {
            return new Flow(to, from);
        }

        private boolean between(int one, int other) {
            return Plan.site(from.getAddress()) == one && Plan.site(to.getAddress()) == other;
        }
    }

    /**
     * Reads what was seen.
     *
     * @param seen of both sites
     * @param home the gateway's site
     * @param issuer the issuer's, the same one if it is in the same house
     * @param bytes how many the conversation carried each way at least: more than any handshake
     */
    static Reading of(List<Sighting> seen, int home, int issuer, int bytes) {
        Map<Flow, Long> carried = carried(seen);
        List<Flow> whole = carried.keySet().stream()
                .filter(flow -> carried.get(flow) >= bytes && carried.getOrDefault(flow.back(), 0L) >= bytes)
                .toList();
        List<Flow> direct =
                whole.stream().filter(flow -> flow.between(home, issuer)).toList();
        long atHome =
                whole.stream().filter(flow -> flow.between(home, Plan.SERVER)).count();
        long atIssuer =
                whole.stream().filter(flow -> flow.between(issuer, Plan.SERVER)).count();
        boolean relayed = home == issuer ? atHome >= 2 : atHome >= 1 && atIssuer >= 1;
        Set<Flow> asked = new HashSet<>();
        seen.stream().filter(Sighting::asks).forEach(syn -> asked.add(new Flow(syn.from(), syn.to())));
        boolean crossed = direct.stream().anyMatch(flow -> asked.contains(flow) && asked.contains(flow.back()));
        int syns = Math.max(syns(seen, home, issuer), syns(seen, issuer, home));
        Way way = direct.isEmpty() ? relayed ? Way.RELAYED : Way.NONE : Way.DIRECT;
        return new Reading(way, !direct.isEmpty() && relayed, crossed, syns);
    }

    private static int syns(List<Sighting> seen, int from, int to) {
        Map<Flow, Long> latest = new HashMap<>();
        Set<Flow> answered = new HashSet<>();
        int count = 0;
        for (Sighting one : seen) {
            Flow flow = new Flow(one.from(), one.to());
            if (one.acknowledges()) {
                answered.add(flow.back());
            } else if (one.asks() && flow.between(from, to)) {
                Long before = latest.put(flow, one.sequence());
                boolean repeated = before != null && before == one.sequence();
                count += answered.remove(flow) && repeated ? 0 : 1;
            }
        }
        return count;
    }

    /**
     * Concludes that a conversation which was had, and of which the internet saw nothing, stayed in the house.
     *
     * @param sameHouse whether both ends are in one
     */
    Reading had(boolean sameHouse) {
        return sameHouse && way == Way.NONE ? new Reading(Way.DIRECT, both, crossed, syns) : this;
    }

    /** How many bytes each direction carried; what was sent again counts once. */
    private static Map<Flow, Long> carried(List<Sighting> seen) {
        Map<Flow, Map<Long, Integer>> parts = new HashMap<>();
        seen.stream()
                .filter(segment -> segment.tcp() && segment.payload() > 0)
                .forEach(segment -> parts.computeIfAbsent(
                                new Flow(segment.from(), segment.to()), none -> new HashMap<>())
                        .merge(segment.sequence(), segment.payload(), Math::max));
        Map<Flow, Long> carried = new HashMap<>();
        parts.forEach((flow, sizes) -> carried.put(
                flow, sizes.values().stream().mapToLong(Integer::longValue).sum()));
        return carried;
    }
}
