package org.ringback.itests.container;

import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.BundleContext;
import org.ringback.api.Conversation;
import org.ringback.api.EquipmentId;
import org.ringback.api.Page;
import org.ringback.api.RingStory;
import org.ringback.api.RingSystem;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.api.control.AcceptorControl;
import org.ringback.api.control.EquipmentStatus;
import org.ringback.api.control.GrantedEquipment;
import org.ringback.api.control.IssuerControl;
import org.ringback.api.control.RefusedException;
import org.ringback.api.control.Ring;
import org.ringback.api.control.RingRequest;
import org.ringback.api.control.ServerControl;
import org.ringback.kernel.Registration;
import org.ringback.kernel.Registry;

/**
 * Server, gateway and issuer in one framework, on one store and one transport: configured through ConfigurationAdmin,
 * worked through the control services alone. Used by one thread.
 */
final class Household {
    static final EquipmentId THERMOSTAT = new EquipmentId("thermostat-1");
    static final EquipmentId PERSON = new EquipmentId("anna");
    static final String HTTP = "http";

    static final String RELAY = "org.ringback.relay";
    static final String ACCEPTOR = "org.ringback.acceptor";
    static final String ISSUER = "org.ringback.issuer";

    /** What the thermostat answers unless a test wants it otherwise. */
    static final String ALL_SYSTEMS = "datagram,call-back,password,certified";

    /** The features whose bundles make it up. */
    static final String[] FEATURES = {"server", "demo", "issuer"};

    private static final long RING_SECONDS = 60;
    private static final int LIST = 100;
    private static final byte[] PASSWORD = "correct horse battery staple".getBytes(StandardCharsets.UTF_8);

    private final Osgi osgi;

    private Household(Osgi osgi) {
        this.osgi = osgi;
    }

    /** Finds the one of this framework, or sets it up: configured, enrolled, granted, with the password at both ends. */
    static Household of(BundleContext context) throws Exception {
        Household household = new Household(new Osgi(context));
        if (!household.osgi.has(ServerControl.class)) {
            household.configure();
            household.enrol();
        }
        return household;
    }

    Osgi osgi() {
        return osgi;
    }

    private void configure() throws IOException {
        osgi.configure("org.ringback.transport", Map.of());
        osgi.configure("org.ringback.store", Map.of());
        osgi.configure("org.ringback.shell", Map.of("socket", "off"));
        osgi.configure("org.ringback.thermostat", Map.of());
        osgi.configure(RELAY, relay("127.0.0.1:0", Map.of()));
        osgi.configure(ACCEPTOR, acceptor(ALL_SYSTEMS));
        osgi.configure(ISSUER, Map.of());
        // The port that was free, from now on by its number: a restarted server must be found again.
        ServerControl onAnyPort = server();
        configureServer(Map.of());
        Await.until(() -> osgi.has(ServerControl.class) && server() != onAnyPort ? "" : "no server on its port");
    }

    /** Configures the server anew where it listens, with a refresh so short that no test waits for it. */
    void configureServer(Map<String, String> more) throws IOException {
        InetSocketAddress address = serverAddress();
        osgi.configure(RELAY, relay("127.0.0.1:" + address.getPort(), more));
    }

    private static Map<String, String> relay(String listen, Map<String, String> more) {
        Map<String, String> values = new HashMap<>(Map.of("listen", listen, "refresh", "1"));
        values.putAll(more);
        return values;
    }

    /** A gateway's configuration: what the thermostat answers; everything here is on loopback. */
    static Map<String, String> acceptor(String systems) {
        return Map.of("systems", THERMOSTAT + "=" + systems, "dialable", "127.0.0.0/8", "dials-per-minute", "600");
    }

    private void enrol() throws Exception {
        String enrolment = Await.done(server().enrol(THERMOSTAT, Role.ACCEPTOR, Set.of("tls13", "certificate-first")));
        Await.done(gateway().join(enrolment));
        Await.done(gateway().password(THERMOSTAT, Secret.copyOf(PASSWORD)));
        String grant = Await.done(gateway().grant(THERMOSTAT, PERSON));
        Await.done(issuer().acceptGrant(grant));
        Await.done(issuer().password(THERMOSTAT, Secret.copyOf(PASSWORD)));
    }

    ServerControl server() {
        return osgi.service(ServerControl.class);
    }

    AcceptorControl gateway() {
        return osgi.service(AcceptorControl.class);
    }

    IssuerControl issuer() {
        return osgi.service(IssuerControl.class);
    }

    /** {@return where the server listens} */
    InetSocketAddress serverAddress() {
        return server().status().addresses().get(0);
    }

    /** {@return what the issuer may ring} */
    List<GrantedEquipment> granted() {
        return Page.all(issuer()::granted, GrantedEquipment::equipment);
    }

    /** {@return how the thermostat is, as the gateway sees it} */
    EquipmentStatus thermostat() {
        List<EquipmentStatus> all = Page.all(gateway()::equipment, EquipmentStatus::name);
        assertTrue(
                "one piece of equipment: " + all,
                all.size() == 1 && all.get(0).id().equals(THERMOSTAT));
        return all.get(0);
    }

    /** {@return the thermostat's row in the server's list} */
    Registration registration() {
        Await.until(() -> rows().isEmpty() ? "no registration" : "");
        return rows().get(0);
    }

    private List<Registration> rows() {
        return osgi.service(Registry.class).page(Optional.empty(), LIST).stream()
                .filter(row -> row.id().equals(THERMOSTAT))
                .toList();
    }

    /** Rings over the protection that comes first. */
    Ring ring(RingSystem system, String service) throws RefusedException {
        return issuer().ring(new RingRequest(THERMOSTAT, Optional.of(system), service));
    }

    /** Rings for the page over a protection. */
    Ring ringOver(RingSystem system, String protection) throws RefusedException {
        return issuer().ring(new RingRequest(THERMOSTAT, Optional.of(system), Optional.of(protection), HTTP));
    }

    /** Waits for the end of a ring's story. */
    static RingStory story(Ring ring) throws InterruptedException, ExecutionException, TimeoutException {
        return ring.answer().toCompletableFuture().get(RING_SECONDS, TimeUnit.SECONDS);
    }

    /** Rings and must be answered. */
    Ring answered(RingSystem system, String service) throws Exception {
        Ring ring = ring(system, service);
        RingStory story = story(ring);
        assertTrue(system.label() + ": " + story, story.answered());
        return ring;
    }

    /** Fetches a path over a new conversation of a ring, as a browser would. */
    static HttpAnswer get(Ring ring, String path) throws IOException {
        try (Conversation conversation = ring.open()) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: thermostat\r\nConnection: close\r\n\r\n";
            conversation.output().write(request.getBytes(StandardCharsets.US_ASCII));
            conversation.output().flush();
            return HttpAnswer.parse(conversation.input().readAllBytes());
        }
    }

    /** Rings in a system, fetches the page over it, and hangs up. */
    void expectPage(RingSystem system) throws Exception {
        try (Ring ring = answered(system, HTTP)) {
            get(ring, "/").expectPage();
        }
    }
}
