package org.ringback.issuer.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingReason;
import org.ringback.api.RingStory;
import org.ringback.api.ToldReason;
import org.ringback.kernel.ServerMisses;

/**
 * How one attempt of a ring ended. Of several attempts the one that got furthest is told, as it says most about the
 * equipment; of those that got to the issuer's network, one that names a cause, before all a firewall, which can be
 * opened. Immutable.
 *
 * @param reason why it was not answered
 * @param detail what the reason's sentence ends with, if it has a place for it
 * @param retry after how long ringing again makes sense; zero if unknown
 * @param relay why the server's relay was no way round it, if that is known
 */
record Ending(RingReason reason, String detail, Duration retry, Optional<RelayMiss> relay) {
    Ending(RingReason reason, String detail, Duration retry) {
        this(reason, detail, retry, Optional.empty());
    }

    static Ending of(RingReason reason, String detail) {
        return new Ending(reason, detail, Duration.ZERO);
    }

    static Ending of(RingReason reason) {
        return of(reason, "");
    }

    /** The ending if no address of the server worked. */
    static Ending unreachable(ServerMisses misses) {
        RingReason reason =
                switch (misses.cause()) {
                    case UNNAMED -> RingReason.SERVER_UNNAMED;
                    case BARRED -> RingReason.SERVER_BARRED;
                    case UNREACHED -> RingReason.SERVER_UNREACHABLE;
                    case NOT_DIALLED -> RingReason.SERVER_NOT_DIALLED;
                    case DOWN -> RingReason.SERVER_DOWN;
                    case STRANGE -> RingReason.SERVER_STRANGE;
                    case CHAIN -> RingReason.SERVER_CHAIN;
                    case OTHER -> RingReason.SERVER_OTHER;
                };
        return of(reason, misses.words());
    }

    static Ending told(ToldReason told) {
        return new Ending(told.reason(), "", told.retry());
    }

    /** {@return this ending, or the earlier one if that got as far} */
    Ending orFurther(@Nullable Ending earlier) {
        return earlier == null || earlier.distance() < distance() ? this : earlier;
    }

    /** {@return whether another attempt over the other address family may succeed; each one counts at the gateway} */
    boolean otherFamilyMayHelp() {
        // [ISS-9] Only what another family may mend is tried once more, as each try counts at the gateway: no answer …
        return switch (reason) {
            case GATEWAY_NO_ANSWER,
                    GATEWAY_LOST,
                    NOT_REACHED,
                    NO_ANSWER_FROM_NETWORK,
                    STRANGERS_CAME,
                    ROUTER_IN_THE_WAY,
                    FIREWALL_IN_THE_WAY,
                    ADDRESS_REFUSED,
                    NO_LINE,
                    LOW_PORT,
                    CALL_BACK_ENDED -> true;
            default -> false;
        };
    }

    /** {@return the same, with why the relay was no way round it, if that is what the attempt lacked} */
    Ending beside(Optional<RelayMiss> miss) {
        return switch (reason) {
            case NO_ANSWER_FROM_NETWORK,
                    STRANGERS_CAME,
                    ROUTER_IN_THE_WAY,
                    FIREWALL_IN_THE_WAY,
                    ADDRESS_REFUSED,
                    NO_LINE,
                    OWN_TROUBLE -> new Ending(reason, detail, retry, miss);
            default -> this;
        };
    }

    /** {@return the same, with more about it} */
    Ending with(String more) {
        return new Ending(reason, more, retry, relay);
    }

    /** The end of a story, with the services that the grant names. */
    RingStory.End end(EquipmentId equipment, List<String> services) {
        String advice = reason.advice(equipment, retry, services);
        return new RingStory.End(
                false,
                happened(equipment),
                relay.map(miss -> miss.advice(equipment, advice)).orElse(advice));
    }

    String happened(EquipmentId equipment) {
        return reason.happened(equipment, detail) + RelayMiss.words(relay);
    }

    /** What happened, and who came instead of the gateway; empty if nobody did. */
    String happened(EquipmentId equipment, String strangers) {
        String happened = happened(equipment);
        return strangers.isEmpty() || happened.endsWith(strangers) ? happened : happened + "; " + strangers;
    }

    /** How far the attempt got: to the server, past its checks, to the gateway, past its judge, to this network. */
    private int distance() {
        return switch (reason) {
            case SERVER_UNNAMED,
                    SERVER_BARRED,
                    SERVER_NOT_DIALLED,
                    SERVER_UNREACHABLE,
                    SERVER_DOWN,
                    SERVER_STRANGE,
                    SERVER_CHAIN,
                    SERVER_OTHER -> 0;
            case SERVER_LOST, NOT_UNDERSTOOD, OWN_TROUBLE -> 1;
            case UNKNOWN_ISSUER,
                    ISSUER_SUSPENDED,
                    ISSUER_REVOKED,
                    EQUIPMENT_ENDED,
                    MAY_NOT_ASK,
                    LOW_PORT,
                    SERVER_LIMIT,
                    SLOWED_DOWN,
                    OTHER_KEY -> 2;
            case NEVER_CAME, GATEWAY_OFF, GATEWAY_SILENT -> 3;
            case GATEWAY_NO_ANSWER -> 4;
            case NO_RESULT, NOT_REACHED, GATEWAY_LOST -> 5;
            case NOT_ALLOWED,
                    SERVICE_NOT_GRANTED,
                    WRONG_PASSWORD,
                    TOO_SOON,
                    ADDRESS_REFUSED,
                    NO_LINE,
                    DIAL_LIMIT,
                    CALL_LIMIT,
                    GATEWAY_TROUBLE -> 6;
            case NO_ANSWER_FROM_NETWORK -> 7;
            case STRANGERS_CAME, ROUTER_IN_THE_WAY -> 8;
            case FIREWALL_IN_THE_WAY -> 9;
            case CALL_BACK_ENDED, ANSWERED_ELSEWHERE, NO_SUCH_SERVICE, SERVICE_DOWN, SERVICE_LIMIT, SERVICE_BROKE -> 10;
            case GIVEN_UP -> 11;
        };
    }
}
