package org.ringback.relay.internal;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.ringback.api.EquipmentId;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.crypto.certificatefirst.internal.CertificateFirstProtection;
import org.ringback.crypto.internal.BouncyProvider;
import org.ringback.crypto.internal.BouncyRingCrypto;
import org.ringback.crypto.internal.TextStrings;
import org.ringback.crypto.internal.Tls13Protection;
import org.ringback.kernel.CryptoBundle;
import org.ringback.kernel.HeldEstates;
import org.ringback.kernel.HeldSuites;
import org.ringback.registry.internal.InMemoryRegistry;
import org.ringback.spi.ConnectionProtection;
import org.ringback.spi.Ticket;
import org.ringback.store.internal.MvStore;
import org.ringback.transport.internal.NettyTransport;

/** A server of real bundles on a flat class path: real sockets, store, crypto and equipment list. */
final class Stand implements AutoCloseable {
    static final Tls13Protection TLS = new Tls13Protection();
    static final CertificateFirstProtection CERTIFICATE_FIRST = new CertificateFirstProtection();
    static final BouncyRingCrypto CRYPTO = new BouncyRingCrypto();
    private static final TextStrings STRINGS = new TextStrings();

    /** Reasons of a deactivation, as Declarative Services numbers them. */
    static final int CONFIGURATION_DELETED = 4;

    static final int BUNDLE_STOPPED = 6;

    final NettyTransport transport = new NettyTransport(Map.of());
    final InMemoryRegistry registry = new InMemoryRegistry();
    final List<RelayControl> registered = new CopyOnWriteArrayList<>();
    final HeldSuites suites = new HeldSuites();
    final HeldEstates estates = new HeldEstates(System::nanoTime, () -> false);
    final MvStore store;
    final RelayComponent component;

    Stand(Path home) throws IOException {
        this(home, true);
    }

    /** With the protections, or with none of them running. */
    Stand(Path home, boolean protections) throws IOException {
        suites.take(new BouncyProvider(), CryptoBundle.NONE, 1);
        if (protections) {
            suites.take(TLS, CryptoBundle.NONE, 2);
            suites.take(CERTIFICATE_FIRST, CryptoBundle.NONE, 3);
        }
        BundleContext context = context(home);
        store = new MvStore(context, Map.of());
        component = new RelayComponent(context, transport, store, registry, suites, estates);
    }

    Stand start(Map<String, Object> properties) {
        component.activate(properties);
        return this;
    }

    /** The one service that stands. */
    RelayControl control() {
        return registered.get(0);
    }

    Ticket enrol(EquipmentId id, Role role) {
        return enrol(id, role, ProtectionId.TLS13);
    }

    Ticket enrol(EquipmentId id, Role role, ProtectionId protection) {
        return STRINGS.ticket(control()
                .enrol(id, role, Set.of(protection.equals(ProtectionId.TLS13) ? TLS.name() : CERTIFICATE_FIRST.name()))
                .toCompletableFuture()
                .join());
    }

    /** The provider with which a device that holds the string dials. */
    static ConnectionProtection provider(Ticket ticket) {
        return ticket.protections().contains(ProtectionId.TLS13) ? TLS : CERTIFICATE_FIRST;
    }

    @Override
    public void close() {
        component.deactivate(BUNDLE_STOPPED);
        transport.close();
        store.close();
    }

    private BundleContext context(Path home) {
        return stub(BundleContext.class, (name, arguments) -> switch (name) {
            case "getProperty" -> Optional.of(home.toString());
            case "registerService" -> {
                RelayControl control = (RelayControl) arguments[1];
                registered.add(control);
                yield Optional.of(stub(ServiceRegistration.class, (method, none) -> {
                    registered.remove(control);
                    return Optional.empty();
                }));
            }
            default -> throw new AssertionError(name);
        });
    }

    private interface Stub {
        Optional<Object> call(String name, Object[] arguments);
    }

    private static <T> T stub(Class<T> type, Stub stub) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> stub.call(
                                method.getName(), arguments == null ? new Object[0] : arguments)
                        .orElse(null)));
    }

    static Map<String, Object> anyPort() {
        return Collections.singletonMap("listen", "127.0.0.1:0, [::1]:0");
    }
}
