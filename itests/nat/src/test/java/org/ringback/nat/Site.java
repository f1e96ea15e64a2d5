package org.ringback.nat;

import java.time.Duration;
import java.util.Optional;
import org.ringback.kit.Namespaces;

/**
 * A place on the internet with what stands before it: one machine, or a house with a router and places for two machines.
 * What may change while it stands, changes by one thread at a time.
 */
final class Site {
    private static final String ADD = "add";

    /** The last number of the first address of anything. */
    private static final int FIRST = 2;

    /** So much higher is the number of a later address in a house, where others have the next ones. */
    private static final int LATER = 16;

    /** Where the internet hands over what goes out. */
    private static final String FIRST_HOP =
            """
            ip neighbour replace %1$s lladdr 02:00:00:00:00:02 dev eth nud permanent
            ip route replace default via %1$s dev eth onlink
            """;

    private static final String QUIET_IPV6 =
            """
            sysctl -qw net.ipv6.conf.%1$s.accept_ra=0 net.ipv6.conf.%1$s.accept_dad=0
            """;

    /** Which of the packets from the internet are not of what went out before. */
    private static final String UNASKED = "iifname eth ct state != { established, related } ";

    private static final String TRANSLATES =
            """
            add table ip nat
            add chain ip nat out { type nat hook postrouting priority 100; }
            add rule ip nat out oifname eth masquerade""";

    private static final String CHAINS =
            """
            add table inet filter
            add chain inet filter input { type filter hook input priority 0; }
            add chain inet filter forward { type filter hook forward priority 0; }
            """;

    private static final String DROPS =
            "add rule inet filter input " + UNASKED + "drop\nadd rule inet filter forward " + UNASKED + "drop\n";

    private final Namespaces spaces;
    private final Kind kind;
    private final int number;
    /** The namespace with the way to the internet; behind it in a house, the router's; then the machines. */
    private final String edge;

    private String router;
    private String first;
    private Optional<String> second = Optional.empty();
    /** The last number of its addresses now. */
    private int host = FIRST;

    private Site(Namespaces spaces, Internet internet, Kind kind, int number) {
        this.spaces = spaces;
        this.kind = kind;
        this.number = number;
        edge = spaces.add("site" + number);
        router = edge;
        first = edge;
        internet.join(edge, number);
    }

    /** Makes one of a kind and joins it. */
    static Site make(Namespaces spaces, Internet internet, Kind kind, int number) {
        Site site = new Site(spaces, internet, kind, number);
        site.addresses(ADD, FIRST);
        site.hops();
        if (kind.ipv4() == Kind.Line.CARRIER) {
            site.behindCarrier();
        }
        if (kind.hasHouse()) {
            site.house();
        }
        site.filter();
        return site;
    }

    /** Makes the server's: two addresses of each family, nothing filtered. */
    static Site server(Namespaces spaces, Internet internet) {
        Site site = make(spaces, internet, Kind.OPEN, Plan.SERVER);
        spaces.script(
                site.edge,
                "sysctl -qw net.ipv6.conf.all.disable_ipv6=0\n" + String.format(QUIET_IPV6, "eth")
                        + ipv6(ADD, Plan.ipv6(Plan.SERVER, FIRST))
                        + ipv6(ADD, Plan.ipv6(Plan.SERVER, FIRST + 1))
                        + "ip address add " + Plan.ipv4(Plan.SERVER, FIRST + 1) + "/32 dev eth\n"
                        + String.format(FIRST_HOP, Plan.ipv6(Plan.SERVER, 1)));
        return site;
    }

    private static String ipv6(String what, String address) {
        return "ip address " + what + " " + address + "/128 dev eth" + (what.equals(ADD) ? " nodad" : "") + "\n";
    }

    /** Gives the edge addresses that end so, or takes them: {@code add} or {@code delete}. */
    private void addresses(String what, int host) {
        String lines = String.format(QUIET_IPV6, "eth");
        if (kind.ipv4() != Kind.Line.NONE) {
            lines += "ip address " + what + " " + Plan.ipv4(number, host) + "/32 dev eth\n";
        }
        if (kind.ipv6() != Kind.Line.NONE) {
            lines += ipv6(what, Plan.ipv6(number, host));
        }
        spaces.script(edge, lines);
    }

    private void hops() {
        spaces.script(
                edge,
                (kind.ipv4() == Kind.Line.NONE ? "" : String.format(FIRST_HOP, Plan.ipv4(number, 1)))
                        + (kind.ipv6() == Kind.Line.NONE
                                ? "sysctl -qw net.ipv6.conf.all.disable_ipv6=1\n"
                                : String.format(FIRST_HOP, Plan.ipv6(number, 1))));
    }

    /** The edge is the carrier's, and the home's router is a machine in a network that many homes share. */
    private void behindCarrier() {
        spaces.forwards(edge);
        router = spaces.add("router" + number);
        spaces.link(router, "100.64." + number + ".2", edge, "homes", "100.64." + number + ".1");
    }

    private void house() {
        spaces.forwards(router);
        String six = kind.ipv6() == Kind.Line.NONE
                ? ""
                : "sysctl -qw net.ipv6.conf.all.forwarding=1\nip address add " + Plan.house6(number, 1)
                        + "/64 dev lan nodad\n";
        spaces.script(
                router,
                "ip link add name lan type bridge\nip link set lan up\nip address add " + Plan.house4(number, 1)
                        + "/24 dev lan\n" + six);
        first = machine("first", FIRST);
        second = Optional.of(machine("second", FIRST + 1));
    }

    private String machine(String name, int at) {
        String space = spaces.add(name + number);
        Namespaces.run("ip link add eth netns " + space + " type veth peer name " + name + " netns " + router);
        spaces.script(router, "ip link set " + name + " master lan up\n");
        String six = kind.ipv6() == Kind.Line.NONE
                ? "sysctl -qw net.ipv6.conf.all.disable_ipv6=1\n"
                : "ip address add " + Plan.house6(number, at) + "/64 dev eth nodad\nip route add default via "
                        + Plan.house6(number, 1) + "\n";
        spaces.script(
                space,
                String.format(QUIET_IPV6, "eth") + "ip link set eth up\nip address add " + Plan.house4(number, at)
                        + "/24 dev eth\nip route add default via " + Plan.house4(number, 1) + "\n" + six);
        return space;
    }

    private void filter() {
        String lines = "";
        switch (kind.ipv4()) {
            case ROUTER, RESETTING -> lines += TRANSLATES + "\n";
            case SYMMETRIC -> lines += TRANSLATES + " fully-random\n";
            case CARRIER -> {
                lines += TRANSLATES + "\n";
                nft(edge, TRANSLATES + "\n" + CHAINS + DROPS);
            }
            default -> {}
        }
        lines += CHAINS;
        if (kind.ipv4() == Kind.Line.RESETTING) {
            lines += "add rule inet filter input " + UNASKED + "meta l4proto tcp reject with tcp reset\n";
        }
        if (kind.ipv6() == Kind.Line.BROKEN) {
            lines += "add rule inet filter forward meta nfproto ipv6 drop\n";
        }
        if (kind.line(kind.ipv4() == Kind.Line.NONE) != Kind.Line.OPEN) {
            nft(router, lines + DROPS);
        }
    }

    private void nft(String space, String rules) {
        spaces.script(space, "nft -f - <<'END'\n" + rules + "END\n");
    }

    Kind kind() {
        return kind;
    }

    int number() {
        return number;
    }

    /** {@return the namespace of its machine, the gateway's or the issuer's} */
    String machine() {
        return first;
    }

    /** {@return the namespace of the second machine in its house} */
    String secondMachine() {
        return second.orElseThrow(
                () -> new IllegalStateException(kind.label() + " (expected: a kind with a house and two machines)"));
    }

    /** The line takes another address, as after a reconnection: what is translated to the former one is forgotten. */
    void rebind() {
        int next = host == FIRST ? FIRST + 1 : FIRST;
        addresses(ADD, next);
        addresses("delete", host);
        if (kind.ipv6() == Kind.Line.FIREWALL && kind.hasHouse()) {
            spaces.script(
                    first,
                    "ip address add " + inHouse(next) + "/64 dev eth nodad\nip address delete " + inHouse(host)
                            + "/64 dev eth\n");
        }
        host = next;
    }

    /** The first machine's IPv6 address in the house while the edge has addresses that end so. */
    private String inHouse(int host) {
        return Plan.house6(number, host == FIRST ? FIRST : FIRST + LATER);
    }

    /** From now on a UDP binding that nothing used for so long is forgotten, at every router and firewall. */
    void bindingTimeout(Duration timeout) {
        String seconds = String.valueOf(timeout.toSeconds());
        for (String space : edge.equals(router) ? new String[] {edge} : new String[] {edge, router}) {
            spaces.script(
                    space,
                    "sysctl -qw net.netfilter.nf_conntrack_udp_timeout=" + seconds
                            + " net.netfilter.nf_conntrack_udp_timeout_stream=" + seconds);
        }
    }
}
