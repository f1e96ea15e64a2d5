package org.ringback.kernel;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.Test;

public class HeldEstatesTest {
    private static final String RELAY = "relay";

    /** Of Declarative Services, in ComponentConstants. */
    private static final int REFERENCE = 2;

    private static final int BUNDLE_STOPPED = 6;

    private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1);
    private final AtomicBoolean ending = new AtomicBoolean();
    private final HeldEstates estates = new HeldEstates(clock::get, ending::get);

    @Test
    public void anEstateIsTakenOnceByItsName() {
        byte[] left = {1, 2};
        estates.leave(RELAY, left);
        assertTrue(estates.take("acceptor").isEmpty());
        assertArrayEquals(left, estates.take(RELAY).orElseThrow());
        assertTrue(estates.take(RELAY).isEmpty());
    }

    @Test
    public void aLaterOneTakesThePlaceOfAnEarlierOneWhichIsWiped() {
        byte[] earlier = {1};
        estates.leave(RELAY, earlier);
        estates.leave(RELAY, new byte[] {2});
        assertArrayEquals(new byte[] {2}, estates.take(RELAY).orElseThrow());
        assertArrayEquals(new byte[1], earlier);
    }

    @Test
    public void oneThatIsOlderThanAMinuteIsWipedAndNotTaken() {
        byte[] old = {1};
        estates.leave(RELAY, old);
        clock.addAndGet(Estates.KEPT.toNanos());
        estates.leave("acceptor", new byte[] {3});
        assertArrayEquals("not yet", new byte[] {1}, old);
        clock.addAndGet(1);
        assertTrue(estates.take(RELAY).isEmpty());
        assertArrayEquals(new byte[1], old);
        assertTrue("the other is younger", estates.take("acceptor").isPresent());
    }

    @Test
    public void whoFailsToStartLeavesTheEstateForWhoeverStartsNext() {
        estates.leave(RELAY, new byte[] {1, 2});
        assertThrows(
                IllegalStateException.class,
                () -> estates.succeed(RELAY, left -> {
                    Arrays.fill(left.orElseThrow(), (byte) 0);
                    throw new IllegalStateException("the new version does not start");
                }));
        byte first = estates.succeed(RELAY, left -> left.orElseThrow()[0]);
        assertEquals(1, first);
        assertTrue(estates.succeed(RELAY, Optional::isEmpty));
    }

    @Test
    public void aRoleIsSucceededUnlessTheProgramEndsOrAPersonEndsIt() {
        for (int reason : new int[] {REFERENCE, BUNDLE_STOPPED}) {
            assertTrue(estates.mayBeSucceeded(reason));
        }
        for (int person : new int[] {1, 4}) {
            assertFalse(estates.mayBeSucceeded(person));
        }
        ending.set(true);
        assertFalse(estates.mayBeSucceeded(BUNDLE_STOPPED));
    }

    @Test
    public void rowsAreReadAsTheyWereWrittenAndTheEstateIsWiped() throws Exception {
        InetSocketAddress ipv4 = new InetSocketAddress("192.0.2.1", 65_535);
        byte[] linkLocal = InetAddress.getByName("fe80::1").getAddress();
        InetSocketAddress ipv6 = new InetSocketAddress(Inet6Address.getByAddress(null, linkLocal, 3), 1);
        byte[] estate = new EstateWriter(7)
                .row(1)
                .number(Long.MIN_VALUE)
                .text("lamp-1")
                .flag(true)
                .row(2)
                .address(ipv4)
                .address(ipv6)
                .fraction(0.5)
                .row(1)
                .bytes(new byte[300])
                .toBytes();
        String read = EstateReader.read(estate, 7, in -> {
                    List<EstateRow> first = new ArrayList<>();
                    in.each(1, first::add);
                    assertEquals(2, first.size());
                    assertEquals(Long.MIN_VALUE, first.get(0).number());
                    String name = first.get(0).text();
                    assertTrue(first.get(0).flag());
                    assertFalse(first.get(0).more());
                    assertEquals(300, first.get(1).bytes().length);
                    EstateRow second = in.only(2);
                    assertEquals(ipv4, second.address());
                    assertEquals(
                            ipv6.getAddress().getHostAddress(),
                            second.address().getAddress().getHostAddress());
                    assertEquals(0.5, second.fraction(), 0);
                    return name;
                })
                .orElseThrow();
        assertEquals("lamp-1", read);
        assertArrayEquals(new byte[estate.length], estate);
    }

    @Test
    public void anotherFormAndACutOneAreAsIfThereWereNone() {
        assertEquals(Optional.empty(), EstateReader.read(new EstateWriter(2).toBytes(), 1, in -> "read"));
        byte[] whole = new EstateWriter(1).row(1).number(5).toBytes();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertEquals(
                    Optional.empty(), EstateReader.read(cut, 1, in -> in.only(1).number()));
        }
        assertEquals(
                "a row that is shorter than it should be",
                Optional.empty(),
                EstateReader.read(new EstateWriter(1).row(1).flag(true).toBytes(), 1, in -> in.only(1)
                        .number()));
    }
}
