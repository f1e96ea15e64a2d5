package org.ringback.conformance;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingSystem;
import org.ringback.conformance.fixture.Ringing;
import org.ringback.conformance.fixture.ScriptedAcceptor;
import org.ringback.conformance.fixture.ScriptedDevice;
import org.ringback.conformance.fixture.ScriptedIssuer;
import org.ringback.conformance.fixture.ScriptedLink;
import org.ringback.conformance.fixture.ServerProcess;
import org.ringback.conformance.fixture.Stage;
import org.ringback.conformance.fixture.TicketedRing;
import org.ringback.conformance.fixture.Way;
import org.ringback.kit.Patience;
import org.ringback.spi.Grant;
import org.ringback.wire.Attributes;
import org.ringback.wire.ErrorCodes;
import org.ringback.wire.Message;
import org.ringback.wire.MessageKind;
import org.ringback.wire.Outcome;
import org.ringback.wire.RelayTicket;

/**
 * More relayed calls are asked for than the server's process may open files for: those that have room stand, the others
 * are refused in words, and nobody else notices. With the long build alone: it makes more than 3,000 handshakes.
 */
public class RelayedCrowdTest {
    private static final int FILES = 4_096;
    private static final int ASKED = 1_024;
    /** A sixth of the files beyond the first 1,024. */
    private static final int STANDING = 512;
    /** Pairs that have the eight calls of one issuer, and together the first three quarters. */
    private static final int GREEDY = 48;
    /** Pairs that come one call at a time. */
    private static final int MODEST = 128;

    private static final int CALLS_OF_ISSUER = 8;
    private static final int LAMPS = 32;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Rule
    public final Stage stage = new Stage();

    private final List<ScriptedAcceptor> lamps = new ArrayList<>();
    private int standing;
    private int refused;

    /** Who may ring one lamp. */
    private record Pair(ScriptedIssuer issuer, ScriptedAcceptor lamp, Grant grant) {
        TicketedRing rings() {
            Ringing ring = Ringing.of(grant, issuer.identity().fingerprint(), RingSystem.CALL_BACK);
            return TicketedRing.asked(issuer, lamp, ring).called();
        }
    }

    /** Both ends of a call that is relayed. */
    private record Relayed(ScriptedLink issuers, ScriptedLink lamps) {}

    @Test
    public void ofAThousandRelayedCallsHalfStandWhereFilesAreFewAndRegistrationsAndLeasesGoOn() throws Exception {
        assumeTrue("only with -Plong, or -Dlong.run=true", Boolean.getBoolean("long.run"));
        try (ServerProcess server = ServerProcess.start(folder.newFolder().toPath(), FILES)) {
            for (int lamp = 0; lamp < LAMPS; lamp++) {
                lamps.add(stage.scriptedAcceptor(Way.crosswise().get(0))
                        .join(server.enrol(new EquipmentId("lamp-" + lamp))));
            }
            List<Relayed> first = new ArrayList<>();
            for (int number = 0; number < GREEDY; number++) {
                Pair pair = pair(number, number % (LAMPS / 2));
                for (int call = 0; call < CALLS_OF_ISSUER; call++) {
                    first.add(stands(pair));
                }
            }
            List<Pair> modest = new ArrayList<>();
            for (int number = 0; number < MODEST; number++) {
                Pair pair = pair(GREEDY + number, LAMPS / 2 + number % (LAMPS / 2));
                modest.add(pair);
                stands(pair);
            }
            assertEquals(STANDING, standing);
            for (int asked = standing; asked < ASKED; asked++) {
                refuses(modest.get(asked % MODEST));
            }
            assertEquals(ASKED - STANDING, refused);
            goOn(server);

            stands(pair(GREEDY + MODEST, LAMPS - 1));
            assertEquals("a pair that has none found a place", 1, server.counter("relay.made-room"));
            Patience.until("a call ended of a pair that has several", () -> ended(first) == 1);
        }
    }

    private static long ended(List<Relayed> calls) {
        return calls.stream().filter(call -> call.issuers().ended()).count();
    }

    private Pair pair(int number, int lamp) {
        ScriptedAcceptor where = lamps.get(lamp);
        Grant grant = where.grant(new EquipmentId("issuer-" + number), EnumSet.allOf(RingSystem.class));
        ScriptedIssuer issuer = stage.scriptedIssuer(where.way());
        issuer.enrol(grant.invitation());
        return new Pair(issuer, where, grant);
    }

    private static Relayed goToTheRelay(Pair pair, TicketedRing ring) {
        return new Relayed(comesWith(pair.issuer(), ring.issuers()), comesWith(pair.lamp(), ring.lamps()));
    }

    private static ScriptedLink comesWith(ScriptedDevice device, RelayTicket ticket) {
        return device.dialRaw().sendRaw(ticket.bind(ScriptedDevice.transaction()));
    }

    private Relayed stands(Pair pair) {
        TicketedRing ring = pair.rings();
        Relayed call = goToTheRelay(pair, ring);
        call.issuers().expectClear(MessageKind.RELAY_BOUND);
        call.lamps().expectClear(MessageKind.RELAY_BOUND);
        over(ring, Outcome.REACHED);
        standing++;
        return call;
    }

    private void refuses(Pair pair) {
        TicketedRing ring = pair.rings();
        Relayed call = goToTheRelay(pair, ring);
        for (ScriptedLink end : List.of(call.issuers(), call.lamps())) {
            Message words = end.expectClear(MessageKind.RELAY_REFUSED);
            assertEquals(ErrorCodes.CAPACITY, (int) words.get(Attributes.ERROR_CODE));
            end.close();
        }
        over(ring, Outcome.UNREACHABLE);
        refused++;
    }

    private static void over(TicketedRing ring, Outcome outcome) {
        ring.ends(outcome);
        ring.first().close();
        ring.second().close();
    }

    /** Every piece of equipment registers, leases and enrols as if nobody were relayed. */
    private void goOn(ServerProcess server) {
        lamps.forEach(ScriptedAcceptor::refresh);
        lamps.forEach(ScriptedAcceptor::lease);
        lamps.forEach(ScriptedAcceptor::register);
        lamps.add(stage.scriptedAcceptor(Way.crosswise().get(0)).join(server.enrol(new EquipmentId("late"))));
        assertEquals(STANDING, server.counter("relay.joined"));
        assertEquals(0, server.counter("relay.over"));
        assertEquals(ASKED - STANDING, server.counter("relay.too-many"));
        assertTrue(server.openFiles() + " open files", server.openFiles() < FILES / 2);
    }
}
