package org.ringback.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ringback.api.ServerMiss;
import org.ringback.api.net.AddressText;

/**
 * Why no address of a server did, in words, and what to do: what each address met, of which the {@link ServerMiss} counts
 * that tells most of the server. Belongs to one core.
 */
public final class ServerMisses {
    private record Miss(ServerMiss cause, String words) {}

    private final Map<ServerAddress, Miss> misses = new LinkedHashMap<>();
    private final Map<ServerAddress, Miss> withoutRoute = new LinkedHashMap<>();
    private List<String> unnamed = List.of();

    /** Begins without any. */
    public ServerMisses() {}

    /**
     * A name has no address.
     *
     * @param why in words, for each such name
     */
    public void unnamed(List<String> why) {
        unnamed = List.copyOf(why);
    }

    /**
     * An address did not do.
     *
     * @param at which
     * @param kind how its connection ended
     * @param detail what the transport says of it
     * @return why, in words
     */
    public String add(ServerAddress at, CloseKind kind, String detail) {
        String words = words(at)
                + switch (kind) {
                    case REFUSED -> ": nobody listens there";
                    case NO_ROUTE -> ": this machine has no route to it";
                    case TIMED_OUT -> ": no answer in time";
                    case CLOSED_THERE -> ": it closed the connection before it was proved";
                    case CLOSED_HERE, NOT_DIALLED, BROKEN, OVERLOADED, PROTECTION, BAD_CHAIN, WRONG_KEY ->
                        ": " + detail;
                };
        (kind == CloseKind.NO_ROUTE ? withoutRoute : misses).put(at, new Miss(cause(kind), words));
        return words;
    }

    /**
     * An address was not dialled, as the configuration does not allow it.
     *
     * @param at which
     * @param why in words
     */
    public void barred(ServerAddress at, String why) {
        misses.put(at, new Miss(ServerMiss.BARRED, words(at) + ": " + why));
    }

    /**
     * Tells whether this machine has no way to an address.
     *
     * @param address which
     * @return whether it was dialled and had none
     */
    public boolean noRoute(ServerAddress address) {
        return withoutRoute.containsKey(address);
    }

    /** Forgets what was met, as it is all tried anew. */
    public void clear() {
        misses.clear();
        withoutRoute.clear();
        unnamed = List.of();
    }

    /**
     * Tells whether any address met this cause.
     *
     * @param cause which
     * @return whether one did, whatever the others met
     */
    public boolean met(ServerMiss cause) {
        return misses.values().stream().anyMatch(miss -> miss.cause() == cause);
    }

    /** {@return the cause that tells most of the server} */
    public ServerMiss cause() {
        return Stream.concat(misses.values().stream(), withoutRoute.values().stream())
                .map(Miss::cause)
                .max(ServerMiss::compareTo)
                .orElse(ServerMiss.UNNAMED);
    }

    /** {@return what each address met; an address of a family that this machine does not have only where no other could be dialled} */
    public String words() {
        List<String> all = new ArrayList<>(unnamed);
        misses.values().forEach(miss -> all.add(miss.words()));
        if (misses.values().stream().allMatch(miss -> miss.cause() == ServerMiss.BARRED)) {
            withoutRoute.values().forEach(miss -> all.add(miss.words()));
        }
        return all.isEmpty() ? "no address is known" : String.join("; ", all);
    }

    /** {@return the same as a clause of a sentence} */
    public String clause() {
        return cause().happened() + ": " + words();
    }

    /**
     * Says what to do.
     *
     * @param ofOtherServer what to do where another server answers: only who wanted the server knows
     * @return in words
     */
    public String next(String ofOtherServer) {
        return cause() == ServerMiss.OTHER ? ofOtherServer : cause().next();
    }

    private static ServerMiss cause(CloseKind kind) {
        return switch (kind) {
            case NO_ROUTE, TIMED_OUT, BROKEN -> ServerMiss.UNREACHED;
            case CLOSED_HERE, NOT_DIALLED, OVERLOADED -> ServerMiss.NOT_DIALLED;
            case REFUSED, CLOSED_THERE -> ServerMiss.DOWN;
            case PROTECTION -> ServerMiss.STRANGE;
            case BAD_CHAIN -> ServerMiss.CHAIN;
            case WRONG_KEY -> ServerMiss.OTHER;
        };
    }

    private static String words(ServerAddress at) {
        String address = AddressText.print(at.address());
        boolean named = !at.host().equals(AddressText.print(at.address().getAddress()));
        return named ? at.host() + " (" + address + ")" : address;
    }
}
