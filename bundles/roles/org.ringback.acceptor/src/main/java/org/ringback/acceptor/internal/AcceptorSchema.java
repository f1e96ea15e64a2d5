package org.ringback.acceptor.internal;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;
import org.ringback.acceptor.core.AcceptorSettings;
import org.ringback.acceptor.core.CallLimits;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantTerms;
import org.ringback.api.ProtectionId;
import org.ringback.api.RingSystem;
import org.ringback.api.configuration.Key;
import org.ringback.api.configuration.Schema;
import org.ringback.api.net.AddressText;
import org.ringback.api.net.Network;
import org.ringback.kernel.ServiceKey;

/** The configuration keys of the gateway. Immutable. */
@Component(service = Schema.class)
public final class AcceptorSchema extends Schema<AcceptorConfiguration> {
    static final String SYSTEMS = "systems";
    static final String PROTECTION = "protection";
    static final String FORWARD = "forward";

    private static final int MAX_DIALS = 600;
    private static final int MAX_CALLS = 1_024;
    private static final Network UNIQUE_LOCAL = Network.parse("fc00::/7");

    private final Key<Map<EquipmentId, Set<RingSystem>>> systems = map(
                    SYSTEMS, EquipmentId::new, AcceptorSchema::systems)
            .expects("equipment=system,system; equipment=system")
            .choices(Stream.of(RingSystem.values()).map(RingSystem::label).toList())
            .says("What each piece of equipment answers, of datagram, call-back, password and certified. A person's "
                    + "grant carries the list as it is when the grant is made. What is not named answers certified "
                    + "where a password is stored, else call-back.");

    private final Key<Map<EquipmentId, String>> protection = map(PROTECTION, EquipmentId::new, ProtectionId::name)
            .expects("equipment=tls13; equipment=certificate-first")
            .choices(List.of("tls13", "certificate-first"))
            .says("How each piece of equipment protects its connections with the server. It must be allowed by the "
                    + "equipment's enrolment (ringback:enrol --protections), and no other one is ever tried. What is "
                    + "not named takes the first that the enrolment allows, in the order tls13, certificate-first.");

    private final Key<Map<ServiceKey, InetSocketAddress>> forward = map(
                    FORWARD, ServiceKey::parse, AcceptorSchema::target)
            .expects("equipment/service=ADDRESS:PORT; … a loopback, link-local or private address in digits, as"
                    + " 127.0.0.1:8000, IPv6 in brackets; no name, none is looked up; a port from 1 to 65535")
            .says("Conversations that go to a local TCP address. All others go to the bundle that answers them.");

    private final Key<List<String>> adminServices = list("admin-services", AcceptorSchema::service)
            .expects("names of services, such as ssh")
            .says("Services, of all equipment here and whatever answers them, that only a grant that names them gives"
                    + " (ringback:grant --services), separated by commas. A bundle can mark its own services so. A grant"
                    + " without a list gives all others. A call that may not go on after a change is ended.");

    private final Key<List<Network>> dialable = list("dialable", Network::parse)
            .expects("networks, such as 192.168.1.0/24 or fd00::/8; an address without a length is itself alone")
            .says("Networks in which an issuer is called back although its address is not global unicast, or is "
                    + "this gateway's own or the server's, separated by commas. For trials only; every network named is "
                    + "warned about in status. Empty is safe.");

    private final Key<Integer> dialsPerMinute = number("dials-per-minute", CallLimits.DIALS_PER_MINUTE, 1, MAX_DIALS)
            .says("Most call-backs that are dialled for one grant in a minute. All grants together dial one address "
                    + "(with IPv6: one /64) twice as often at most, so that nobody turns this gateway against others.");

    private final Key<Integer> calls = number("calls", CallLimits.CALLS, 1, MAX_CALLS)
            .says("Most call-backs at once, standing or on their way. The last quarter is for grants that have "
                    + "none.");

    private final Key<Integer> callsPerGrant = number("calls-per-grant", CallLimits.CALLS_PER_GRANT, 1, MAX_CALLS)
            .says("Most of them for one grant; a ring beyond is refused, which its person is told. Two of one grant "
                    + "are dialled at once; further ones, up to that number, wait for their turn.");

    private final Key<List<InetAddress>> local = list(
                    "local", text -> AddressText.read(text).orElseThrow())
            .expects("at most one IPv4 and one IPv6 address of this machine")
            .says("Addresses to register from, separated by commas. Empty: the system chooses.");

    /** Declares the keys. */
    public AcceptorSchema() {
        super(
                AcceptorComponent.PID,
                "the gateway's side. It runs where this file is. A change keeps registrations and call-backs. "
                        + "Equipment is not listed here: it comes from the command ringback:join.");
    }

    @Override
    public AcceptorConfiguration read(Map<String, ?> values) {
        AcceptorSettings settings = new AcceptorSettings(
                systems.in(values),
                protection.in(values),
                dialable.in(values),
                new CallLimits(dialsPerMinute.in(values), calls.in(values), callsPerGrant.in(values)));
        List<InetAddress> addresses = local.in(values);
        Set<Integer> families = new HashSet<>();
        addresses.forEach(address -> {
            if (!families.add(address.getAddress().length)) {
                throw local.refusal(AddressText.print(address), local.expected());
            }
        });
        return new AcceptorConfiguration(settings, forward.in(values), Set.copyOf(adminServices.in(values)), addresses);
    }

    private static String service(String text) {
        if (!GrantTerms.named(text)) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private static Set<RingSystem> systems(String text) {
        return parts(text, "[,\\s]+").map(RingSystem::named).collect(Collectors.toUnmodifiableSet());
    }

    private static InetSocketAddress target(String text) {
        return AddressText.readWithPort(text)
                .filter(address -> local(address.getAddress()) && address.getPort() != 0)
                .orElseThrow();
    }

    private static boolean local(InetAddress host) {
        return host.isLoopbackAddress()
                || host.isSiteLocalAddress()
                || host.isLinkLocalAddress()
                || UNIQUE_LOCAL.contains(host.getAddress());
    }
}
