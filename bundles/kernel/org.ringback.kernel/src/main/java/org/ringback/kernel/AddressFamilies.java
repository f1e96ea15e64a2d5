package org.ringback.kernel;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.ringback.api.Amount;
import org.ringback.api.control.Nat;
import org.ringback.api.control.NetworkPath;
import org.ringback.api.control.NetworkPath.DialBack;
import org.ringback.api.control.NetworkPath.State;
import org.ringback.api.control.NetworkReport.Family;
import org.ringback.api.net.AddressScope;
import org.ringback.api.net.AddressText;

/** Says what is between this machine and a server over IPv4 and over IPv6, from what each path showed. Stateless. */
public final class AddressFamilies {
    private AddressFamilies() {}

    /**
     * Where a further address and port of the server sees the port of the first connection.
     *
     * @param at where
     * @param otherHost whether that is another address, and not only another port of the same one
     */
    private record Compared(InetSocketAddress at, boolean otherHost) {}

    /** Where others see one port of this machine, as far as the server's addresses show it; the best is the first. */
    public enum Port {
        /** At one port, whoever they are: no router translates it, or each address of the server saw the same. */
        ONE,
        /** One address of the server told, at however many ports: a router may go by the address that it sends to. */
        UNTOLD,
        /** At another one for each destination. */
        ANOTHER
    }

    /**
     * Judges each family of which the server has an address.
     *
     * @param paths what each address of the server showed
     * @return IPv4 before IPv6
     */
    public static List<Family> of(List<NetworkPath> paths) {
        List<Family> families = new ArrayList<>();
        for (boolean ipv6 : new boolean[] {false, true}) {
            List<NetworkPath> of = paths.stream()
                    .filter(path -> path.address()
                            .filter(address -> isIpv6(address) == ipv6)
                            .isPresent())
                    .toList();
            if (!of.isEmpty()) {
                families.add(family(ipv6 ? "IPv6" : "IPv4", of));
            }
        }
        return List.copyOf(families);
    }

    /**
     * Finds the path by whose port a family is judged.
     *
     * @param family of {@link #of}
     * @param paths all of them
     * @return the family's first connection; empty if the server told nothing over it
     */
    public static Optional<NetworkPath> base(Family family, List<NetworkPath> paths) {
        return base(of(family, paths));
    }

    /**
     * Says where others see a port over a family.
     *
     * @param family of {@link #of}, with a {@link #base}
     * @param paths all of them
     * @return as far as the server's addresses show it
     */
    static Port port(Family family, List<NetworkPath> paths) {
        NetworkPath base = base(family, paths).orElseThrow();
        return port(base.own().orElseThrow(), base.seen().orElseThrow(), compared(base.address(), of(family, paths)));
    }

    private static Port port(InetSocketAddress own, InetSocketAddress seen, List<Compared> others) {
        if (!others.stream().map(Compared::at).allMatch(seen::equals)) {
            return Port.ANOTHER;
        }
        return own.equals(seen) || others.stream().anyMatch(Compared::otherHost) ? Port.ONE : Port.UNTOLD;
    }

    private static List<Compared> compared(Optional<InetSocketAddress> base, List<NetworkPath> paths) {
        Optional<InetAddress> host = base.map(InetSocketAddress::getAddress);
        return paths.stream()
                .flatMap(path -> path.seenAgain().stream()
                        .map(at -> new Compared(
                                at,
                                !path.address()
                                        .map(InetSocketAddress::getAddress)
                                        .equals(host))))
                .toList();
    }

    private static List<NetworkPath> of(Family family, List<NetworkPath> paths) {
        return paths.stream()
                .filter(path -> path.address()
                        .filter(address -> name(address).equals(family.name()))
                        .isPresent())
                .toList();
    }

    private static Optional<NetworkPath> base(List<NetworkPath> paths) {
        List<NetworkPath> told =
                paths.stream().filter(path -> path.state() == State.ANSWERED).toList();
        return told.stream()
                .filter(path -> path.dialBack().isPresent())
                .findFirst()
                .or(() ->
                        told.stream().filter(path -> path.seenAgain().isEmpty()).findFirst())
                .or(() -> told.stream().findFirst());
    }

    private static Family family(String name, List<NetworkPath> paths) {
        Optional<NetworkPath> base = base(paths);
        if (base.isEmpty()) {
            return paths.stream()
                    .flatMap(path -> path.own().stream())
                    .findFirst()
                    .map(own ->
                            new Family(name, Nat.UNKNOWN, Nat.UNKNOWN.meaning() + "; its own address is " + named(own)))
                    .orElseGet(() -> new Family(name, Nat.NONE, Nat.NONE.meaning()));
        }
        InetSocketAddress own = base.get().own().orElseThrow();
        InetSocketAddress seen = base.get().seen().orElseThrow();
        List<Compared> others = compared(base.get().address(), paths);
        Nat nat = own.equals(seen)
                ? untranslated(own, base.get().dialBack())
                : translated(own, seen, others, base.get().dialBack());
        String addresses = own.equals(seen)
                ? "the server sees " + AddressText.print(own) + ", this machine's own address"
                : AddressText.print(own) + " here, " + AddressText.print(seen) + " outside";
        return new Family(name, nat, addresses + "; " + nat.meaning() + more(nat, own, seen, others, hosts(paths)));
    }

    private static String named(InetSocketAddress own) {
        return AddressText.print(own.getAddress()) + ", "
                + AddressScope.of(own.getAddress()).label();
    }

    private static Nat untranslated(InetSocketAddress own, Optional<DialBack> dialBack) {
        if (AddressScope.of(own.getAddress()) == AddressScope.LOOPBACK) {
            return Nat.LOOPBACK;
        }
        Optional<DialBack> tried = dialBack.filter(how -> how != DialBack.NOT_TRIED);
        return tried.map(how -> how == DialBack.CAME ? Nat.OPEN : Nat.FIREWALL).orElse(Nat.UNTRANSLATED);
    }

    private static Nat translated(
            InetSocketAddress own, InetSocketAddress seen, List<Compared> others, Optional<DialBack> back) {
        if (back.filter(DialBack.CAME::equals).isPresent()) {
            return Nat.FORWARDED;
        }
        if (AddressScope.of(own.getAddress()) == AddressScope.SHARED) {
            return Nat.CARRIER;
        }
        return switch (port(own, seen, others)) {
            case ONE -> Nat.MAPPING;
            case UNTOLD -> Nat.TRANSLATED;
            case ANOTHER -> Nat.SYMMETRIC;
        };
    }

    /** How many addresses of the server told, whatever their ports. */
    private static int hosts(List<NetworkPath> paths) {
        return Math.toIntExact(paths.stream()
                .filter(path ->
                        path.state() == State.ANSWERED || path.seenAgain().isPresent())
                .flatMap(path -> path.address().stream())
                .map(InetSocketAddress::getAddress)
                .distinct()
                .count());
    }

    private static String more(
            Nat nat, InetSocketAddress own, InetSocketAddress seen, List<Compared> others, int hosts) {
        boolean carrier = nat == Nat.CARRIER;
        if (nat == Nat.SYMMETRIC || (carrier && port(own, seen, others) == Port.ANOTHER)) {
            Compared other = others.stream()
                    .filter(one -> !one.at().equals(seen))
                    .findFirst()
                    .orElseThrow();
            return (carrier ? " differently for each destination: " : ": ")
                    + AddressText.print(other.at())
                    + (other.otherHost()
                            ? " for another address of the server"
                            : " for another port of the same address");
        }
        boolean home = !own.equals(seen) && AddressScope.of(own.getAddress()) == AddressScope.PRIVATE;
        return same(nat, others, hosts) + (home ? "; whether a carrier translates too cannot be seen from here" : "");
    }

    /** To whom a router that translates is known to show the same port. */
    private static String same(Nat nat, List<Compared> others, int hosts) {
        boolean carrier = nat == Nat.CARRIER;
        if (others.isEmpty() || !(carrier || nat == Nat.MAPPING || nat == Nat.TRANSLATED)) {
            return "";
        }
        String addresses = "(" + Amount.of(hosts, "address", "addresses") + ")";
        if (others.stream().anyMatch(Compared::otherHost)) {
            return (carrier ? ", one port to the same one for each address of the server " : " ") + addresses;
        }
        return (carrier ? ", one port to the same one for " : "; the same for ")
                + Amount.of(others.size() + 1, "port", "ports") + " of that one"
                + (carrier ? " address of the server" : "");
    }

    private static String name(InetSocketAddress address) {
        return isIpv6(address) ? "IPv6" : "IPv4";
    }

    private static boolean isIpv6(InetSocketAddress address) {
        return address.getAddress() instanceof Inet6Address;
    }
}
