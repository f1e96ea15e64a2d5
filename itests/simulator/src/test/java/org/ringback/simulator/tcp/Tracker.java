package org.ringback.simulator.tcp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A firewall or a NAT with connection tracking: from outside only segments of connections come in to whose other end,
 * address and port, somebody inside wrote before.
 */
final class Tracker implements Middlebox {
    private static final int FIRST_PORT = 20_000;
    private static final int LAST_PORT = 65_535;

    /** What it does to the source of what leaves. */
    enum Mapping {
        /** Nothing: it is a firewall. */
        NONE,
        /** One outside port for each inside address and port, whatever the destination. */
        BY_SOURCE,
        /** A new random port for each destination. */
        BY_DESTINATION
    }

    private final Timeline timeline;
    private final RandomGenerator random;
    private final Mapping mapping;
    private final boolean resets;
    private final Supplier<InetAddress> outside;
    private final Map<Pair, Flow> flows = new HashMap<>();
    private final Map<Pair, Flow> fromOutside = new HashMap<>();

    private record Pair(InetSocketAddress here, InetSocketAddress there) {}

    private static final class Flow {
        private final Pair inside;
        private final Pair outside;
        private FlowState state;
        private long expires;

        Flow(Pair inside, Pair outside, FlowState state) {
            this.inside = inside;
            this.outside = outside;
            this.state = state;
        }
    }

    /**
     * Makes one.
     *
     * @param resets whether it answers what it does not let in, or drops it
     * @param outside its own address, as it is at the time; not asked where it maps nothing
     */
    Tracker(Timeline timeline, RandomGenerator random, Mapping mapping, boolean resets, Supplier<InetAddress> outside) {
        this.timeline = timeline;
        this.random = random;
        this.mapping = mapping;
        this.resets = resets;
        this.outside = outside;
    }

    @Override
    public Optional<InetAddress> outside() {
        return mapping == Mapping.NONE ? Optional.empty() : Optional.of(outside.get());
    }

    /** It starts anew and knows no connection. */
    void forget() {
        flows.clear();
        fromOutside.clear();
    }

    @Override
    public Optional<Segment> outward(Segment segment) {
        forgetExpired();
        Pair inside = new Pair(segment.from(), segment.to());
        Flow flow = flows.get(inside);
        Optional<FlowState> next = flow == null ? FlowState.first(segment.flag()) : flow.state.outward(segment.flag());
        if (next.isEmpty()) {
            return Optional.empty();
        }
        if (flow == null) {
            flow = new Flow(inside, new Pair(mapped(inside), segment.to()), next.get());
            flows.put(flow.inside, flow);
            fromOutside.put(flow.outside, flow);
        }
        advance(flow, next.get());
        return Optional.of(segment.from(flow.outside.here()));
    }

    @Override
    public Entry inward(Segment segment) {
        forgetExpired();
        Flow flow = fromOutside.get(new Pair(segment.to(), segment.from()));
        Optional<FlowState> next = Optional.ofNullable(flow).flatMap(known -> known.state.inward(segment.flag()));
        if (flow == null || next.isEmpty()) {
            return resets ? Entry.reset(segment) : Entry.DROPPED;
        }
        advance(flow, next.get());
        return Entry.passed(segment.to(flow.inside.here()));
    }

    private void advance(Flow flow, FlowState next) {
        flow.state = next;
        flow.expires = timeline.now() + next.lifetime().toNanos();
    }

    private void forgetExpired() {
        flows.values().removeIf(this::expired);
        fromOutside.values().removeIf(this::expired);
    }

    private boolean expired(Flow flow) {
        return flow.expires - timeline.now() <= 0;
    }

    private InetSocketAddress mapped(Pair inside) {
        return switch (mapping) {
            case NONE -> inside.here();
            case BY_SOURCE ->
                flows.values().stream()
                        .filter(flow -> flow.inside.here().equals(inside.here()))
                        .map(flow -> flow.outside.here())
                        .findFirst()
                        .orElseGet(this::free);
            case BY_DESTINATION -> free();
        };
    }

    private InetSocketAddress free() {
        while (true) {
            InetSocketAddress any =
                    new InetSocketAddress(outside.get(), FIRST_PORT + random.nextInt(LAST_PORT - FIRST_PORT + 1));
            if (flows.values().stream().noneMatch(flow -> flow.outside.here().equals(any))) {
                return any;
            }
        }
    }
}
