package org.ringback.simulator.tcp;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.ringback.simulator.tcp.Middlebox.Entry;

/** Carries segments from one machine to another, late, through the boxes of both networks. For one thread. */
public final class Internet {
    private static final Duration IN_THE_HOUSE = Duration.ofMillis(1);

    private final Timeline timeline;
    private final Predicate<Segment> carries;
    private final Map<TcpStack, Access> accesses = new HashMap<>();
    private final List<Access> all = new ArrayList<>();
    private long sequences;

    /**
     * Makes one without machines.
     *
     * @param timeline the time
     * @param carries asked as a segment leaves and as it arrives; what it refuses is lost
     */
    public Internet(Timeline timeline, Predicate<Segment> carries) {
        this.timeline = timeline;
        this.carries = carries;
    }

    /**
     * Puts a machine into a network, and takes it out of the one that it was in.
     *
     * @param stack the machine
     * @param access the network
     */
    public void attach(TcpStack stack, Access access) {
        Access before = accesses.put(stack, access);
        if (before != null) {
            before.remove(stack);
        }
        access.add(stack);
        if (!all.contains(access)) {
            all.add(access);
        }
        all.removeIf(Access::empty);
    }

    Timeline timeline() {
        return timeline;
    }

    /** {@return an initial sequence number} */
    long nextSequence() {
        return ++sequences;
    }

    /** {@return whether a machine can send to an address at all} */
    boolean routes(TcpStack from, InetAddress to) {
        return accesses.get(from).has(to);
    }

    void send(TcpStack from, Segment segment) {
        Access access = accesses.get(from);
        if (!carries.test(segment)) {
            return;
        }
        Optional<TcpStack> neighbour = access.inside(segment.to().getAddress());
        if (neighbour.isPresent()) {
            timeline.in(IN_THE_HOUSE, () -> arrive(neighbour.get(), segment));
        } else {
            access.outward(segment).ifPresent(outside -> cross(access, outside));
        }
    }

    private void cross(Access from, Segment segment) {
        if (from.line().loses()) {
            return;
        }
        timeline.in(from.line().delay(), () -> facing(segment.to().getAddress())
                .filter(to -> to != from)
                .ifPresent(to -> approach(to, segment)));
    }

    private void approach(Access to, Segment segment) {
        if (!to.line().loses()) {
            timeline.in(to.line().delay(), () -> enter(to, segment));
        }
    }

    private void enter(Access to, Segment segment) {
        Entry entry = to.inward(segment);
        entry.answer().ifPresent(answer -> cross(to, answer));
        entry.passes()
                .ifPresent(inside -> to.inside(inside.to().getAddress()).ifPresent(stack -> arrive(stack, inside)));
    }

    private void arrive(TcpStack stack, Segment segment) {
        if (carries.test(segment)) {
            stack.receive(segment);
        }
    }

    private Optional<Access> facing(InetAddress address) {
        return all.stream().filter(access -> access.faces(address)).findFirst();
    }

    /** Has the boxes of both networks and the machine there see a segment now, as the record that it stands for arrives. */
    void deliver(TcpStack from, Segment segment) {
        Access access = accesses.get(from);
        Optional<TcpStack> neighbour = access.inside(segment.to().getAddress());
        if (neighbour.isPresent()) {
            arrive(neighbour.get(), segment);
        } else {
            access.outward(segment).ifPresent(outside -> facing(outside.to().getAddress())
                    .filter(to -> to != access)
                    .ifPresent(to -> enter(to, outside)));
        }
    }
}
