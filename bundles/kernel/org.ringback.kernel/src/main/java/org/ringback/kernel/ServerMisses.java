package org.ringback.kernel;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ringback.api.ServerMiss;
import org.ringback.api.net.AddressText;
import org.ringback.spi.CloseReason;

/**
 * Why no address of a server did, in words, and what to do: what each address met, of which the {@link ServerMiss} counts
 * that tells most of the server. Belongs to one core.
 */
public final class ServerMisses {
    private record Miss(ServerMiss cause, String words) {}

    private final Map<ServerAddress, Miss> misses = new LinkedHashMap<>();
    private final Map<ServerAddress, Miss> withoutRoute = new LinkedHashMap<>();
    private final Map<String, String> unnamed = new LinkedHashMap<>();

    /** Begins without any. */
    public ServerMisses() {}

    /**
     * A name was asked for.
     *
     * @param event what was found
     */
    public void resolved(Event.Resolved event) {
        event.failure().ifPresent(why -> unnamed.put(event.server(), why));
        CloseReason noRoute = CloseReason.of(CloseReason.Kind.NO_ROUTE, "");
        event.outOfReach().forEach(address -> add(new ServerAddress(event.server(), address), noRoute));
    }

    /**
     * An address did not do.
     *
     * @param at which
     * @param reason how its connection ended
     * @return why, in words
     */
    public String add(ServerAddress at, CloseReason reason) {
        CloseReason.Kind kind = reason.kind();
        String words = words(at)
                + switch (kind) {
                    case REFUSED -> ": nobody listens there";
                    case NO_ROUTE -> ": this machine has no route to it";
                    case TIMED_OUT -> ": no answer in time";
                    case CLOSED_THERE -> ": it closed the connection before it was proved";
                    case CLOSED_HERE, NOT_DIALLED, BROKEN, OVERLOADED, PROTECTION, BAD_CHAIN, WRONG_KEY ->
                        ": " + reason.detail();
                };
        (kind == CloseReason.Kind.NO_ROUTE ? withoutRoute : misses).put(at, new Miss(cause(kind), words));
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
        unnamed.clear();
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
        List<String> all = new ArrayList<>(unnamed.values());
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

    private static ServerMiss cause(CloseReason.Kind kind) {
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
