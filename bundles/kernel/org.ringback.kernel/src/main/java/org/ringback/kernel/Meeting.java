package org.ringback.kernel;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringback.api.control.NetworkPath;
import org.ringback.api.control.NetworkReport.Family;
import org.ringback.api.net.AddressScope;
import org.ringback.kernel.AddressFamilies.Port;

/**
 * Whether this end of a ring and another may meet directly, as both dial at the same moment from the ports at which the
 * server sees them: as far as this end's network decides it. Immutable.
 *
 * @param port where others see this end's port, over the family in which that is best
 * @param families by which it is so; empty if the two cannot meet
 * @param scope from where this end's address can be reached, where that is not from everywhere
 */
public record Meeting(Port port, List<String> families, Optional<AddressScope> scope) {
    /** Copies. */
    public Meeting {
        families = List.copyOf(families);
    }

    /**
     * Judges what was seen.
     *
     * @param families of {@link AddressFamilies#of}
     * @param paths what each address of the server showed
     * @return whether the ends may meet
     */
    public static Meeting of(List<Family> families, List<NetworkPath> paths) {
        Port best = Port.ANOTHER;
        List<String> by = new ArrayList<>();
        Optional<AddressScope> scope = Optional.empty();
        for (Family family : families) {
            Optional<InetSocketAddress> seen = AddressFamilies.base(family, paths)
                    .flatMap(NetworkPath::seen)
                    .filter(address -> address.getPort() >= DialRules.MIN_PORT);
            Port port = seen.map(address -> AddressFamilies.port(family, paths)).orElse(Port.ANOTHER);
            if (port.compareTo(best) < 0) {
                best = port;
                by.clear();
                scope = seen.map(address -> AddressScope.of(address.getAddress()))
                        .filter(reached -> reached != AddressScope.PUBLIC);
            }
            if (port == best && port != Port.ANOTHER) {
                by.add(family.name());
            }
        }
        return new Meeting(best, by, scope);
    }

    /** {@return whether they may meet} */
    public boolean possible() {
        return port != Port.ANOTHER;
    }

    /** {@return by which families, for example {@code IPv4 or IPv6}} */
    public String over() {
        return String.join(" or ", families);
    }

    /**
     * Says what keeps them from meeting all the same.
     *
     * @param other the other end, for example {@code the gateway}
     * @return a clause for behind <i>unless</i>
     */
    public String unless(String other) {
        List<String> causes = new ArrayList<>();
        causes.add(
                port == Port.ONE
                        ? other + "'s router shows another port to each destination"
                        : "a router, " + other + "'s or the one here (of that a server with one address cannot tell),"
                                + " shows another port to each destination");
        if (families.size() == 1) {
            causes.add(other + " has no " + families.get(0));
        }
        scope.ifPresent(reached ->
                causes.add(other + " may not dial this address, which is " + reached.label() + " (its key dialable)"));
        return String.join(", or ", causes);
    }
}
