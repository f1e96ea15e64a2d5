package org.ringback.issuer.internal;

import static org.ringback.issuer.core.IssuerSettings.DEFAULT;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.osgi.service.component.annotations.Component;
import org.ringback.api.ProtectionId;
import org.ringback.api.configuration.Key;
import org.ringback.api.configuration.Schema;
import org.ringback.api.control.Forward;
import org.ringback.api.control.RingRequest;
import org.ringback.api.net.AddressText;
import org.ringback.api.net.LocalAddress;
import org.ringback.api.net.Network;
import org.ringback.issuer.core.IssuerSettings;
import org.ringback.kernel.ServiceKey;

/** The configuration keys of the issuer. Immutable. */
@Component(service = Schema.class)
public final class IssuerSchema extends Schema<IssuerConfiguration> {
    private static final long SHORT_MEMORY = 96L << 20;

    private final Key<Integer> pendingRings = number("pending-rings", DEFAULT.pendingRings(), 1, 64)
            .says("How many rings may be under way at once. Each has a port of its own while it is.");

    private final Key<Integer> calls =
            number("calls", DEFAULT.calls(), 1, 1_024).says("How many call-backs may stand at once.");

    private final Key<Optional<InetAddress>> local = key("local", optional(IssuerSchema::address))
            .expects("one IPv4 or IPv6 address of this machine, or nothing")
            .says("The local address to dial the server from, and so to be called back at. Only servers of its "
                    + "family can then be reached. Empty: the system chooses.");

    private final Key<Optional<String>> protection = key("protection", optional(ProtectionId::name))
            .expects("the name of a protection, for example tls13 or certificate-first, or nothing")
            .choices(List.of("tls13", "certificate-first"))
            .says("How connections with servers are protected. It must be allowed by the enrolment, and no other "
                    + "one is ever tried. A ring may ask for another one that the enrolment allows. Empty: the first "
                    + "that the enrolment allows, in the order tls13, certificate-first.");

    private final Key<List<Network>> dialable = list("dialable", Network::parse)
            .expects("networks, such as 192.168.1.0/24 or fd00::/8; an address without a length is itself alone")
            .says("Networks in which a gateway that calls back is dialled too, although its address is not global "
                    + "unicast, is near, or is this machine's own or the server's, separated by commas. For trials "
                    + "only. Empty is safe.");

    private final Key<Map<InetSocketAddress, ServiceKey>> forwards = map(
                    "forwards", IssuerSchema::port, ServiceKey::parse)
            .expects(
                    "[HOST:]PORT=equipment/service; … a loopback address, 127.0.0.1 if none is written, and a port from"
                            + " 1 to 65535")
            .says("Local ports that are there while the issuer runs: the first connection to one rings, and so does one"
                    + " that comes after the call ended. Every local user may use them.");

    /** Declares the keys. */
    public IssuerSchema() {
        super(
                IssuerComponent.PID,
                "the caller's side. It runs where this file is. A change keeps rings and call-backs.");
    }

    @Override
    public IssuerConfiguration read(Map<String, ?> values) {
        IssuerSettings settings = new IssuerSettings(
                pendingRings.in(values),
                calls.in(values),
                local.in(values),
                protection.in(values),
                dialable.in(values),
                silentCalls(Runtime.getRuntime().maxMemory()));
        return new IssuerConfiguration(
                settings,
                forwards.in(values).entrySet().stream()
                        .map(one -> new Forward(
                                one.getKey(),
                                new RingRequest(
                                        one.getValue().equipment(),
                                        Optional.empty(),
                                        one.getValue().service())))
                        .toList());
    }

    private static InetSocketAddress port(String text) {
        InetSocketAddress local = LocalAddress.read("local port", text);
        if (local.getPort() == 0) {
            throw new IllegalArgumentException();
        }
        return local;
    }

    /** The default of {@code silentCalls} for a size of memory: each silent connection may hold 4 KiB. */
    static int silentCalls(long memory) {
        return memory < SHORT_MEMORY ? IssuerSettings.FEW_SILENT_CALLS : IssuerSettings.SILENT_CALLS;
    }

    private static <E> Function<String, Optional<E>> optional(Function<String, E> reader) {
        return text -> text.isEmpty() ? Optional.empty() : Optional.of(reader.apply(text));
    }

    private static InetAddress address(String text) {
        return AddressText.read(text)
                .filter(address -> !address.isAnyLocalAddress() && !address.isMulticastAddress())
                .orElseThrow();
    }
}
