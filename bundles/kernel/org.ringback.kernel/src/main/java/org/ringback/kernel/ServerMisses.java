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
 * Collects why each address of a server failed, and says so in words with what to do; the {@link ServerMiss} that tells
 * most about the server decides the advice. Belongs to one core.
 */
public final class ServerMisses {
    private record Miss(ServerMiss cause, String words) {}

    private final Map<ServerAddress, Miss> misses = new LinkedHashMap<>();
    private final Map<ServerAddress, Miss> withoutRoute = new LinkedHashMap<>();
    private final Map<String, String> unnamed = new LinkedHashMap<>();

    /** Begins without a failure. */
    public ServerMisses() {}

    /**
     * Notes the answer for a name.
     *
     * @param event the answer
     */
    public void resolved(Event.Resolved event) {
        event.failure().ifPresent(why -> unnamed.put(event.server(), why));
        CloseReason noRoute = CloseReason.of(CloseReason.Kind.NO_ROUTE, "");
        event.outOfReach().forEach(address -> add(new ServerAddress(event.server(), address), noRoute));
    }

    /**
     * Notes that an address failed.
     *
     * @param at the address
     * @param reason how its connection ended
     * @return the reason in words
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
     * Notes that an address was not dialled, because the configuration forbids it.
     *
     * @param at the address
     * @param why in words
     */
    public void barred(ServerAddress at, String why) {
        misses.put(at, new Miss(ServerMiss.BARRED, words(at) + ": " + why));
    }

    /**
     * Tells whether this machine had no route to an address.
     *
     * @param address which
     * @return whether it was dialled and there was no route
     */
    public boolean noRoute(ServerAddress address) {
        return withoutRoute.containsKey(address);
    }

    /** Forgets all failures, as all addresses are tried again. */
    public void clear() {
        misses.clear();
        withoutRoute.clear();
        unnamed.clear();
    }

    /**
     * Tells whether any address failed for a cause.
     *
     * @param cause which
     * @return whether one did
     */
    public boolean met(ServerMiss cause) {
        return misses.values().stream().anyMatch(miss -> miss.cause() == cause);
    }

    /** {@return the cause that tells most about the server} */
    public ServerMiss cause() {
        return Stream.concat(misses.values().stream(), withoutRoute.values().stream())
                .map(Miss::cause)
                .max(ServerMiss::compareTo)
                .orElse(ServerMiss.UNNAMED);
    }

    /**
     * {@return why each address failed; addresses of a family that this machine does not have are left out if others
     * were dialled}
     */
    public String words() {
        List<String> all = new ArrayList<>(unnamed.values());
        misses.values().forEach(miss -> all.add(miss.words()));
        if (misses.values().stream().allMatch(miss -> miss.cause() == ServerMiss.BARRED)) {
            withoutRoute.values().forEach(miss -> all.add(miss.words()));
        }
        return all.isEmpty() ? "no address is known" : String.join("; ", all);
    }

    /** {@return the same, as a clause of a sentence} */
    public String clause() {
        return cause().happened() + ": " + words();
    }

    /**
     * Says what to do.
     *
     * @param ofOtherServer what to do if another server answers, which depends on what the caller wanted
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
