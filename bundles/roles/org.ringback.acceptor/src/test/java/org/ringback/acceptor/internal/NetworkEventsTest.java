package org.ringback.acceptor.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.ringback.acceptor.core.AcceptorAction;
import org.ringback.acceptor.core.AcceptorEvent;
import org.ringback.api.net.AddressText;
import org.ringback.kernel.Event;
import org.ringback.kernel.Workers;
import org.ringback.transport.DatagramHandler;
import org.ringback.transport.Loop;
import org.ringback.transport.Transport;
import org.ringback.transport.UdpPort;
import org.ringback.transport.internal.NettyTransport;

/** What this machine's network does comes to the core as an event. */
public final class NetworkEventsTest {
    /** A socket that was not allowed to cannot send there, on any machine. */
    private static final InetSocketAddress BROADCAST = new InetSocketAddress("255.255.255.255", 3478);

    private final Workers workers = Workers.queueing("set-up", 1);
    private final LinkedBlockingQueue<InetSocketAddress> failed = new LinkedBlockingQueue<>();
    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private NettyTransport transport;
    private Loop loop;
    private UdpPorts ports;

    @Before
    public void open() {
        transport = new NettyTransport(Map.of());
        loop = transport.newLoop("acceptor");
        ports = new UdpPorts(transport, loop, workers, (datagram, source, port) -> {}, event -> {
            told.add(event.cause() + ": " + event.why());
            failed.add(event.to());
        });
    }

    @After
    public void close() {
        loop.execute(ports::close);
        workers.close();
        transport.close();
    }

    @Test
    public void aDatagramThatCannotBeSentIsTold() throws Exception {
        loop.execute(() -> ports.send(new AcceptorAction.ToServer(new byte[1], BROADCAST)));
        assertEquals("before the socket is open", BROADCAST, failed.poll(10, TimeUnit.SECONDS));
        loop.execute(() -> ports.send(new AcceptorAction.ToServer(new byte[1], BROADCAST)));
        assertEquals("once it is", BROADCAST, failed.poll(10, TimeUnit.SECONDS));
    }

    @Test
    public void soIsOneThatHasNoSocketToLeaveFrom() throws Exception {
        InetSocketAddress anybody = new InetSocketAddress(InetAddress.getLoopbackAddress(), 3478);
        loop.execute(() -> {
            ports.local(List.of(documentation()));
            ports.send(new AcceptorAction.ToServer(new byte[1], anybody));
        });
        assertEquals("it cannot be opened", anybody, failed.poll(10, TimeUnit.SECONDS));
        loop.execute(() -> ports.send(new AcceptorAction.ToServer(new byte[1], anybody)));
        assertEquals("nor is it tried again at once", anybody, failed.poll(10, TimeUnit.SECONDS));
        String why =
                "NOT_DIALLED: local: 192.0.2.1:0: no address of this machine (expected: an address of this machine)";
        assertEquals(List.of(why, why), told);
    }

    @Test
    public void anAddressThatCannotBeHadIsWarnedOfUntilItCanBe() throws Exception {
        AtomicBoolean there = new AtomicBoolean();
        BlockingQueue<Runnable> retries = new LinkedBlockingQueue<>();
        UdpPorts late = new UdpPorts(
                instead(Transport.class, transport, "openUdp", arguments -> {
                    if (!there.get()) {
                        throw new IOException("127.0.0.1:0: no address of this machine");
                    }
                    return transport.openUdp((InetSocketAddress) arguments[0], loop, (DatagramHandler) arguments[2]);
                }),
                instead(Loop.class, loop, "schedule", arguments -> {
                    retries.add((Runnable) arguments[1]);
                    return (Runnable) () -> retries.remove(arguments[1]);
                }),
                workers,
                (datagram, source, port) -> {},
                event -> failed.add(event.to()));
        InetAddress loopback = AddressText.read("127.0.0.1").orElseThrow();
        settled(() -> {
            late.local(List.of(loopback));
            late.send(new AcceptorAction.ToServer(new byte[1], new InetSocketAddress(loopback, 3478)));
        });
        String why = "local: 127.0.0.1:0: no address of this machine (expected: an address of this machine)";
        assertEquals(List.of(why), settled(late::warnings));
        settled(retries.remove());
        assertEquals("tried again in vain", List.of(why), settled(late::warnings));
        there.set(true);
        settled(retries.remove());
        assertEquals("it came", List.of(), settled(late::warnings));
        assertEquals(0, retries.size());

        there.set(false);
        settled(() -> {
            late.local(List.of(documentation()));
            late.send(new AcceptorAction.ToServer(new byte[1], BROADCAST));
        });
        assertEquals(1, settled(late::warnings).size());
        settled(() -> late.local(List.of()));
        assertEquals("nobody wants it any more", List.of(), settled(late::warnings));
        assertEquals("nor tries it", 0, retries.size());
        loop.execute(late::close);
    }

    /** Runs something on the loop, and what it began on the worker and again on the loop. */
    private void settled(Runnable task) throws Exception {
        settled(() -> {
            task.run();
            return "";
        });
        CountDownLatch worked = new CountDownLatch(1);
        workers.run(worked::countDown, fault -> {});
        worked.await();
        settled(() -> "");
    }

    private <T> T settled(Supplier<T> look) throws Exception {
        return CompletableFuture.supplyAsync(look, loop).get(10, TimeUnit.SECONDS);
    }

    /** What a method does in a test. */
    private interface Instead {
        Object does(Object[] arguments) throws IOException;
    }

    /** The real one, but for one method. */
    private static <T> T instead(Class<T> type, T real, String method, Instead instead) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, called, arguments) ->
                        called.getName().equals(method) ? instead.does(arguments) : called.invoke(real, arguments)));
    }

    @Test
    public void sixtyFourDatagramsWaitUntilTheSocketStands() throws Exception {
        LinkedBlockingQueue<Byte> came = new LinkedBlockingQueue<>();
        InetSocketAddress here = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        UdpPort receiver =
                transport.openUdp(here, loop, (datagram, source, port) -> came.add(datagram.get(datagram.position())));
        CountDownLatch asked = new CountDownLatch(1);
        workers.run(() -> waitFor(asked), fault -> {});
        loop.execute(() -> {
            for (int number = 0; number < 70; number++) {
                ports.send(new AcceptorAction.ToServer(new byte[] {(byte) number}, receiver.local()));
            }
            asked.countDown();
        });
        for (int number = 0; number < 64; number++) {
            assertEquals(Byte.valueOf((byte) number), came.poll(10, TimeUnit.SECONDS));
        }
        loop.execute(() -> ports.send(new AcceptorAction.ToServer(new byte[] {100}, receiver.local())));
        assertEquals("those beyond are gone", Byte.valueOf((byte) 100), came.poll(10, TimeUnit.SECONDS));
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    public void aLookAtTheInterfacesTellsOnlyWhatChanged() {
        List<Event> events = new ArrayList<>();
        InetAddress line = documentation();
        try (Interfaces interfaces = new Interfaces(loop, events::add)) {
            interfaces.seen(Set.of(line), Set.of(line));
            interfaces.seen(Set.of(line), Set.of(line));
            assertEquals(List.of(new AcceptorEvent.OwnAddresses(Set.of(line))), events);
            events.clear();
            interfaces.seen(Set.of(line), Set.of());
            assertEquals("it went down", List.of(new AcceptorEvent.NetworkChanged()), events);
            events.clear();
            interfaces.seen(Set.of(), Set.of());
            assertEquals(List.of(new AcceptorEvent.OwnAddresses(Set.of())), events);
        }
        assertTrue(failed.isEmpty());
    }

    private static InetAddress documentation() {
        return new InetSocketAddress("192.0.2.1", 0).getAddress();
    }
}
