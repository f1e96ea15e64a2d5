package org.ringback.kernel;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.Test;

public final class ServerDiallerTest {
    private static final String NAME = "server.example:3478";
    private static final ServerAddress V4 = at("192.0.2.1");
    private static final ServerAddress V4_TOO = at("192.0.2.2");
    private static final ServerAddress V6 = at("2001:db8::1");

    /** What was wanted, as the owner heard it, one word for each. */
    private final List<String> did = new ArrayList<>();

    private final ServerRoute route = new ServerRoute(List.of(NAME));
    private final ServerDialler<List<String>> dialler = new ServerDialler<>(route, new Owner());
    private long now = 1_000;
    private long connection;

    private static ServerAddress at(String address) {
        return new ServerAddress(NAME, new InetSocketAddress(address, 3478));
    }

    private final class Owner implements ServerDialler.Owner<List<String>> {
        @Override
        public void resolve(List<String> servers, List<String> turn) {
            turn.add("resolve " + String.join(" ", servers));
        }

        @Override
        public long dial(ServerAddress to, List<String> turn) {
            connection++;
            turn.add("dial " + connection + " " + to.address().getAddress().getHostAddress());
            return connection;
        }

        @Override
        public void abort(long number, List<String> turn) {
            turn.add("abort " + number);
        }

        @Override
        public void unreachable(List<String> turn) {
            turn.add("unreachable");
        }
    }

    private void known(ServerAddress... addresses) {
        route.found(NAME, Arrays.stream(addresses).map(ServerAddress::address).toList());
        route.asked(now);
    }

    private void start() {
        dialler.start(address -> true, now, did);
    }

    private void answered(ServerAddress... addresses) {
        route.found(NAME, Arrays.stream(addresses).map(ServerAddress::address).toList());
        dialler.answered(List.of(NAME), now, did);
    }

    private void fails(long number) {
        dialler.failed(number, now, did);
    }

    private void pass(Duration duration) {
        long end = now + duration.toNanos();
        while (dialler.deadline() <= end) {
            now = Math.max(now, dialler.deadline());
            dialler.tick(now, did);
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
        wants("dial 2 2001:db8:0:0:0:0:0:1");
        pass(Duration.ofMillis(250));
        wants("dial 3 192.0.2.2");
        pass(Duration.ofMinutes(1));
        wants();
    }

    @Test
    public void theNextAddressIsDialledAtOnceWhenOneFails() {
        known(V4, V6);
        start();
        wants("dial 1 192.0.2.1");
        fails(1);
        wants("dial 2 2001:db8:0:0:0:0:0:1");
    }

    @Test
    public void theFirstThatIsProvedWinsAndTheOthersGo() {
        known(V4, V6);
        start();
        pass(Duration.ofMillis(300));
        did.clear();
        assertEquals(Optional.of(V6), dialler.proved(2, did));
        wants("abort 1");
        assertEquals(Optional.empty(), dialler.proved(1, did));
        assertEquals(Long.MAX_VALUE, dialler.deadline());
        fails(1);
        wants();
        assertEquals("the last good address comes first", V6, route.addresses().get(0));
    }

    @Test
    public void whenEveryAddressFailedTheNamesAreAskedOnceMoreAndNewAddressesDialled() {
        known(V4);
        start();
        did.clear();
        fails(1);
        wants("resolve " + NAME);
        answered(V4, V6);
        wants("dial 2 2001:db8:0:0:0:0:0:1");
        fails(2);
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
        wants("dial 2 192.0.2.2");
        fails(1);
        fails(2);
        wants("unreachable");
    }

    @Test
    public void onlyAddressesThatAreWantedAreDialled() {
        known(V4, V6);
        dialler.start(ServerAddress::ipv6, now, did);
        pass(Duration.ofSeconds(5));
        wants("dial 1 2001:db8:0:0:0:0:0:1");
    }

    @Test
    public void aFreshStartGivesUpWhatWasUnderWay() {
        known(V4, V6);
        start();
        start();
        wants("dial 1 192.0.2.1", "abort 1", "dial 2 192.0.2.1");
        dialler.cancel(did);
        wants("abort 2");
        assertEquals(Long.MAX_VALUE, dialler.deadline());
        assertTrue(dialler.attempt(2).isEmpty());
    }

    @Test
    public void aRouteToOneAddressAsksNobody() {
        ServerDialler<List<String>> single = new ServerDialler<>(ServerRoute.only(V4), new Owner());
        single.start(address -> true, now, did);
        wants("dial 1 192.0.2.1");
        single.failed(1, now, did);
        wants("unreachable");
    }
}
