package org.ringback.relay.internal;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.ringback.api.configuration.Key;
import org.ringback.api.configuration.Schema;
import org.ringback.api.net.AddressText;
import org.ringback.api.net.HostPort;
import org.ringback.relay.core.RelaySettings;
import org.ringback.relay.core.RelaySettings.Probe;
import org.ringback.spi.Ticket;

/** The configuration keys of the server. Immutable. */
@Component(service = Schema.class)
public final class RelaySchema extends Schema<RelayConfiguration> {
    private static final int MAX_LISTEN = 8;
    private static final int MAX_COUNT = 65_536;

    /** Longest realm, in characters: a challenge must not be longer than a padded request. */
    private static final int MAX_REALM = 32;

    private final Key<List<InetSocketAddress>> listen = list("listen", RelaySchema::address)
            .standard("127.0.0.1:3478,[::1]:3478")
            .expects("1 to 8 IP addresses and ports, like 192.0.2.1:3478 or [2001:db8::1]:3478; not the wildcard")
            .says("IP addresses and ports to listen on, for UDP and TCP alike, separated by commas. Never the "
                    + "wildcard: name each interface, as a wake-up must leave from the address that the registration "
                    + "came to. One that cannot be had (in use, not of this machine) is tried again and again; status "
                    + "says which and why; a program that has none at its start ends with exit code 4. Port 0 takes a free one at every start, for trials: devices enrolled before "
                    + "would not find it again. Port 443 beside another one reaches devices in networks that let out "
                    + "nothing else, with their rings and what is relayed of them. The default is loopback only.");

    private final Key<List<String>> advertise = list("advertise", RelaySchema::hostPort)
            .expects("0 to 8 hosts and ports, like ringback.example.org:3478 or [2001:db8::1]:3478")
            .says("Under which devices reach this server, separated by commas. Stands in enrolment and grant "
                    + "strings and in the server's certificate. Empty means the addresses of listen.");

    private final Key<String> realm = key("realm", RelaySchema::realm)
            .standard("ringback")
            .expects("1 to " + MAX_REALM + " printable ASCII characters")
            .says("The realm named in challenges.");

    private final Key<Integer> lifetime = number("lifetime", 180, 30, 3_600).says("Longest registration, in seconds.");

    private final Key<Integer> refresh = number("refresh", 25, 1, 3_600)
            .says("When acceptors refresh their registration, in seconds; at most lifetime. Bindings of home "
                    + "routers die after 30 s at worst.");

    private final Key<Integer> lease = number("lease", 24, 1, 168).says("How long a registration key lasts, in hours.");

    private final Key<Probe> probe = choice("probe", Probe.AUTO, List.of(Probe.values()), RelaySchema::word)
            .says("Whether plain STUN Binding requests are answered; auto: on loopback sockets only. The answer is "
                    + "longer than the question.");

    private final Key<Integer> ringsPerEquipment = number("rings-per-equipment", 16, 1, 64)
            .says("Pending rings for one piece of equipment. One issuer may have all that are free. When all places"
                    + " are taken, the youngest ring of the issuer that has most of them goes, never a newcomer that"
                    + " has none.");

    private final Key<Integer> rings = number("rings", 1_024, 1, MAX_COUNT).says("Pending rings in all.");

    private final Key<Boolean> relay = choice("relay", true, List.of(true, false), on -> on ? "on" : "off")
            .says("Whether calls that cannot go directly are relayed through this server: it carries what it cannot"
                    + " read, and sees how much and when. Off: such rings fail, in words; what is relayed goes on.");

    private final Key<Integer> relayed = number("relayed-calls", 1_024, 1, MAX_COUNT)
            .says(
                    "Most relayed calls at once, 8 of one issuer and 32 of one piece of equipment; the last quarter is for"
                            + " pairs that have none, and where all are taken one call of the pair that has several and"
                            + " carried least in 10 minutes ends for such a pair. Never more than a sixth of the"
                            + " files that the process may open beyond 1024 (ulimit -n), nor than half of its memory holds"
                            + " at 640 KiB each; limits shows how many that is.");

    private final Key<Integer> relayRate = number("relay-rate", 100, 1, MAX_COUNT)
            .says("MiB a second of all relayed calls together; each pair of issuer and equipment that wants more"
                    + " than there is gets an equal part, however many calls it has.");

    private final Key<Integer> relayRateOfPair = number("relay-rate-per-pair", 10, 1, MAX_COUNT)
            .says(
                    "MiB a second of the relayed calls of one issuer at one piece of equipment; above relay-rate it is as much as"
                            + " that.");

    private final Key<Integer> relayDay = number("relay-day", 1_000, 1, MAX_COUNT)
            .says(
                    "GiB that are relayed in a day (UTC), in all. Then relayed calls end, and new ones are refused in words;"
                            + " warnings and limits tell. Counted in memory: a start of the server, or an update of its"
                            + " bundle, begins anew.");

    private final Key<Integer> relayDayOfEquipment =
            number("relay-day-per-equipment", 50, 1, MAX_COUNT).says("The same for one piece of equipment.");

    private final Key<Integer> relayDayOfPair =
            number("relay-day-per-pair", 20, 1, MAX_COUNT).says("The same for one issuer at one piece of equipment.");

    private final Key<Integer> silent = number("silent-connections", 4_096, 1, MAX_COUNT)
            .says("TCP connections of strangers that said nothing whole yet, for 2 s at most (5 s while half of the "
                    + "places are free). When all places are taken the oldest of the fullest network (/24, or /56 with "
                    + "IPv6) goes for who comes. Each is an open file, so keep the number below half of what the "
                    + "process may open.");

    private final Key<Integer> shaking = number("shaking-connections", 256, 1, MAX_COUNT)
            .says("TCP connections of strangers whose handshake began, for 10 s at most. Nobody who says nothing"
                    + " pushes one of these out; one older than 3 s may go for who comes, else who comes is refused."
                    + " In both stages addresses that proved an enrolled key or registered within 10 minutes have"
                    + " places of their own beside these, a quarter more in all.");

    /** Declares the keys. */
    public RelaySchema() {
        super(
                RelayComponent.PID,
                "the server. A process is a server where this file stands. Changes are taken while it runs; only "
                        + "a change of listen closes connections.");
    }

    @Override
    public RelayConfiguration read(Map<String, ?> values) {
        RelayConfiguration read = new RelayConfiguration(
                listen.in(values),
                advertise.in(values),
                realm.in(values),
                Duration.ofSeconds(lifetime.in(values)),
                Duration.ofSeconds(refresh.in(values)),
                Duration.ofHours(lease.in(values)),
                probe.in(values),
                ringsPerEquipment.in(values),
                rings.in(values),
                new RelaySettings.Relaying(
                        relay.in(values),
                        relayed.in(values),
                        relayRate.in(values) * RelaySettings.MIB,
                        relayRateOfPair.in(values) * RelaySettings.MIB,
                        relayDay.in(values) * RelaySettings.GIB,
                        relayDayOfEquipment.in(values) * RelaySettings.GIB,
                        relayDayOfPair.in(values) * RelaySettings.GIB),
                silent.in(values),
                shaking.in(values));
        check(read);
        return read;
    }

    private void check(RelayConfiguration read) {
        count(listen, read.listen(), 1, MAX_LISTEN);
        count(advertise, read.advertise(), 0, Ticket.MAX_SERVERS);
        Set<InetSocketAddress> seen = new HashSet<>();
        for (InetSocketAddress address : read.listen()) {
            if (address.getPort() != 0 && !seen.add(address)) {
                throw listen.refusal(AddressText.print(address), "each address once");
            }
        }
        if (read.refresh().compareTo(read.lifetime()) > 0) {
            throw refresh.refusal(
                    read.refresh().toSeconds(), "1 to " + read.lifetime().toSeconds() + ", the lifetime");
        }
    }

    private static void count(Key<?> key, List<?> list, int min, int max) {
        if (list.size() < min || list.size() > max) {
            throw key.refusal(list.size() + " addresses", min + " to " + max);
        }
    }

    private static InetSocketAddress address(String text) {
        return AddressText.readWithPort(text)
                .filter(address -> !address.getAddress().isAnyLocalAddress())
                .orElseThrow();
    }

    private static String hostPort(String text) {
        HostPort.parse(text);
        return text;
    }

    private static String word(Probe probe) {
        return probe.name().toLowerCase(Locale.ROOT);
    }

    private static String realm(String text) {
        if (text.length() > MAX_REALM || !text.chars().allMatch(c -> c > ' ' && c < 0x7F)) {
            throw new IllegalArgumentException();
        }
        return text;
    }
}
