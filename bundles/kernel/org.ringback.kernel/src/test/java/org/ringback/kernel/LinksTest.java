package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.Test;
import org.ringback.spi.CloseReason;
import org.ringback.transport.DialOptions;
import org.ringback.transport.ProtectedConnection;
import org.ringback.wire.Door;
import org.ringback.wire.Examples;
import org.ringback.wire.MalformedMessageException;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** Connections by number, over a transport that the test plays. */
public class LinksTest {
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final DialOptions TO =
            DialOptions.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), 1), LIMIT);

    private final PlayedTransport transport = new PlayedTransport();
    private final List<String> heard = new ArrayList<>();
    private final Links links = new Links(transport, new HandTurnedLoop(), new Ears());
    private @Nullable Runnable onMessage;

    /** Writes down what is heard. */
    private final class Ears implements LinkListener {
        @Override
        public void established(Link link, ProtectedConnection connection) {
            heard.add(link.number() + " established");
        }

        @Override
        public void received(Link link, Message message, boolean more) {
            heard.add(link.number() + " " + message.kind() + (more ? " and more" : ""));
            if (onMessage != null) {
                onMessage.run();
            }
        }

        @Override
        public void malformed(Link link, MalformedMessageException fault) {
            heard.add(link.number() + " malformed " + fault.reason());
        }

        @Override
        public void closed(Link link, CloseReason reason) {
            heard.add(link.number() + (link.established() ? " closed " : " never came to be ") + reason.detail());
        }
    }

    private PlayedTransport.PlayedConnection established() {
        links.dial(1, Door.DEVICE_TCP, TO, LIMIT, PlayedTransport::session);
        PlayedTransport.PlayedConnection connection = transport.establish();
        heard.clear();
        return connection;
    }

    @Test
    public void acceptedConnectionsHaveEvenNumbers() {
        assertEquals(2, links.nextAccepted());
        assertEquals(4, links.nextAccepted());
    }

    @Test
    public void severalMessagesInOnePieceAreHeardOneByOne() {
        established();

        transport.receive(join(Examples.bytes(MessageKind.LEASED), Examples.bytes(MessageKind.RESULT)));

        assertEquals(List.of("1 LEASED and more", "1 RESULT"), heard);
    }

    @Test
    public void behindABadMessageNothingIsRead() {
        established();

        transport.receive(join(Examples.bytes(MessageKind.CONNECT), Examples.bytes(MessageKind.RESULT)));
        transport.receive(Examples.bytes(MessageKind.RESULT));

        assertEquals(List.of("1 malformed UNEXPECTED_TYPE"), heard);
    }

    @Test
    public void anAnswerStillGoesOutAfterABadMessage() {
        PlayedTransport.PlayedConnection connection = established();
        transport.receive(Examples.bytes(MessageKind.CONNECT));

        links.send(1, Examples.message(MessageKind.LEASE));

        assertEquals(Examples.bytes(MessageKind.LEASE).length, connection.written());
    }

    @Test
    public void whatFollowsTheMessageThatHandsOverBelongsToTheHeir() {
        established();
        ByteArrayOutputStream heir = new ByteArrayOutputStream();
        List<String> told = new ArrayList<>();
        onMessage = () -> links.find(1)
                .orElseThrow()
                .handOver(
                        bytes -> {
                            while (bytes.hasRemaining()) {
                                heir.write(bytes.get());
                            }
                        },
                        () -> told.add("writable"),
                        why -> told.add("lost: " + why),
                        () -> told.add("close"));

        transport.receive(join(Examples.bytes(MessageKind.RESULT), new byte[] {7, 8, 9}));
        transport.writable();
        links.close(1);
        transport.close("gone");

        assertEquals(List.of("1 RESULT and more", "1 closed gone"), heard);
        assertEquals(3, heir.size());
        assertEquals(List.of("writable", "close", "lost: gone"), told);
    }

    @Test
    public void aConnectionThatIsOverIsForgotten() {
        established();
        assertTrue(links.find(1).isPresent());

        transport.close("gone");

        assertEquals(Optional.empty(), links.find(1));
        assertEquals(List.of("1 closed gone"), heard);
    }

    @Test
    public void oneThatIsClosedBeforeItStandsNeverComesToBe() {
        links.dial(1, Door.DEVICE_TCP, TO, LIMIT, PlayedTransport::session);

        links.close(1);
        PlayedTransport.PlayedConnection connection = transport.establish();
        transport.close("closed here");

        assertTrue(connection.aborted());
        assertEquals(List.of("1 never came to be closed here"), heard);
    }

    @Test
    public void whereNoSessionCanBeMadeTheListenerHearsWhy() {
        links.dial(1, Door.DEVICE_TCP, TO, LIMIT, () -> {
            throw new IllegalStateException("no bundle for it is running");
        });

        assertEquals(List.of("1 never came to be no bundle for it is running"), heard);
        assertFalse(transport.dialled());
    }

    @Test
    public void anAcceptedConnectionForWhichNoSessionCanBeMadeIsTurnedAway() {
        long number = links.nextAccepted();

        assertSame(TurnedAway.AT_ONCE, links.answer(number, Door.SERVER_TCP, LIMIT, () -> {
            throw new IllegalStateException("no bundle for it is running");
        }));

        assertEquals(List.of("2 never came to be no bundle for it is running"), heard);
        assertEquals(Optional.empty(), links.find(number));
    }

    private static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }
}
