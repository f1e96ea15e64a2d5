package org.ringback.simulator.tcp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.ringback.api.net.AddressText;
import org.ringback.simulator.tcp.Middlebox.Entry;
import org.ringback.simulator.tcp.Tracker.Mapping;

/**
 * A network with its machines, and how it reaches the core of the internet: through none, one or two middleboxes for each
 * address family, and over a {@link Line}. Its NATs have no hairpin.
 */
public final class Access {
    private static final InetAddress OF_THE_CARRIER =
            AddressText.read("100.64.0.9").orElseThrow();

    private final Timeline timeline;
    private final RandomGenerator random;
    private final NetworkKind ipv4;
    private final NetworkKind ipv6;
    private final Line line;
    /** From inside to outside. */
    private final List<Middlebox> boxes4;

    private final List<Middlebox> boxes6;
    private final Set<TcpStack> stacks = new LinkedHashSet<>();

    /**
     * Makes one.
     *
     * @param timeline the time by which its boxes forget
     * @param random for the ports of NATs
     * @param ipv4 what stands before it for IPv4
     * @param ipv6 what stands before it for IPv6; a kind that does not translate
     * @param outside the public address of a NAT for IPv4, as it is at the time
     * @param line the way to the core
     */
    public Access(
            Timeline timeline,
            RandomGenerator random,
            NetworkKind ipv4,
            NetworkKind ipv6,
            Supplier<InetAddress> outside,
            Line line) {
        if (ipv6.translates()) {
            throw new IllegalArgumentException("ipv6: " + ipv6 + " (expected: a kind that does not translate)");
        }
        this.timeline = timeline;
        this.random = random;
        this.ipv4 = ipv4;
        this.ipv6 = ipv6;
        this.line = line;
        this.boxes4 = boxes(ipv4, outside);
        this.boxes6 = boxes(ipv6, outside);
    }

    private List<Middlebox> boxes(NetworkKind kind, Supplier<InetAddress> outside) {
        return switch (kind) {
            case NONE, BLACK_HOLE -> List.of(new BlackHole());
            case OPEN -> List.of();
            case FIREWALL -> List.of(box(Mapping.NONE, false, outside));
            case RESETTING_FIREWALL -> List.of(box(Mapping.NONE, true, outside));
            case MAPPING -> List.of(box(Mapping.BY_SOURCE, false, outside));
            case RESETTING_MAPPING -> List.of(box(Mapping.BY_SOURCE, true, outside));
            case SYMMETRIC -> List.of(box(Mapping.BY_DESTINATION, false, outside));
            case CARRIER ->
                List.of(box(Mapping.BY_SOURCE, false, () -> OF_THE_CARRIER), box(Mapping.BY_SOURCE, false, outside));
        };
    }

    private Middlebox box(Mapping mapping, boolean resets, Supplier<InetAddress> outside) {
        return new Tracker(timeline, random, mapping, resets, outside);
    }

    private static boolean isIpv4(InetAddress address) {
        return address instanceof Inet4Address;
    }

    private List<Middlebox> boxes(InetAddress like) {
        return isIpv4(like) ? boxes4 : boxes6;
    }

    /** Its boxes start anew, and know no connection. */
    public void forget() {
        for (List<Middlebox> boxes : List.of(boxes4, boxes6)) {
            boxes.forEach(box -> {
                if (box instanceof Tracker tracker) {
                    tracker.forget();
                }
            });
        }
    }

    Line line() {
        return line;
    }

    void add(TcpStack stack) {
        stacks.add(stack);
    }

    void remove(TcpStack stack) {
        stacks.remove(stack);
    }

    boolean empty() {
        return stacks.isEmpty();
    }

    /** {@return whether it has addresses of this one's family} */
    boolean has(InetAddress like) {
        return (isIpv4(like) ? ipv4 : ipv6) != NetworkKind.NONE;
    }

    /** {@return whether what the core has for an address comes here} */
    boolean faces(InetAddress address) {
        List<Middlebox> boxes = boxes(address);
        Optional<InetAddress> outside =
                boxes.isEmpty() ? Optional.empty() : boxes.get(boxes.size() - 1).outside();
        return has(address)
                && outside.map(address::equals).orElseGet(() -> inside(address).isPresent());
    }

    /** {@return the machine inside that has this address} */
    Optional<TcpStack> inside(InetAddress address) {
        return stacks.stream().filter(stack -> stack.has(address)).findFirst();
    }

    /** A machine's segment leaves. {@return it as it is outside, if it gets there} */
    Optional<Segment> outward(Segment segment) {
        return outward(segment, 0);
    }

    private Optional<Segment> outward(Segment segment, int firstBox) {
        List<Middlebox> boxes = boxes(segment.to().getAddress());
        Optional<Segment> at = Optional.of(segment);
        for (Middlebox box : boxes.subList(firstBox, boxes.size())) {
            at = at.flatMap(box::outward);
        }
        return at;
    }

    /** A segment comes from outside. {@return it as it is inside, or what goes back outside} */
    Entry inward(Segment segment) {
        List<Middlebox> boxes = boxes(segment.to().getAddress());
        Segment at = segment;
        for (int i = boxes.size() - 1; i >= 0; i--) {
            Entry entry = boxes.get(i).inward(at);
            if (entry.passes().isEmpty()) {
                int next = i + 1;
                return new Entry(Optional.empty(), entry.answer().flatMap(answer -> outward(answer, next)));
            }
            at = entry.passes().get();
        }
        return Entry.passed(at);
    }
}
