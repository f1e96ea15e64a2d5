package org.ringback.acceptor.core;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The addresses of one enrolment's server, in the order in which they are tried, and the one in use. */
final class ServerAddresses {
    private final Map<String, List<InetSocketAddress>> known = new LinkedHashMap<>();
    private int index;

    ServerAddresses(List<String> servers) {
        servers.forEach(server -> known.put(server, List.of()));
    }

    /** Asks for every name anew; what is known stays in use meanwhile. */
    void resolve(Turn turn) {
        known.keySet().forEach(server -> turn.act(new AcceptorAction.Resolve(server)));
    }

    /** {@return whether the name is one of these and has an address} */
    boolean resolved(AcceptorEvent.Resolved event) {
        if (!known.containsKey(event.server()) || event.addresses().isEmpty()) {
            return false;
        }
        Optional<Candidate> before = current();
        known.put(event.server(), event.addresses());
        before.ifPresent(candidate -> index = Math.max(0, all().indexOf(candidate)));
        return true;
    }

    /** {@return what was found, for whoever asks for the same names} */
    List<AcceptorEvent.Resolved> found() {
        return known.entrySet().stream()
                .filter(server -> !server.getValue().isEmpty())
                .map(server -> new AcceptorEvent.Resolved(server.getKey(), server.getValue()))
                .toList();
    }

    Optional<Candidate> current() {
        List<Candidate> all = all();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(index % all.size()));
    }

    /** Goes on to the next address; after the last one the names are asked for anew. */
    void advance(Turn turn) {
        int size = all().size();
        index = size == 0 ? 0 : (index + 1) % size;
        if (index == 0) {
            resolve(turn);
        }
    }

    /** {@return all addresses, the one in use first} */
    List<Candidate> fromCurrent() {
        List<Candidate> all = all();
        List<Candidate> ordered = new ArrayList<>(all.subList(Math.min(index, all.size()), all.size()));
        ordered.addAll(all.subList(0, Math.min(index, all.size())));
        return ordered;
    }

    Stream<InetAddress> hosts() {
        return all().stream().map(candidate -> candidate.address().getAddress());
    }

    /** {@return all addresses, in the order of the enrolment string} */
    List<Candidate> all() {
        List<Candidate> all = new ArrayList<>();
        known.forEach((server, addresses) -> addresses.forEach(address -> all.add(new Candidate(server, address))));
        return all;
    }
}
