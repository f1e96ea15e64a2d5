package org.ringback.driver;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.ringback.api.AddressText;

/**
 * Why no address of a server did, in words, and what to do. Of the causes that its addresses met the one counts that tells
 * most of the server: where one was reached and did not prove itself, that another is silent says nothing. Belongs to one core.
 */
public final class ServerMisses {
    /** Why an address did not do; whatever tells more of the server stands later. */
    public enum Cause {
        /** No address is known. */
        UNNAMED(
                "the server could not be found",
                "see that this machine is online and that its name service knows the name; else ask who runs the server"),
        /** The configuration of this machine leaves none that may be dialled. */
        BARRED(
                "no address of the server may be dialled",
                "set local in the configuration to an address of the server's family, or to none"),
        /** Nothing came back from there. */
        UNREACHED(
                "the server could not be reached",
                "see that this machine is online and that its network lets it reach the server; else ask who runs the"
                        + " server"),
        /** This machine did not go on. */
        BUSY("the server could not be dialled", "try again in a minute"),
        /** Nobody listens there, or who does hangs up. */
        CLOSED(
                "the server takes no connection",
                "try again in a minute, as the server may be starting or full; if it stays so, ask who runs the server"),
        /** Something else than a server is there. */
        STRANGE(
                "what answers is no such server",
                "see that nothing on the way answers in the server's place, as the log-in page of a network does; else"
                        + " ask who runs the server whether this is its port"),
        /** Its certificate does not hold. */
        CHAIN(
                "the server's certificate does not hold",
                "see that this machine's clock is right; if it is, ask who runs the server to look at its clock, and"
                        + " whether this is one of its names"),
        /** It is another server. */
        OTHER_SERVER(
                "another server answers",
                "ask who runs the server whether it was set up anew; if not, something else is at its address");

        private final String happened;
        private final String next;

        Cause(String happened, String next) {
            this.happened = happened;
            this.next = next;
        }

        /** {@return what to do, where nothing more is known of what the server was wanted for} */
        public String next() {
            return next;
        }

        private static Cause of(CloseKind kind) {
            return switch (kind) {
                case NO_ROUTE, TIMED_OUT, BROKEN -> UNREACHED;
                case CLOSED_HERE, OVERLOADED -> BUSY;
                case REFUSED, CLOSED_THERE -> CLOSED;
                case PROTECTION -> STRANGE;
                case BAD_CHAIN -> CHAIN;
                case WRONG_KEY -> OTHER_SERVER;
            };
        }
    }

    private record Miss(Cause cause, String words) {}

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
                    case CLOSED_HERE, BROKEN, OVERLOADED, PROTECTION, BAD_CHAIN, WRONG_KEY -> ": " + detail;
                };
        (kind == CloseKind.NO_ROUTE ? withoutRoute : misses).put(at, new Miss(Cause.of(kind), words));
        return words;
    }

    /**
     * An address was not dialled, as the configuration does not allow it.
     *
     * @param at which
     * @param why in words
     */
    public void barred(ServerAddress at, String why) {
        misses.put(at, new Miss(Cause.BARRED, words(at) + ": " + why));
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
    public boolean met(Cause cause) {
        return misses.values().stream().anyMatch(miss -> miss.cause() == cause);
    }

    /** {@return the cause that tells most of the server} */
    public Cause cause() {
        return Stream.concat(misses.values().stream(), withoutRoute.values().stream())
                .map(Miss::cause)
                .max(Cause::compareTo)
                .orElse(Cause.UNNAMED);
    }

    /** {@return what each address met; an address of a family that this machine does not have only where no other could be dialled} */
    public String words() {
        List<String> all = new ArrayList<>(unnamed);
        misses.values().forEach(miss -> all.add(miss.words()));
        if (misses.values().stream().allMatch(miss -> miss.cause() == Cause.BARRED)) {
            withoutRoute.values().forEach(miss -> all.add(miss.words()));
        }
        return all.isEmpty() ? "no address is known" : String.join("; ", all);
    }

    /** {@return the same as a clause of a sentence} */
    public String clause() {
        return cause().happened + ": " + words();
    }

    private static String words(ServerAddress at) {
        String address = AddressText.print(at.address());
        boolean named = !at.host().equals(AddressText.print(at.address().getAddress()));
        return named ? at.host() + " (" + address + ")" : address;
    }
}
