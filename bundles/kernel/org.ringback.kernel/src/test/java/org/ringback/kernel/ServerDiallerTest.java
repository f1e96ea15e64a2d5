package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.Test;
import org.ringback.api.KeyFingerprint;
import org.ringback.api.Moment;
import org.ringback.api.ProtectionId;
import org.ringback.api.Role;
import org.ringback.api.Secret;
import org.ringback.spi.CloseReason;
import org.ringback.spi.PeerFacts;
import org.ringback.spi.ServerPins;
import org.ringback.store.Change;
import org.ringback.wire.Message;

public final class ServerDiallerTest {
    private static final String NAME = "server.example:3478";
    private static final ServerAddress V4 = at("192.0.2.1");
    private static final ServerAddress V4_TOO = at("192.0.2.2");
    private static final ServerAddress V6 = at("2001:db8::1");

    /** What was wanted, and what the user heard, one word for each. */
    private final List<String> did = new ArrayList<>();

    private final ServerRoute route = new ServerRoute(List.of(NAME));
    private final Owners owners = new Owners();
    private final Unwritten unwritten = new Unwritten((table, key) -> Change.remove(table, key));
    private final ServerDialler dialler = new ServerDialler(owners, way(route), new User());
    private List<Instant> dates = List.of(Instant.EPOCH);
    private boolean diskFirst;
    private long now = 1_000;

    private static ServerAddress at(String address) {
        return new ServerAddress(NAME, new InetSocketAddress(address, 3478));
    }

    private static ServerWay way(ServerRoute known) {
        Secret identity = Secret.copyOf(new byte[1]);
        ServerPins pins = new ServerPins(List.of(new KeyFingerprint("0".repeat(64))));
        return new ServerWay(known, Role.ISSUER, identity, pins, ProtectionId.TLS13, Optional.empty(), false);
    }

    private final class User implements ServerDialler.User {
        @Override
        public List<Instant> dates(Turn turn) {
            return dates;
        }

        @Override
        public void dial(Action.Dial dial, ServerAddress to, Turn turn) {
            if (diskFirst) {
                turn.persist(List.of(Change.remove("table", "key")), dial);
            } else {
                turn.act(dial);
            }
        }

        @Override
        public void unreachable(ServerMisses why, Turn turn) {
            did.add("unreachable");
        }

        @Override
        public void established(PeerFacts peer, Turn turn) {
            did.add("proved");
        }

        @Override
        public void received(Message message, Turn turn) {
            did.add("received");
        }

        @Override
        public void ended(CloseReason reason, Turn turn) {
            did.add("ended: " + reason);
        }

        @Override
        public void notWritten(String why, Turn turn) {
            did.add("not written: " + why);
        }

        @Override
        public long deadline() {
            return Long.MAX_VALUE;
        }
    }

    /** One turn: what the dialler wants stands in {@link #did}. */
    private void turn(Consumer<Turn> what) {
        Turn turn = new Turn(new Moment(now, Instant.EPOCH), unwritten);
        what.accept(turn);
        turn.actions().forEach(this::did);
    }

    private void did(Action action) {
        if (action instanceof Action.Resolve resolve) {
            did.add("resolve " + resolve.server());
        } else if (action instanceof Action.Dial dial) {
            SessionPlan.ToServer session = (SessionPlan.ToServer) dial.session();
            String date = session.time().equals(Instant.EPOCH) ? "" : " as of " + session.time();
            did.add("dial " + dial.connection() + " " + dial.to().getAddress().getHostAddress() + date);
        } else if (action instanceof Action.Abort abort) {
            did.add("abort " + abort.connection());
        } else {
            did.add(action.getClass().getSimpleName());
        }
    }

    private void happens(Event event) {
        turn(turn -> assertTrue(owners.handle(event, turn)));
    }

    private void known(ServerAddress... addresses) {
        route.found(NAME, Arrays.stream(addresses).map(ServerAddress::address).toList());
        route.asked(now);
    }

    private void start() {
        turn(dialler::start);
    }

    private void answered(ServerAddress... addresses) {
        happens(new Event.Resolved(
                NAME, Arrays.stream(addresses).map(ServerAddress::address).toList()));
    }

    private void fails(long number) {
        happens(new Event.Closed(number, CloseReason.Kind.REFUSED, ""));
    }

    private void proved(long number) {
        happens(new Event.Established(
                number,
                new PeerFacts(
                        new KeyFingerprint("0".repeat(64)),
                        new byte[1],
                        "tls13",
                        "x25519",
                        List.of(),
                        V4.address(),
                        V6.address())));
    }

    private void pass(Duration duration) {
        long end = now + duration.toNanos();
        while (owners.deadline() <= end) {
            now = Math.max(now, owners.deadline());
            turn(owners::tick);
        }
        now = end;
    }

    private void wants(String... expected) {
        assertEquals(List.of(expected), did);
        did.clear();
    }

    @Test
    public void theNextAddressIsDialledAQuarterOfASecondLaterAndTheFirstGoesOn() {
        known(V4, V4_TOO, V6);
        start();
        wants("dial 1 192.0.2.1");
        pass(Duration.ofMillis(249));
        wants();
        pass(Duration.ofMillis(1));
        wants("dial 3 2001:db8:0:0:0:0:0:1");
        pass(Duration.ofMillis(250));
        wants("dial 5 192.0.2.2");
        pass(Duration.ofSeconds(10));
        wants();
    }

    @Test
    public void theNextAddressIsDialledAtOnceWhenOneFails() {
        known(V4, V6);
        start();
        wants("dial 1 192.0.2.1");
        fails(1);
        wants("dial 3 2001:db8:0:0:0:0:0:1");
    }

    @Test
    public void theFirstThatIsProvedWinsAndTheOthersGo() {
        known(V4, V6);
        start();
        pass(Duration.ofMillis(300));
        did.clear();
        proved(3);
        wants("proved", "abort 1");
        assertEquals(Optional.of(V6), dialler.used());
        assertTrue(dialler.stands());
        assertEquals(Long.MAX_VALUE, owners.deadline());
        proved(1);
        wants("abort 1");
        fails(1);
        wants();
        assertEquals("the last good address comes first", V6, route.addresses().get(0));
        happens(new Event.Closed(3, CloseReason.Kind.CLOSED_THERE, "gone"));
        wants("ended: gone");
        assertFalse(dialler.stands());
    }

    @Test
    public void whenEveryAddressFailedTheNamesAreAskedOnceMoreAndNewAddressesDialled() {
        known(V4);
        start();
        did.clear();
        fails(1);
        wants("resolve " + NAME);
        answered(V4, V6);
        wants("dial 3 2001:db8:0:0:0:0:0:1");
        fails(3);
        wants("unreachable");
    }

    @Test
    public void aNameThatMeansNothingNewIsTheEnd() {
        known(V4);
        start();
        fails(1);
        did.clear();
        answered(V4);
        wants("unreachable");
    }

    @Test
    public void namesThatNeverWereAskedForAreWaitedForTwentySeconds() {
        start();
        wants("resolve " + NAME);
        pass(Duration.ofMillis(19_999));
        wants();
        pass(Duration.ofMillis(1));
        wants("unreachable");
    }

    @Test
    public void anOldNameIsAskedForBesideDiallingAndItsNewAddressJoinsIn() {
        known(V4);
        now += Duration.ofSeconds(61).toNanos();
        start();
        wants("resolve " + NAME, "dial 1 192.0.2.1");
        pass(Duration.ofMillis(100));
        answered(V4_TOO);
        wants();
        pass(Duration.ofMillis(150));
        wants("dial 3 192.0.2.2");
        fails(1);
        fails(3);
        wants("unreachable");
    }

    @Test
    public void theOtherFamilyIsDialledAloneAndOnlyOnceOneWasInUse() {
        known(V4, V6, V4_TOO);
        assertFalse(dialler.hasOtherFamily());
        start();
        proved(1);
        turn(dialler::close);
        assertTrue(dialler.hasOtherFamily());
        did.clear();
        turn(dialler::startOtherFamily);
        pass(Duration.ofSeconds(5));
        wants("dial 3 2001:db8:0:0:0:0:0:1");
    }

    @Test
    public void aFreshStartGivesUpWhatWasUnderWay() {
        known(V4, V6);
        start();
        start();
        wants("dial 1 192.0.2.1", "abort 1", "dial 3 192.0.2.1");
        turn(dialler::cancel);
        wants("abort 3");
        assertEquals(Long.MAX_VALUE, owners.deadline());
        assertEquals(0, owners.size());
    }

    @Test
    public void aRouteToOneAddressAsksNobody() {
        ServerDialler single = new ServerDialler(owners, way(ServerRoute.only(V4)), new User());
        turn(single::start);
        wants("dial 1 192.0.2.1");
        fails(1);
        wants("unreachable");
    }

    @Test
    public void anAttemptThatTakesTooLongHasFailed() {
        known(V4);
        start();
        did.clear();
        pass(Duration.ofSeconds(15));
        wants("abort 1", "resolve " + NAME);
    }

    @Test
    public void aChainThatDoesNotHoldIsTriedWithTheNextTime() {
        dates = List.of(Instant.EPOCH, Instant.parse("2026-11-29T00:00:00Z"));
        ServerDialler single = new ServerDialler(owners, way(ServerRoute.only(V4)), new User());
        turn(single::start);
        happens(new Event.Closed(1, CloseReason.Kind.BAD_CHAIN, "expired"));
        wants("dial 1 192.0.2.1", "dial 3 192.0.2.1 as of 2026-11-29T00:00:00Z");
        happens(new Event.Closed(3, CloseReason.Kind.BAD_CHAIN, "expired"));
        wants("unreachable");
    }

    @Test
    public void whatIsNotOnDiskIsNotDialledFor() {
        known(V4, V6);
        diskFirst = true;
        start();
        pass(Duration.ofMillis(250));
        wants("Persist", "Persist");
        turn(turn -> owners.notWritten(1, "no room", turn));
        wants("not written: no room", "abort 1", "abort 3");
        turn(turn -> owners.notWritten(3, "no room", turn));
        wants();
    }
}
