package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.Test;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.spi.ServerPins;
import org.ringback.wire.Attributes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;

/** The kernel is enough for a core that is no role's. */
public class ToyCoreTest {
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 3478);
    private static final KeyFingerprint CA = new KeyFingerprint("0".repeat(64));
    private static final Request<String> REQUEST = new Request<>(1);

    private final ToyCore core = new ToyCore(new ServerWay(
            ServerRoute.only(new ServerAddress("192.0.2.1:3478", SERVER)),
            Role.ACCEPTOR,
            Secret.copyOf(new byte[1]),
            new ServerPins(List.of(CA)),
            ProtectionId.TLS13,
            Optional.empty(),
            false));

    private List<Action> feed(Event event) {
        return core.handle(event, new Moment(1_000, Instant.EPOCH));
    }

    /** Up to the answer's write. */
    private Action.Persist answered() {
        Action.Dial dial = (Action.Dial) feed(new ToyCore.Ask(REQUEST)).get(0);
        assertEquals(SERVER, dial.to());
        Action.Send send = (Action.Send) feed(new Event.Established(
                        dial.connection(),
                        new PeerFacts(CA, new byte[1], "tls13", "x25519", List.of(), SERVER, SERVER)))
                .get(0);
        Message answer = Message.of(MessageKind.INVITED, send.message().transaction())
                .with(Attributes.CODE_ID, 77L)
                .with(Attributes.CODE, new byte[16])
                .with(Attributes.LIFETIME, 60)
                .with(Attributes.PROTECTIONS, List.of(ProtectionId.TLS13))
                .with(Attributes.SERVER_TIME, 0L)
                .build();
        List<Action> then = feed(new Event.Received(dial.connection(), answer));
        assertEquals(new Action.Close(dial.connection()), then.get(1));
        return (Action.Persist) then.get(0);
    }

    @Test
    public void aCommandIsCompletedOnceItsResultIsOnDisk() {
        Action.Persist persist = answered();
        assertEquals("code", persist.changes().get(0).key());
        assertEquals(List.of(new Action.Completed<>(REQUEST, "77")), persist.then());
        assertEquals(Map.of("toy.asked", 1L, "toy.answered", 1L), core.counters());
        assertEquals(Long.MAX_VALUE, core.nextDeadline());
    }

    @Test
    public void whatTheDiskRefusesIsRefusedAndWrittenWithTheNextWrite() {
        Action.Persist failed = answered();
        Action.Refused refused =
                (Action.Refused) feed(new Event.NotWritten(failed.changes(), failed.then(), "no space left on device"))
                        .get(0);
        assertEquals(
                "in force as long as the program runs, but not on disk yet: no space left on device (expected: room on the"
                        + " disk of HOME, to which the program then writes it by itself within 30 s; if it ends before,"
                        + " give the command again)",
                refused.why());
        assertEquals(2, answered().changes().size());
    }

    @Test
    public void aResultThatExistsOnDiskAloneIsSaidNotToExistIfTheDiskRefusesIt() {
        Action string = Action.Completed.withResult(REQUEST, "shown once");
        Action.Refused refused =
                (Action.Refused) feed(new Event.NotWritten(List.of(), List.of(string), "no space left on device"))
                        .get(0);
        assertEquals(
                "nothing was made, as it could not be put on disk: no space left on device (expected: room on the disk of"
                        + " HOME; then give the command again)",
                refused.why());
    }

    @Test
    public void aServerThatCannotBeHadIsToldInTheWordsOfEveryRole() {
        Action.Dial dial = (Action.Dial) feed(new ToyCore.Ask(REQUEST)).get(0);
        Action.Refused refused =
                (Action.Refused) feed(new Event.Closed(dial.connection(), CloseReason.Kind.REFUSED, "refused"))
                        .get(0);
        assertEquals("the server takes no connection: 192.0.2.1:3478: nobody listens there", refused.why());
    }

    @Test
    public void itIsWrittenInAHundredLinesWithoutAnyClassOfARole() throws IOException {
        List<String> code = Files.readAllLines(Path.of("src/test/java/org/ringback/kernel/ToyCore.java")).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("*") && !line.startsWith("/*"))
                .toList();
        assertTrue(code.size() + " lines", code.size() <= 100);
        assertEquals(
                List.of(),
                code.stream()
                        .filter(line -> line.matches("import org\\.ringback\\.(relay|acceptor|issuer|registry)\\..*"))
                        .toList());
    }
}
