package org.ringback.nat;

import static org.junit.Assert.assertEquals;
import static org.ringback.nat.Segments.ACK;
import static org.ringback.nat.Segments.SERVER;
import static org.ringback.nat.Segments.at;
import static org.ringback.nat.Segments.segment;
import static org.ringback.nat.Segments.syn;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.Test;

/** Which way a conversation went, by what was seen of it. */
public final class ReadingTest {
    private static final int HOME = 12;
    private static final int ISSUER = 33;
    private static final int BYTES = 1000;
    private static final InetSocketAddress GATEWAY = at(HOME, 4000);
    private static final InetSocketAddress CALLER = at(ISSUER, 5000);

    private static List<Sighting> carry(InetSocketAddress one, InetSocketAddress other, int bytes) {
        return List.of(segment(one, other, ACK, 1, bytes), segment(other, one, ACK, 1, bytes));
    }

    private static Reading read(List<List<Sighting>> parts) {
        return Reading.of(parts.stream().flatMap(List::stream).toList(), HOME, ISSUER, BYTES);
    }

    @Test
    public void bytesBetweenTheTwoEndsAreDirectAndCrossedOnlyIfBothDialledThatConnection() {
        List<Sighting> one = List.of(syn(GATEWAY, CALLER));
        List<Sighting> other = List.of(syn(CALLER, GATEWAY));
        assertEquals(new Reading(Way.DIRECT, false, false, 1), read(List.of(one, carry(GATEWAY, CALLER, BYTES))));
        assertEquals(new Reading(Way.DIRECT, false, true, 1), read(List.of(one, other, carry(GATEWAY, CALLER, BYTES))));
        assertEquals(
                new Reading(Way.DIRECT, false, false, 1),
                read(List.of(one, List.of(syn(CALLER, at(HOME, 4001))), carry(GATEWAY, CALLER, BYTES))));
    }

    @Test
    public void theSynsAreThoseOfTheEndThatSentMore() {
        List<Sighting> three = List.of(syn(CALLER, GATEWAY), syn(CALLER, GATEWAY), syn(CALLER, at(HOME, 4001)));
        assertEquals(3, read(List.of(List.of(syn(GATEWAY, CALLER)), three)).syns());
        assertEquals(
                0,
                read(List.of(List.of(syn(GATEWAY, SERVER), syn(CALLER, SERVER))))
                        .syns());
    }

    /** A system that an acknowledgement of an earlier dial answers repeats its SYN at once. */
    @Test
    public void aSynThatIsRepeatedBecauseTheOtherEndAnsweredIsNotCounted() {
        List<Sighting> first = List.of(segment(GATEWAY, CALLER, Segments.SYN, 7, 0));
        List<Sighting> stale = List.of(segment(CALLER, GATEWAY, ACK, 1, 0));
        List<Sighting> fresh = List.of(segment(GATEWAY, CALLER, Segments.SYN, 8, 0));
        assertEquals(1, read(List.of(first, stale, first)).syns());
        assertEquals(
                "once for an answer",
                2,
                read(List.of(first, stale, first, first)).syns());
        assertEquals("nobody answered", 2, read(List.of(first, first)).syns());
        assertEquals("a new dial", 2, read(List.of(first, stale, fresh)).syns());
        assertEquals(
                "the issuer's own SYN answers nothing",
                2,
                read(List.of(first, List.of(syn(CALLER, GATEWAY)), first)).syns());
    }

    @Test
    public void bytesOfBothEndsWithTheServerAreRelayedAndAHandshakeBetweenTheEndsChangesNothing() {
        assertEquals(
                new Reading(Way.RELAYED, false, false, 1),
                read(List.of(
                        List.of(syn(GATEWAY, CALLER)),
                        carry(GATEWAY, CALLER, BYTES - 1),
                        carry(GATEWAY, SERVER, BYTES),
                        carry(CALLER, SERVER, BYTES))));
    }

    @Test
    public void bytesThatWereSentAgainCountOnce() {
        assertEquals(
                Way.NONE,
                read(List.of(carry(GATEWAY, CALLER, BYTES - 1), carry(GATEWAY, CALLER, BYTES - 1)))
                        .way());
    }

    @Test
    public void bytesOfOneEndOrInOneDirectionAreNoWay() {
        assertEquals(Way.NONE, read(List.of(carry(GATEWAY, SERVER, BYTES))).way());
        assertEquals(
                Way.NONE,
                read(List.of(List.of(segment(GATEWAY, CALLER, ACK, 1, BYTES)))).way());
    }

    @Test
    public void bothWaysAtOnceAreSaid() {
        assertEquals(
                new Reading(Way.DIRECT, true, false, 0),
                read(List.of(
                        carry(GATEWAY, CALLER, BYTES), carry(GATEWAY, SERVER, BYTES), carry(CALLER, SERVER, BYTES))));
    }

    @Test
    public void inTheSameHouseRelayedIsTwoConnectionsWithTheServer() {
        List<Sighting> one = carry(GATEWAY, SERVER, BYTES);
        assertEquals(Way.NONE, Reading.of(one, HOME, HOME, BYTES).way());
        List<Sighting> two = new ArrayList<>(one);
        two.addAll(carry(at(HOME, 4001), SERVER, BYTES));
        assertEquals(Way.RELAYED, Reading.of(two, HOME, HOME, BYTES).way());
        assertEquals(Way.RELAYED, Reading.of(two, HOME, HOME, BYTES).had(true).way());
        assertEquals(Way.DIRECT, Reading.of(one, HOME, HOME, BYTES).had(true).way());
        assertEquals(Way.NONE, Reading.of(one, HOME, ISSUER, BYTES).had(false).way());
    }
}
