package org.ringback.registry.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertSame;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.api.Role;
import org.ringback.api.control.SeenPaths;
import org.ringback.kernel.Estates;
import org.ringback.kernel.HeldEstates;
import org.ringback.kernel.Registration;
import org.ringback.kernel.Registry;

public class InMemoryRegistryTest {
    private static final InetSocketAddress SERVER = new InetSocketAddress("192.0.2.1", 3478);
    private static final long LIFETIME = 180_000_000_000L;

    private static final int MANY = 100_000;

    /** Reasons of a deactivation, as Declarative Services numbers them. */
    private static final int CONFIGURATION_DELETED = 4;

    private static final int BUNDLE_STOPPED = 6;

    private final Registry registry = new InMemoryRegistry();

    @Test
    public void aRowIsFoundAsItWasPut() throws Exception {
        byte[] linkLocal = InetAddress.getByName("fe80::1").getAddress();
        for (InetAddress address : new InetAddress[] {
            InetAddress.getByName("198.51.100.7"),
            InetAddress.getByName("255.255.255.255"),
            InetAddress.getByName("2001:db8::ffff:1"),
            Inet6Address.getByAddress(null, linkLocal, 3)
        }) {
            for (Role role : Role.values()) {
                Registration row = new Registration(
                        id("lamp-1"), role, new InetSocketAddress(address, 65_535), SERVER, 1, 2, 3_000);
                registry.put(row);
                Registration found = registry.find(id("lamp-1"), at(2)).orElseThrow();
                assertEquals(row, found);
                // equals ignores the scope
                assertEquals(
                        address.getHostAddress(), found.address().getAddress().getHostAddress());
            }
        }
        assertEquals(1, registry.size());
    }

    private static Registration lampAt(String address, long refreshed, long expires) {
        return new Registration(
                id("lamp-1"), Role.ACCEPTOR, new InetSocketAddress(address, 4000), SERVER, 1, refreshed, expires);
    }

    private void relayed() {
        registry.saw(id("lamp-1"), seen -> seen.answered(Optional.of(SeenPaths.Way.RELAYED)));
    }

    private Optional<SeenPaths.Way> latest() {
        return registry.seen(id("lamp-1")).answered();
    }

    @Test
    public void whatIsSeenOfTheWayToADeviceStaysWithItsAddressAndNotWithItsPort() {
        registry.put(lampAt("198.51.100.7", 1, 100));
        relayed();
        registry.put(new Registration(
                id("lamp-1"), Role.ACCEPTOR, new InetSocketAddress("198.51.100.7", 4001), SERVER, 2, 2, 200));
        assertEquals(Optional.of(SeenPaths.Way.RELAYED), latest());
        // An end before the present one.
        registry.put(lampAt("198.51.100.7", 3, 50));
        assertEquals(Optional.of(SeenPaths.Way.RELAYED), latest());
        registry.put(lampAt("198.51.100.8", 4, 300));
        assertEquals(Optional.empty(), latest());
        relayed();
        registry.put(lampAt("198.51.100.9", 5, 60));
        assertEquals(Optional.empty(), latest());
        relayed();
        registry.put(lampAt("2001:db8::1", 6, 400));
        assertEquals(Optional.empty(), latest());
    }

    @Test
    public void whatIsSeenOfTheWayToADeviceGoesWithItsRow() {
        relayed();
        registry.put(lampAt("198.51.100.7", 1, 100));
        assertEquals(SeenPaths.NOTHING, registry.seen(id("lamp-1")));
        relayed();
        registry.remove(id("lamp-1"));
        assertEquals("its last row", Optional.of(SeenPaths.Way.RELAYED), latest());
        registry.put(lampAt("198.51.100.7", 2, 200));
        assertEquals(SeenPaths.NOTHING, registry.seen(id("lamp-1")));
        relayed();
        registry.clear();
        assertEquals(SeenPaths.NOTHING, registry.seen(id("lamp-1")));
    }

    @Test
    public void aHundredThousandRowsAreThereBeforeTheSuccessorIsSeen() {
        Estates estates = new HeldEstates(System::nanoTime, () -> false);
        InMemoryRegistry before = new InMemoryRegistry(estates);
        List<Registration> rows = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            Registration row = row("lamp-" + i, LIFETIME + i);
            rows.add(row);
            before.put(row);
        }
        before.deactivate(BUNDLE_STOPPED);

        InMemoryRegistry after = new InMemoryRegistry(estates);
        assertEquals(MANY, after.size());
        for (Registration row : rows) {
            assertEquals(row, after.find(row.id(), at(0)).orElseThrow());
        }
        assertEquals(LIFETIME, after.nextExpiry());
        assertEquals("only once", 0, new InMemoryRegistry(estates).size());
    }

    @Test
    public void whenAPersonEndsItNoRowIsLeft() {
        Estates estates = new HeldEstates(System::nanoTime, () -> false);
        InMemoryRegistry before = new InMemoryRegistry(estates);
        before.put(row("lamp-1", LIFETIME));
        before.deactivate(CONFIGURATION_DELETED);
        assertEquals(0, new InMemoryRegistry(estates).size());
    }

    @Test
    public void rowsShareTheSocketsOfAServerWithSixtyFour() {
        for (int port = 1; port <= 65; port++) {
            InetSocketAddress socket = new InetSocketAddress("192.0.2.1", port);
            registry.put(new Registration(id("a-" + port), Role.ACCEPTOR, SERVER, socket, 1, 2, 3_000));
            InetSocketAddress again = new InetSocketAddress("192.0.2.1", port);
            registry.put(new Registration(id("b-" + port), Role.ACCEPTOR, SERVER, again, 1, 2, 3_000));
            assertSame(
                    port <= 64 ? socket : again,
                    registry.find(id("b-" + port), at(2)).orElseThrow().socket());
        }
    }

    @Test
    public void anUnknownIdIsNotFound() {
        registry.put(row("lamp-1", 10));
        assertTrue(registry.find(id("lamp-2"), at(0)).isEmpty());
    }

    @Test
    public void aNameInPlaceOfAnAddressIsRefused() {
        Registration row = new Registration(
                id("lamp-1"), Role.ACCEPTOR, InetSocketAddress.createUnresolved("host.example", 1), SERVER, 0, 0, 1);
        assertThrows(IllegalArgumentException.class, () -> registry.put(row));
        assertEquals(0, registry.size());
    }

    @Test
    public void aRowEndsAtItsTimeAndNotBefore() {
        registry.put(row("lamp-1", 100));
        assertTrue(registry.find(id("lamp-1"), at(99)).isPresent());
        assertTrue(registry.find(id("lamp-1"), at(100)).isEmpty());
        assertEquals(List.of(), registry.expire(at(99)));
        assertEquals(List.of(id("lamp-1")), registry.expire(at(100)));
        assertEquals(0, registry.size());
        assertEquals(Long.MAX_VALUE, registry.nextExpiry());
    }

    @Test
    public void aRefreshMovesTheEnd() {
        registry.put(row("lamp-1", 100));
        registry.put(row("lamp-2", 150));
        registry.put(row("lamp-1", 200));
        assertTrue(registry.nextExpiry() <= 150);
        assertEquals(List.of(), registry.expire(at(149)));
        assertEquals(150, registry.nextExpiry());
        assertEquals(List.of(id("lamp-2")), registry.expire(at(199)));
        assertEquals(200, registry.nextExpiry());
        assertEquals(1, registry.size());
    }

    @Test
    public void aShorterLifetimeMovesTheEndForward() {
        registry.put(row("lamp-1", 200));
        registry.put(row("lamp-2", 150));
        registry.put(row("lamp-1", 100));
        assertEquals(100, registry.nextExpiry());
        assertEquals(List.of(id("lamp-1"), id("lamp-2")), registry.expire(at(150)));
    }

    @Test
    public void theClockMayWrapAround() {
        long start = Long.MAX_VALUE - 10;
        registry.put(row("before", start + 5));
        registry.put(row("after", start + 20));
        assertEquals(start + 5, registry.nextExpiry());
        assertEquals(List.of(id("before")), registry.expire(at(start + 15)));
        assertTrue(registry.find(id("after"), at(start + 15)).isPresent());
        assertEquals(List.of(id("after")), registry.expire(at(start + 20)));
    }

    @Test
    public void removingAndClearingLeaveNothingBehind() {
        registry.put(row("lamp-1", 100));
        registry.put(row("lamp-2", 50));
        registry.remove(id("lamp-2"));
        registry.remove(id("lamp-2"));
        assertEquals(1, registry.size());
        assertEquals(100, registry.nextExpiry());
        registry.clear();
        assertEquals(0, registry.size());
        assertEquals(Long.MAX_VALUE, registry.nextExpiry());
        assertEquals(List.of(), registry.page(Optional.empty(), 10));
        assertEquals(List.of(), registry.expire(at(1_000)));
    }

    @Test
    public void theLastRowOfEquipmentThatWentIsRememberedUntilItComesBack() {
        registry.put(row("lamp-1", 100));
        registry.put(row("lamp-2", 50));
        assertEquals(Optional.empty(), registry.findLast(id("lamp-1")));
        registry.remove(id("lamp-1"));
        registry.expire(at(50));
        assertEquals(Optional.of(row("lamp-1", 100)), registry.findLast(id("lamp-1")));
        assertEquals(Optional.of(row("lamp-2", 50)), registry.findLast(id("lamp-2")));
        registry.put(row("lamp-1", 200));
        assertEquals(Optional.empty(), registry.findLast(id("lamp-1")));
        registry.clear();
        assertEquals(Optional.empty(), registry.findLast(id("lamp-2")));
    }

    @Test
    public void ofIssuersWhoWentNothingIsRemembered() {
        Registration lamp = row("anna", 100);
        registry.put(new Registration(
                lamp.id(), Role.ISSUER, lamp.address(), lamp.socket(), lamp.since(), lamp.refreshed(), lamp.expires()));
        registry.remove(id("anna"));
        assertEquals(Optional.empty(), registry.findLast(id("anna")));
    }

    @Test
    public void ofVeryManyThatWentTheLatestAreRemembered() {
        for (int i = 0; i <= GoneRows.MAX; i++) {
            assertTrue(registry.remembersAll());
            registry.put(row("n" + i, 100));
            registry.remove(id("n" + i));
        }
        assertFalse(registry.remembersAll());
        assertEquals(Optional.empty(), registry.findLast(id("n0")));
        assertTrue(registry.findLast(id("n1")).isPresent());
        assertTrue(registry.findLast(id("n" + GoneRows.MAX)).isPresent());
        registry.clear();
        assertTrue(registry.remembersAll());
    }

    @Test
    public void pagesGoThroughAllRowsInTheOrderOfTheirIds() {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            numbers.add(i);
        }
        Collections.shuffle(numbers, new Random(4));
        numbers.forEach(i -> registry.put(row(name(i), 100)));

        List<String> seen = new ArrayList<>();
        Optional<EquipmentId> after = Optional.empty();
        List<Registration> page = registry.page(after, 60);
        while (!page.isEmpty()) {
            assertTrue(page.size() <= 60);
            page.forEach(row -> seen.add(row.id().value()));
            after = Optional.of(page.get(page.size() - 1).id());
            page = registry.page(after, 60);
        }
        Collections.sort(numbers);
        assertEquals(numbers.stream().map(InMemoryRegistryTest::name).toList(), seen);
        assertEquals(List.of(), registry.page(Optional.empty(), 0));
        assertThrows(IllegalArgumentException.class, () -> registry.page(Optional.empty(), -1));
    }

    @Test
    public void aPageMayBeginAfterAnIdThatIsGone() {
        registry.put(row("a", 100));
        registry.put(row("c", 100));
        assertEquals("c", registry.page(Optional.of(id("b")), 10).get(0).id().value());
    }

    @Test
    public void rowsShareTheServersOwnAddress() {
        registry.put(rowOn("a", new InetSocketAddress("192.0.2.1", 3478)));
        registry.put(rowOn("b", new InetSocketAddress("192.0.2.1", 3478)));
        List<Registration> rows = registry.page(Optional.empty(), 2);
        assertSame(rows.get(0).socket(), rows.get(1).socket());
    }

    @Test
    public void oneHundredThousandRowsExpireAtTheirTimes() {
        int count = 100_000;
        Random random = new Random(1);
        for (int i = 0; i < count; i++) {
            registry.put(row(name(i), 1 + random.nextInt(1_000)));
        }
        Map<String, Long> ends = new HashMap<>();
        // everyone refreshes once, at a time of its own
        for (int i = count - 1; i >= 0; i--) {
            long end = 1_000L + random.nextInt(1_000);
            ends.put(name(i), end);
            registry.put(row(name(i), end));
        }
        assertEquals(count, registry.size());
        assertEquals(List.of(), registry.expire(at(999)));
        int left = count;
        for (long now = 1_000; now < 2_000; now++) {
            assertTrue(registry.nextExpiry() >= now);
            for (EquipmentId dropped : registry.expire(at(now))) {
                assertEquals(now, (long) ends.get(dropped.value()));
                left--;
            }
            assertEquals(left, registry.size());
        }
        assertEquals(0, left);
    }

    @Test
    public void aRandomHistoryAgreesWithAPlainMap() {
        Random random = new Random(99);
        TreeMap<String, Long> model = new TreeMap<>();
        long now = 0;
        for (int step = 0; step < 50_000; step++) {
            String name = name(random.nextInt(200));
            switch (random.nextInt(5)) {
                case 0 -> {
                    registry.remove(id(name));
                    model.remove(name);
                }
                case 1 -> {
                    now += random.nextInt(20);
                    long time = now;
                    registry.expire(at(now));
                    assertTrue("what has ended is gone", registry.nextExpiry() > now);
                    model.values().removeIf(end -> end <= time);
                }
                default -> {
                    long end = now + 1 + random.nextInt(300);
                    registry.put(row(name, end));
                    model.put(name, end);
                }
            }
            assertEquals(model.size(), registry.size());
            assertTrue(registry.nextExpiry()
                    <= model.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE));
        }
        List<String> ids = registry.page(Optional.empty(), 1_000).stream()
                .map(row -> row.id().value())
                .toList();
        assertEquals(List.copyOf(model.keySet()), ids);
    }

    @Test
    public void threadsDoNotDisturbEachOther() throws Exception {
        int threads = 4;
        CountDownLatch ready = new CountDownLatch(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        List<Future<Integer>> workers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            String prefix = "w" + t + "-";
            workers.add(executor.submit(() -> {
                ready.countDown();
                ready.await();
                return churn(prefix);
            }));
        }
        for (Future<Integer> worker : workers) {
            assertEquals("rows that others do not expire are found", 2_500, (int) worker.get());
        }
        executor.shutdown();
        registry.expire(at(1));
        assertEquals(4 * 2_500, registry.size());
        assertEquals(LIFETIME + 1, registry.nextExpiry());
    }

    /** Every second row ends at once; returns how many of the others were found when they had been put. */
    private int churn(String prefix) {
        int found = 0;
        for (int i = 0; i < 5_000; i++) {
            registry.put(row(prefix + i, 1 + i % 2 * LIFETIME));
            found += registry.find(id(prefix + i), at(1)).isPresent() ? 1 : 0;
            if (i % 100 == 0) {
                registry.page(Optional.empty(), 3);
                registry.expire(at(1));
            }
        }
        return found;
    }

    private static String name(int number) {
        return String.format("equipment-%06d", number);
    }

    private static EquipmentId id(String name) {
        return new EquipmentId(name);
    }

    private static Moment at(long nanos) {
        return new Moment(nanos, Instant.EPOCH);
    }

    private static Registration row(String name, long expires) {
        return new Registration(
                id(name), Role.ACCEPTOR, new InetSocketAddress("198.51.100.7", 40_000), SERVER, 0, 0, expires);
    }

    private static Registration rowOn(String name, InetSocketAddress socket) {
        return new Registration(
                id(name), Role.ACCEPTOR, new InetSocketAddress("198.51.100.7", 40_000), socket, 0, 0, 1);
    }
}
