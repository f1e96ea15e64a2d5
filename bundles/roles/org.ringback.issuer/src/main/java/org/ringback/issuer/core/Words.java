package org.ringback.issuer.core;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.ringback.api.EquipmentId;
import org.ringback.api.configuration.NearMiss;
import org.ringback.api.net.AddressText;
import org.ringback.kernel.ServerAddress;
import org.ringback.wire.EndedEnrolment;
import org.ringback.wire.ErrorCode;
import org.ringback.wire.ErrorCodes;

/** The sentences of stories and refused commands, with what to do. Stateless. */
final class Words {
    /**
     * Why a grant's string is refused, alike for each of the causes: whoever holds it learns no more, and its owner sees
     * which it was.
     */
    static final String GRANT_NO_MORE =
            "this grant string is good no more: it was taken back, used by another device, or not used in time; ask the"
                    + " owner for a new grant";

    private static final String ENROLMENT_STRING = "an enrolment string (enrol ID --issuer, as the server's status says"
            + " behind revoke ID where a thief may have used the string first)";

    private Words() {}

    static String grantRefused(int code, Optional<EndedEnrolment> ended) {
        return enrolRefused(
                code,
                GRANT_NO_MORE,
                ended.map(Words::ended)
                        .orElse("the server refuses this issuer: its key was revoked or suspended there, or is enrolled"
                                + " there for another protection than was used (key protection); ask its operator"
                                + " which, or for " + ENROLMENT_STRING
                                + ", give it to join, then take the grant again"));
    }

    /** The refusal of a grant's string that is over its time by what it says itself, as the server would refuse it. */
    static String refusedGrant() {
        return grantRefused(ErrorCodes.UNAUTHENTICATED, Optional.empty());
    }

    private static String ended(EndedEnrolment ended) {
        return switch (ended) {
            case SUSPENDED ->
                "this issuer is suspended at the server; ask its operator for " + ENROLMENT_STRING
                        + ", give it to join, then take this grant again";
            case REVOKED ->
                "the server revoked this issuer's key; ask its operator for an enrolment string (enrol ID --issuer),"
                        + " give it to join, which makes a new key, then take this grant again";
            case EQUIPMENT -> "the equipment is suspended or revoked at the server; ask its owner for a new grant";
        };
    }

    static String joinRefused(int code, Optional<EndedEnrolment> ended, EquipmentId id) {
        return enrolRefused(
                code,
                "the server does not take the one-time code of this string: it was used by another device, is older than"
                        + " 10 minutes, or was withdrawn; ask the operator for a new one",
                ended.isPresent()
                        ? "the server does not let this issuer's key in as " + id
                                + ": its own ID is another one; ask the operator to run enrol for that one"
                        : "the server refuses this issuer's key for " + id
                                + ": it is enrolled there already, it belongs"
                                + " to another ID (ask the operator to run enrol for that one), or it is enrolled for"
                                + " another protection than was used (key protection)");
    }

    private static String enrolRefused(int code, String unauthenticated, String forbidden) {
        String words =
                switch (code) {
                    case ErrorCodes.UNAUTHENTICATED -> unauthenticated;
                    case ErrorCodes.FORBIDDEN -> forbidden;
                    case ErrorCodes.BAD_REQUEST, ErrorCodes.UNKNOWN_ATTRIBUTE ->
                        "the server does not understand the enrolment; issuer and server may be of versions that do "
                                + "not fit";
                    case ErrorCodes.QUOTA, ErrorCodes.CAPACITY -> "the server is at a limit; try again later";
                    default -> unnamed(code);
                };
        return words + " (" + code + ")";
    }

    private static String unnamed(int code) {
        return "the server refuses: "
                + ErrorCodes.find(code).map(ErrorCode::meaning).orElse("a code without a meaning here");
    }

    static String noGrant(EquipmentId equipment) {
        return "equipment: no grant for " + equipment
                + " is kept here (expected: first accept-grant with the string that its owner printed)";
    }

    /** The refusal of equipment of which no grant is kept, among what is. */
    static String notListed(EquipmentId equipment, List<String> names) {
        return "equipment: no grant for " + equipment + " is kept here (expected: one that 'granted' lists"
                + NearMiss.asked(equipment.value(), names) + ")";
    }

    static String notWritten(String why) {
        return "it could not be written to disk: " + why;
    }

    static String waits(EquipmentId equipment, Duration atMost) {
        return equipment + " is silent: the ring waits for it to register with the server, at most "
                + atMost.toSeconds() + " s";
    }

    static String server(ServerAddress server) {
        return server.host() + " (" + AddressText.print(server.address()) + ")";
    }
}
