package org.ringback.relay.internal;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.ringback.api.EquipmentId;
import org.ringback.api.Moment;
import org.ringback.kernel.Action;
import org.ringback.kernel.Core;
import org.ringback.kernel.CoreRunner;
import org.ringback.kernel.Event;
import org.ringback.kernel.HeldSuites;
import org.ringback.relay.core.RelayAction;
import org.ringback.relay.core.RelayEvent;
import org.ringback.relay.core.RelaySettings;
import org.ringback.relay.core.RelayedPair;
import org.ringback.store.Store;
import org.ringback.transport.ListenOptions;
import org.ringback.transport.Loop;
import org.ringback.transport.internal.NettyTransport;

/**
 * The server's relay on its own sockets and loop, without the rings before it: joins each two connections that come, the
 * first as the issuer's. Prints its port; on the flat class path of the product's bundles.
 */
public final class RelayStand {
    private static final long UNBOUNDED = 1L << 40;
    private static final byte[] ANSWER = "a Relay Bound of 28 bytes...".getBytes(StandardCharsets.US_ASCII);

    public static void main(String[] words) throws Exception {
        NettyTransport transport = new NettyTransport(Map.of());
        Loop loop = transport.newLoop("relay");
        Joining core = new Joining();
        CoreRunner<Core> runner = new CoreRunner<>(
                new CoreRunner.Surroundings(transport, loop, store(), new HeldSuites(), address -> true),
                core,
                event -> {},
                action -> core.relayed.perform(action),
                "this stand");
        core.relayed = new RelayedConnections(
                runner,
                new RelaySettings.Relaying(true, 1_024, UNBOUNDED, UNBOUNDED, UNBOUNDED, UNBOUNDED, UNBOUNDED),
                gone -> {});
        System.out.println(transport
                .listen(
                        new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0),
                        ListenOptions.EXCLUSIVE,
                        loop,
                        (remote, local) -> core.relayed.expect(++core.came))
                .local()
                .getPort());
        new CountDownLatch(1).await();
    }

    /** A core that joins whoever comes. */
    private static final class Joining implements Core {
        private RelayedConnections relayed;
        private long came;
        private long joined;
        private final List<RelayAction.Leg> waiting = new ArrayList<>();

        @Override
        public List<Action> handle(Event event, Moment now) {
            if (event instanceof RelayEvent.RelayBind bind) {
                waiting.add(new RelayAction.Leg(bind.connection(), ANSWER));
            }
            if (waiting.size() < 2) {
                return List.of();
            }
            RelayedPair pair = new RelayedPair(new EquipmentId("issuer-" + ++joined), new EquipmentId("lamp-" + joined));
            Action join = new RelayAction.Join(joined, pair, waiting.get(0), waiting.get(1));
            waiting.clear();
            return List.of(join);
        }

        @Override
        public long nextDeadline() {
            return Long.MAX_VALUE;
        }
    }

    private static Store store() {
        return (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (self, method, args) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
    }
}
