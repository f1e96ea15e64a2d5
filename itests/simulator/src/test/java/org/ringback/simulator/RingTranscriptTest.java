package org.ringback.simulator;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.Test;
import org.ringback.api.RingSystem;
import org.ringback.wire.Attribute;
import org.ringback.wire.Door;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;
import org.ringback.wire.MessageCodec;
import org.ringback.wire.MessageKind;

/**
 * What the three parties say to each other on a calm day, message for message and value for value: enrolment, registration
 * and a ring in each system, answered and refused. Values that are drawn stand by their length. Who changes the inside of a
 * role finds here that its words stayed the same; who changes the wire rewrites the file with {@code -Ddocs.write=true}.
 */
public class RingTranscriptTest {
    private static final Path FILE = Path.of("src/test/resources/transcript.txt");
    private static final long SEED = 7;
    private static final String REFRESHES = "registrations";
    private static final Duration SOON = Duration.ofSeconds(5);

    private final StringBuilder transcript = new StringBuilder();
    /** What was said in one part, by who with whom over what: how they overlap is the net's. */
    private final Map<String, StringBuilder> channels = new TreeMap<>();

    private final MessageCodec codec = new MessageCodec();

    @Test
    public void whatThePartiesSayIsWhatTheTranscriptSays() throws IOException {
        Scene scene = new Scene(SEED, Scene.Disks.empty()).preferring(4);
        scene.udp().tap(this::datagram);
        scene.tcp().tap((from, to, message) -> line(from.name(), to.name(), "TCP", message));
        scene.parties().forEach(Party::start);
        String enrolment = scene.await(scene.server().enrol(Scene.LAMP));
        scene.await(scene.gateway().join(enrolment));
        scene.await(scene.gateway().password(Scene.LAMP, Scene.PASSWORD));
        scene.simulation().run(SOON);
        part("enrolment, lease and registration");
        scene.grant(Scene.LAMP, Scene.ANNA);
        part("a grant");
        for (RingSystem system : RingSystem.values()) {
            ring(scene, system, Scene.PASSWORD, "answered");
        }
        ring(scene, RingSystem.PASSWORD, "wrong horse", "refused");
        if (Boolean.getBoolean("docs.write")) {
            Files.createDirectories(FILE.getParent());
            Files.writeString(FILE, transcript);
        }
        assertEquals(Files.readString(FILE), transcript.toString());
    }

    private void part(String title) {
        transcript.append("# ").append(title).append('\n');
        channels.forEach((channel, said) ->
                transcript.append("## ").append(channel).append('\n').append(said));
        transcript.append('\n');
        channels.clear();
    }

    private void ring(Scene scene, RingSystem system, String password, String how) {
        IssuerParty anna = scene.issuer(Scene.ANNA);
        scene.await(anna.password(Scene.LAMP, password));
        scene.simulation().run(SOON);
        channels.clear();
        SimulatedRing ring = scene.referee()
                .ring(
                        anna,
                        Scene.LAMP,
                        system,
                        scene.simulation().now() - 1,
                        how.equals("answered") ? Demand.ANSWERED : Demand.REFUSED);
        assertTrue(ring.toString(), scene.simulation().runUntil(ring::over, SOON));
        assertEquals(ring.toString(), how.equals("answered"), ring.answered());
        scene.simulation().run(SOON);
        channels.remove(REFRESHES);
        part(system.label() + ", " + how);
    }

    private boolean datagram(InetSocketAddress source, InetSocketAddress to, byte[] bytes) {
        boolean asked = to.getPort() == ServerParty.PORT;
        String from = asked ? "gateway" : "server";
        Door door = asked ? Door.SERVER_UDP : Door.ACCEPTOR_UDP;
        try {
            line(from, asked ? "server" : "gateway", "UDP", codec.decode(ByteBuffer.wrap(bytes), door));
        } catch (MalformedMessageException e) {
            throw new AssertionError(e);
        }
        return true;
    }

    private void line(String from, String to, String over, Message message) {
        boolean refresh = message.kind() == MessageKind.REGISTER || message.kind() == MessageKind.REGISTERED;
        String pair = from.compareTo(to) < 0 ? from + ", " + to : to + ", " + from;
        StringBuilder line =
                channels.computeIfAbsent(refresh ? REFRESHES : pair + " over " + over, any -> new StringBuilder());
        line.append(from).append(": ").append(message.kind().title());
        Stream.concat(message.kind().required().stream(), message.kind().optional().stream())
                .forEach(attribute -> value(message, attribute).ifPresent(value -> line.append("\n    ")
                        .append(attribute.name())
                        .append(' ')
                        .append(value)));
        line.append('\n');
    }

    private static Optional<String> value(Message message, Attribute<?> attribute) {
        return message.find(attribute).map(value -> words(attribute, value));
    }

    private static String words(Attribute<?> attribute, Object value) {
        if (value instanceof InetSocketAddress address) {
            return address.getAddress().getHostAddress() + ", a port";
        }
        if (value instanceof byte[] bytes) {
            return bytes.length + " bytes";
        }
        return switch (attribute.name()) {
            case "NONCE",
                    "CODE-ID",
                    "CONNECTION-ID",
                    "IN-REPLY-TO",
                    "RING-NONCE",
                    "ACCEPTOR-KEY",
                    "REVOKED-KEYS",
                    "RELAY-TICKET" -> "(drawn)";
            case "SERVER-TIME", "SEQUENCE", "STORE-COMMIT" -> "(a number)";
            default -> value.toString();
        };
    }
}
