package org.ringback.conformance;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.Test;
import org.ringback.api.Conversation;
import org.ringback.api.control.Ring;
import org.ringback.conformance.fixture.CaseTest;
import org.ringback.conformance.fixture.Whole;
import org.ringback.kit.Checked;
import org.ringback.kit.Packet;
import org.ringback.kit.Patience;
import org.ringback.wire.MessageKind;

/**
 * The three parties together where the gateway may not dial the issuer's address: the ring is answered through the
 * server's relay, which sees nothing of it. Both legs are seen by the recorders.
 */
public class RelayedRingsTest extends CaseTest {
    private static final int SIZE = 1 << 20;
    private static final int NEEDLE = 16;
    private static final int STRIDE = 64 << 10;

    @Test
    public void everyByteOfAConversationArrivesAndTheRelaySeesNeitherWordsNorNonce() {
        Whole whole = new Whole(stage, one.way(), one.system().label());
        whole.acceptor().configure(Map.of("dialable", ""));
        Ring ring = whole.issuer().ring(Whole.LAMP, one.system());
        assertTrue(Patience.get(ring.answer()).answered());

        String said = letters();
        String heard = talk(ring, said);

        assertEquals("all came back", SIZE, heard.length());
        assertTrue("in capitals", said.toUpperCase(Locale.ROOT).equals(heard));
        stage.capture().noPacketToIssuer();
        List<String> carried = carried();
        assertEquals("both legs, both ways", 4, carried.size());
        carried.forEach(stream -> {
            assertTrue("the whole conversation: " + stream.length(), stream.length() > SIZE);
            hidden(stream, new String(ring.nonce().bytes(), ISO_8859_1));
            for (int at = 0; at < SIZE; at += STRIDE) {
                hidden(stream, said.substring(at, at + NEEDLE));
                hidden(stream, heard.substring(at, at + NEEDLE));
            }
        });
        assertEquals(1, whole.server().counter("relay.joined"));
    }

    private static String letters() {
        return new Random(8)
                .ints(SIZE, 'a', 'z' + 1)
                .mapToObj(letter -> String.valueOf((char) letter))
                .collect(Collectors.joining());
    }

    private static String talk(Ring ring, String said) {
        return Checked.get(() -> {
            try (Conversation conversation = ring.open()) {
                conversation.output().write(said.getBytes(ISO_8859_1));
                conversation.output().close();
                return new String(conversation.input().readAllBytes(), ISO_8859_1);
            }
        });
    }

    private static void hidden(String stream, String words) {
        assertFalse("the relay saw " + words, stream.contains(words));
    }

    /** What went over the two connections that came with a ticket, each way of each for itself. */
    private List<String> carried() {
        Set<Integer> legs = stage.capture().all(MessageKind.RELAY_BIND).stream()
                .map(bind -> bind.packet().connection())
                .collect(Collectors.toSet());
        List<String> streams = new ArrayList<>();
        for (int leg : legs) {
            for (boolean fromServer : List.of(true, false)) {
                ByteArrayOutputStream stream = new ByteArrayOutputStream();
                stage.capture().packets().stream()
                        .filter(packet -> packet.connection() == leg
                                && packet.what() == Packet.What.DATA
                                && packet.from().equals("server") == fromServer)
                        .forEach(packet -> stream.writeBytes(packet.bytes()));
                streams.add(stream.toString(ISO_8859_1));
            }
        }
        return streams;
    }
}
