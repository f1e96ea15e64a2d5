package org.ringback.shell.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.ringback.api.EquipmentId;
import org.ringback.api.control.Forward;
import org.ringback.api.control.ForwardStatus;
import org.ringback.api.control.ForwardStatus.State;
import org.ringback.api.control.RingRequest;

/** Who waits for the forwards and commands of a program, and what he hears. */
public class UnderWayTest {
    private static final Forward FORWARD = new Forward(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080),
            new RingRequest(new EquipmentId("lamp-1"), Optional.empty(), "http"));

    @Rule
    public final Timeout timeout = new Timeout(30, TimeUnit.SECONDS);

    private final UnderWay underWay = new UnderWay();

    @Test
    public void anOpenForwardIsWaitedForUntilItIsClosed() {
        changed(State.STANDING, "");
        CompletableFuture<List<String>> waits = CompletableFuture.supplyAsync(() -> told(0));
        changed(State.WAITING, "the call ended: connection lost");
        changed(State.RINGING, "the call ended: connection lost");
        assertFalse(waits.isDone());
        changed(State.CLOSED, "");
        List<String> lines = waits.join();
        assertTrue(
                lines.toString(),
                lines.isEmpty()
                        || lines.equals(List.of("lamp-1, port 127.0.0.1:8080: the call ended: connection lost;"
                                + " the next connection rings again")));
    }

    @Test
    public void eachReasonIsToldOnceInARowAndThatACallStandsAgain() {
        changed(State.WAITING, "");
        changed(State.STANDING, "");
        changed(State.WAITING, "the call ended: connection lost");
        for (int times = 0; times < 3; times++) {
            changed(State.RINGING, "the call ended: connection lost");
            changed(State.WAITING, "the ring failed: lamp-1 is not registered");
        }
        changed(State.RINGING, "the ring failed: lamp-1 is not registered");
        changed(State.STANDING, "");
        String port = "lamp-1, port 127.0.0.1:8080: ";
        assertEquals(
                List.of(
                        port + "the call ended: connection lost; the next connection rings again",
                        port + "the ring failed: lamp-1 is not registered; the next connection rings again",
                        port + "a call stands again"),
                told(1));
    }

    @Test
    public void nobodyWaitsForThePortsOfTheConfigurationNorHearsOfThem() {
        underWay.changed(new ForwardStatus(
                FORWARD, true, State.WAITING, FakeControls.THEN, Optional.empty(), Optional.of("the ring failed: x")));
        assertEquals(List.of(), told(0));
    }

    @Test
    public void commandsCountToo() {
        assertTrue(underWay.begins());
        assertTrue(underWay.begins());
        underWay.ends();
        assertEquals(List.of(), told(1));
        assertFalse("none begins once it ends", underWay.begins());
    }

    @Test
    public void ofVeryManyLinesThatNobodyReadsTheFirstAreKept() {
        for (int i = 0; i < 1_000; i++) {
            changed(State.WAITING, "the ring failed: reason " + i);
        }
        assertEquals(16, told(1).size());
    }

    private List<String> told(int atMost) {
        List<String> lines = new ArrayList<>();
        underWay.accept(atMost, lines::add);
        return lines;
    }

    private void changed(State state, String why) {
        underWay.changed(new ForwardStatus(
                FORWARD,
                false,
                state,
                FakeControls.THEN,
                Optional.of(FakeControls.NONCE),
                Optional.of(why).filter(text -> !text.isEmpty())));
    }
}
