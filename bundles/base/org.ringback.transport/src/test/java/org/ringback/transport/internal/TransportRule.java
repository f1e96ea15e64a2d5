package org.ringback.transport.internal;

import static org.awaitility.Awaitility.await;
import static org.junit.Assume.assumeTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.rules.ExternalResource;
import org.ringback.api.Moment;
import org.ringback.transport.Loop;

/** A transport of one kind of sockets; afterwards none of its threads may be left. */
final class TransportRule extends ExternalResource {
    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** What is set where nothing is configured. */
    static final Settings SETTINGS = new TransportSchema().read(Map.of());

    final RecordingLogger log = new RecordingLogger();
    private final Io io;
    private final Settings settings;
    private NettyTransport transport;
    private Loop loop;

    TransportRule(Io io) {
        this(io, SETTINGS);
    }

    TransportRule(Io io, Settings settings) {
        this.io = io;
        this.settings = settings;
    }

    static Settings settings(int threads, int handshakeQueue, Duration detachedLimit) {
        return new Settings(threads, handshakeQueue, SETTINGS.receiveBuffer(), SETTINGS.mss(), detachedLimit);
    }

    static Iterable<Object[]> kinds() {
        return Arrays.stream(Io.values()).map(io -> new Object[] {io}).toList();
    }

    static Iterable<Object[]> kindsAndFamilies() throws UnknownHostException {
        List<Object[]> all = new ArrayList<>();
        for (Io io : Io.values()) {
            for (String host : List.of("127.0.0.1", "::1")) {
                all.add(new Object[] {io, InetAddress.getByName(host)});
            }
        }
        return all;
    }

    static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(LoopThreads.NAME_PREFIX))
                .toList();
    }

    NettyTransport transport() {
        return transport;
    }

    /** {@return the loop of the owner "test"} */
    Loop loop() {
        return loop;
    }

    @Override
    protected void before() {
        assumeTrue(io + " is not available", io.available());
        transport =
                new NettyTransport(io, settings, () -> new Moment(System.nanoTime(), Instant.now()), new BugLog(log));
        loop = transport.newLoop("test");
    }

    @Override
    protected void after() {
        if (transport != null) {
            transport.close();
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(() -> threads()
                    .isEmpty());
        }
    }
}
