package org.ringback.api;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Why a ring was not answered: one cause, in two sentences. The first says what happened and names that cause and no
 * other; the second says what to do. A gateway may tell those that have a {@link #number()} to an issuer that proved
 * its grant; the others are what the server or the issuer itself finds out.
 */
public enum RingReason {
    /**
     * The grant was taken back, or ended, or belongs to another key, or was not used in time, or the equipment does not
     * answer the system: all alike, as a thief of the grant string must not learn which.
     */
    NOT_ALLOWED(
            1,
            "The gateway of %1$s does not allow this ring: the grant kept here is suspended, over, or does not fit",
            "Ask the owner of %1$s whether it is suspended; if not, for a new grant, and give that to accept-grant"),
    /** The password proof was wrong. */
    WRONG_PASSWORD(
            2,
            "The password kept here for %1$s is wrong",
            "Type the right one (password %1$s), then ring again; with each wrong one the next wait doubles"),
    /** The last wrong password under this grant is too recent: the gateway does not judge another one yet. */
    TOO_SOON(
            3,
            "Wrong passwords were tried with this grant for %1$s: the next one is not looked at yet",
            "Wait %2$s, type the right one (password %1$s), then ring again; if it was not you who tried, ask the owner"
                    + " for a new grant"),
    /** The grant's share of the gateway's dials is used up. */
    DIAL_LIMIT(
            4,
            "The gateway of %1$s has called back as often in this minute as it may",
            "Wait %2$s and ring again; if that is too seldom, the gateway's command rings tells its owner which limit it"
                    + " was"),
    /** The grant's share of the gateway's call-backs is used up. */
    CALL_LIMIT(
            5,
            "As many call-backs of %1$s stand as its owner allows",
            "Hang up what is not used any more and ring again; its owner may raise calls-per-grant or calls"),
    /** The gateway's configuration forbids it to dial the address from which the issuer rings. */
    ADDRESS_REFUSED(
            6,
            "The gateway of %1$s does not call back the address that this machine rings from, as it is the home's own, the"
                    + " server's, or no public one%2$s",
            "Ring from another network than the home's own, with a public address, or ask the owner of %1$s to allow yours, in"
                    + " the gateway's"
                    + " config/org.ringback.acceptor.cfg: for a trial on one machine dialable = 127.0.0.0/8, ::1/128"),
    /** The gateway dialled the issuer's address, and no proved issuer answered. */
    NO_ANSWER_FROM_NETWORK(
            7,
            "The gateway of %1$s called back, and no answer came from the network that this machine is in",
            "Ring from a network that lets connections in from outside: its router or firewall lets none through to this"
                    + " machine"),
    /** The gateway has a trouble of its own that its owner must mend, such as a failed write. */
    GATEWAY_TROUBLE(
            8,
            "The gateway of %1$s has a trouble of its own and could not call back",
            "Ask the owner of %1$s to look at the gateway's log and status"),
    /** The issuer's key was proved on the call-back, which then ended before the ring was accepted. */
    CALL_BACK_ENDED(
            9,
            "The gateway of %1$s called back and met this machine, but the call-back ended before it was accepted",
            "Ring again; if it stays so, see what between this machine and the gateway breaks connections"),
    /** The gateway has no address of the issuer's address family (IPv4 or IPv6), so it cannot dial there. */
    NO_LINE(
            10,
            "The home of %1$s has no line of the kind that this machine rings from: only IPv4 or only IPv6",
            "Ring from a network that has the other kind too; its owner can see in the gateway's rings which one it has"),
    /** The grant lacks the service asked for: it names others, or it names none and the service is marked admin. */
    SERVICE_NOT_GRANTED(
            11,
            "The grant kept here for %1$s does not give the service that was asked for",
            "Ring with --service for one that it gives (granted lists them), or ask the owner of %1$s for a grant that"
                    + " names the service (grant ... --services)"),

    /** The equipment holds no lease: it did not register for a day, or never did. */
    NEVER_CAME(
            "The gateway of %1$s is not known to be anywhere: it has had no business with the server for a day, or never",
            "Ask the owner of %1$s to start the gateway and to look at its status"),
    /** The gateway deregistered. */
    GATEWAY_OFF(
            "The gateway of %1$s signed off from the server: it was stopped, or has given %1$s up",
            "Ask the owner of %1$s to start the gateway, then ring again; if it has given %1$s up, forget %1$s"),
    /** The gateway did not register while the ring waited. */
    GATEWAY_SILENT(
            "The gateway of %1$s is silent: the server hears nothing from it",
            "See that the home has power and a line and that the gateway runs, then ring again"),
    /** The gateway is registered but did not answer the wake-up. */
    GATEWAY_NO_ANSWER(
            "The gateway of %1$s did not answer the server's wake-up, though it registered lately",
            "Ring again in half a minute: its line may have changed; if it stays so, ask the owner of %1$s to look at its"
                    + " status"),
    /** The gateway took the ring from the server, and then lost its connection or did not report how the ring went. */
    GATEWAY_LOST(
            "The gateway of %1$s took the ring, and was then not heard any more",
            "Ring again; if it stays so, ask the owner of %1$s to look at its line and its status"),
    /** No address of the server is known. */
    SERVER_UNNAMED(ServerMiss.UNNAMED),
    /** The configuration allows none of the server's addresses. */
    SERVER_BARRED(ServerMiss.BARRED),
    /** No address of the server answered. */
    SERVER_UNREACHABLE(ServerMiss.UNREACHED),
    /** This machine could not dial: it is at a limit of its own, or lacks the local address. */
    SERVER_NOT_DIALLED(ServerMiss.NOT_DIALLED),
    /** Nobody listens at the server's address, or whoever does closes the connection. */
    SERVER_DOWN(ServerMiss.DOWN),
    /** Whatever answers at the server's address speaks another protocol, or another version of ours. */
    SERVER_STRANGE(ServerMiss.STRANGE),
    /** The server's certificate chain is not valid: its dates, its name or its usage. */
    SERVER_CHAIN(ServerMiss.CHAIN),
    /** Another server answers at that address than the grant's. */
    SERVER_OTHER(
            sentence(ServerMiss.OTHER.happened()) + ": %2$s",
            "Ask the owner of %1$s for a new grant, as the server may have been set up anew; if it was not, something else"
                    + " is at its address"),
    /** The connection with the server broke before the ring was passed on. */
    SERVER_LOST("The server did not pass the ring on: %2$s", "Ring again"),
    /** The server has reached one of its limits. */
    SERVER_LIMIT("The server is at its limit and did not take the ring: %2$s", "Wait %2$s and ring again"),
    /**
     * The equipment refused this issuer's earlier rings for good reason, so the server does not pass the next one on
     * yet.
     */
    SLOWED_DOWN(
            "This ring came too soon after refused ones, and the server did not pass it on: %2$s",
            "Wait %2$s and ring again, once what they were refused for is put right"),
    /** The issuer's connection comes from a port below 1024, which no gateway dials. */
    LOW_PORT(
            "The network that this machine is in lets its connections come from ports below 1024, which no gateway dials, and from which the server takes no ring",
            "Ring again, as the next connection may have another port; if it stays so, ring from another network"),
    /** The server does not let this issuer ask. */
    MAY_NOT_ASK(
            "The server does not let this issuer ask for %1$s",
            "Ask the owner of %1$s for a new grant and give it to accept-grant"),
    /** The server suspended the issuer. */
    ISSUER_SUSPENDED(
            "The server has suspended this issuer",
            "Ask the server's operator to enrol it anew, as the server's status says (enrol NAME --issuer, behind revoke NAME"
                    + " where a thief may have used the string first), give that string to join, and ring again; after a"
                    + " revocation ask the owner of %1$s for a new grant first"),
    /** The server revoked the issuer's key. */
    ISSUER_REVOKED(
            "The server has revoked this issuer's key",
            "Ask the server's operator to enrol it anew (enrol NAME --issuer) and give that string to join, which makes a"
                    + " new key; then ask the owner of %1$s for a new grant"),
    /** The server suspended or revoked the equipment. */
    EQUIPMENT_ENDED(
            "The server has suspended or revoked %1$s itself",
            "Ask the owner of %1$s to have the server's operator enrol it anew and to join it, then for a new grant"),
    /** The server does not know the issuer's key. */
    UNKNOWN_ISSUER(
            "The server does not know this issuer's key",
            "Ask the owner of %1$s for a new grant and give it to accept-grant"),
    /** The server knows the equipment under another key than the grant. */
    OTHER_KEY(
            "The server knows %1$s under another key than the grant",
            "Ask the owner of %1$s for a new grant and give it to accept-grant; if it was not enrolled anew, the server"
                    + " is not honest"),
    /** One side sent a message that the other does not understand. */
    NOT_UNDERSTOOD(
            "Issuer and server do not understand each other: %2$s",
            "See that both run versions that fit, then ring again"),
    /** The server reported "not reached", and no reason of the gateway's could be read. */
    NOT_REACHED(
            "The gateway of %1$s did not come through, and gives no reason that this machine can read",
            "Ask the owner of %1$s what the gateway's command rings says of it; it knows no such grant, or is of an older"
                    + " version"),
    /** The gateway reports that its call-back was accepted, but none came here. */
    ANSWERED_ELSEWHERE(
            "%1$s says that its call-back was answered, but none was accepted here: another program or machine may have"
                    + " taken the call",
            "See that no other issuer with this home runs, and ask the owner of %1$s what the gateway's rings say"),
    /** The gateway called back in vain, while strangers' connections occupied the port where it calls. */
    STRANGERS_CAME(
            "The gateway of %1$s called back, and no answer came from this machine: %2$s",
            "Ring again, as each ring waits at a port of its own; if it stays so, ring from another network"),
    /** The gateway called back in vain where this machine is seen, which is behind a router that translates addresses. */
    ROUTER_IN_THE_WAY(
            "The gateway of %1$s called back, and no answer of this machine came, most likely as the router that translates"
                    + " this machine's address, or a firewall, lets nothing in: %2$s",
            "Ring from a network that gives this machine an address of its own, or whose router lets connections in to it; if"
                    + " this machine is a rented server, open its provider's firewall or its own; if both let in, ask the"
                    + " owner of %1$s what the gateway's rings say: the home's firewall may not let the gateway call out, or"
                    + " something else may have answered at that address"),
    /** The gateway called back in vain at this machine's own address. */
    FIREWALL_IN_THE_WAY(
            "The gateway of %1$s called back, and no answer of this machine came, most likely as a firewall at this machine or"
                    + " in its network lets nothing in: %2$s",
            "Let connections in at this machine's firewall and at its router's, or ring from another network; if both do,"
                    + " ask the owner of %1$s what the gateway's rings say: the home's firewall may not let the gateway call"
                    + " out, or something else may have answered at that address"),
    /** The server passed the ring on, and nothing more was heard. */
    NO_RESULT(
            "The ring was passed on to the gateway of %1$s, and no call-back and no result came: %2$s",
            "Ring again; if it stays so, ask the owner of %1$s what the gateway's rings say"),
    /** This machine could not listen for the call-back. */
    OWN_TROUBLE("This machine could not wait for the call-back: %2$s", "See what else uses its ports, then ring again"),
    /** A person ended the ring, or this issuer stopped. */
    GIVEN_UP("The ring was ended here: %2$s", "Ring again"),

    /** The equipment called back, but nothing there answers the service asked for. */
    NO_SUCH_SERVICE(
            "%1$s called back, but nothing there answers the service %2$s",
            "Ring with --service for one that it has, or ask the owner of %1$s to add it (forward, or its bundle)"),
    /** The equipment called back, but the address that the service is forwarded to does not answer the gateway. */
    SERVICE_DOWN(
            "%1$s called back, but what is behind its service %2$s is down: the gateway could not connect to it",
            "Ask the owner of %1$s to start it; the gateway's status names its address"),
    /**
     * The equipment called back, but the gateway has no place, thread or buffer for one more conversation of this
     * person.
     */
    SERVICE_LIMIT(
            "%1$s called back, but its gateway is at a limit: it takes no other conversation for its service %2$s",
            "Hang up what is not used any more, or wait %2$s, and ring again"),
    /**
     * The equipment called back, but its service broke the conversation off. Older gateways also say so if nothing
     * answers the service.
     */
    SERVICE_BROKE(
            "%1$s called back, but its service %2$s broke the conversation off",
            "See that --service is one that it has and ring again; if it stays so, ask the owner of %1$s to look at the"
                    + " gateway's log");

    private static final int UNTOLD = 0;

    private final int number;
    private final String happened;
    private final String advice;

    RingReason(int number, String happened, String advice) {
        this.number = number;
        this.happened = happened;
        this.advice = advice;
    }

    RingReason(String happened, String advice) {
        this(UNTOLD, happened, advice);
    }

    RingReason(ServerMiss miss) {
        this(sentence(miss.happened()) + ": %2$s", sentence(miss.next()));
    }

    /** {@return the number on the wire, 1 to 255; 0 if a gateway never tells it} */
    public int number() {
        return number;
    }

    /** {@return whether the issuer did nothing wrong, so that a server has no cause to slow it down} */
    public boolean innocent() {
        return switch (this) {
            case DIAL_LIMIT, CALL_LIMIT, GATEWAY_TROUBLE, ADDRESS_REFUSED, CALL_BACK_ENDED, NO_LINE -> true;
            default -> false;
        };
    }

    /** {@return whether a gateway may tell it to an issuer that proved its grant} */
    public boolean told() {
        return number != UNTOLD;
    }

    /**
     * Finds the reason that a gateway told.
     *
     * @param number the number on the wire
     * @return the reason, or empty if this version does not know the number
     */
    public static Optional<RingReason> of(int number) {
        return Arrays.stream(values())
                .filter(reason -> reason.told() && reason.number == number)
                .findFirst();
    }

    /**
     * Says what happened.
     *
     * @param equipment the equipment wanted
     * @param detail what the sentence ends with, if it has a place for it: which service, or how it was noticed
     * @return one sentence, without its full stop
     */
    public String happened(EquipmentId equipment, String detail) {
        return String.format(happened, equipment.value(), detail);
    }

    /**
     * Says what to do.
     *
     * @param equipment the equipment wanted
     * @param wait how long to wait, where waiting is what to do; zero if nobody knows
     * @return one sentence, without its full stop
     */
    public String advice(EquipmentId equipment, Duration wait) {
        return String.format(advice, equipment.value(), words(wait));
    }

    /**
     * Says what to do, and where the service was the wrong one which there are.
     *
     * @param equipment the equipment wanted
     * @param wait how long to wait, where waiting is what to do; zero if nobody knows
     * @param services those that the grant names, which it gives, or which the equipment had when it was made
     * @return one sentence, without its full stop
     */
    public String advice(EquipmentId equipment, Duration wait, List<String> services) {
        boolean wrong = this == NO_SUCH_SERVICE || this == SERVICE_NOT_GRANTED;
        return advice(equipment, wait)
                + (wrong && !services.isEmpty() ? "; its grant names " + String.join(", ", services) : "");
    }

    private static String sentence(String clause) {
        return Character.toUpperCase(clause.charAt(0)) + clause.substring(1);
    }

    private static String words(Duration wait) {
        return wait.isZero() ? "a minute" : wait.toSeconds() + " s";
    }
}
