package org.ringback.kernel;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.ringback.api.EquipmentId;
import org.ringback.api.RingReason;
import org.ringback.api.RingStory;
import org.ringback.api.Role;

/**
 * How a ring ended in truth whose call-back was accepted, and whose first conversation nothing answered: as either end
 * of the call tells it. Stateless.
 */
public final class UnservedRing {
    private UnservedRing() {}

    /**
     * Corrects the story of the ring that led to a call.
     *
     * @param event tells the call and the reason
     * @param owners knows the call
     * @param stories has the story, unless it is too old
     * @param services knows, by the local name of equipment, at a gateway what is answered, at an issuer what its grant
     *     names
     */
    public static void tell(
            Event.CallUnserved event,
            Owners owners,
            Stories stories,
            Function<EquipmentId, ? extends Collection<String>> services) {
        owners.find(event.connection(), StandingCall.class)
                .map(StandingCall::facts)
                .ifPresent(facts ->
                        stories.correct(facts.ring(), ending(event.why(), facts, services.apply(facts.equipment()))));
    }

    /**
     * Says why a call ended that was of no use, the same at both of its ends: in {@code calls}, and in the steps of
     * their stories.
     *
     * @param why which of the reasons that concern a service
     * @return one clause
     */
    public static String words(RingReason why) {
        return "not answered: "
                + switch (why) {
                    case NO_SUCH_SERVICE -> "nothing answers the service";
                    case SERVICE_DOWN -> "what is behind the service is down";
                    default -> "no place was left for a conversation";
                };
    }

    private static RingStory.End ending(RingReason why, CallFacts facts, Collection<String> services) {
        List<String> sorted = services.stream().sorted().toList();
        return facts.role() == Role.ISSUER ? atIssuer(why, facts, sorted) : atGateway(why, facts, sorted);
    }

    private static RingStory.End atIssuer(RingReason why, CallFacts facts, List<String> services) {
        return new RingStory.End(
                false,
                why.happened(facts.equipment(), facts.service()),
                why.advice(facts.equipment(), Duration.ZERO, services));
    }

    private static RingStory.End atGateway(RingReason why, CallFacts facts, List<String> services) {
        return switch (why) {
            case NO_SUCH_SERVICE ->
                new RingStory.End(
                        false,
                        "called back, but nothing here answers the service " + facts.service(),
                        "Set forward = " + facts.equipment() + "/" + facts.service()
                                + "=ADDRESS:PORT, or deploy a bundle that answers for it; what is answered: "
                                + (services.isEmpty() ? "nothing" : String.join(", ", services)));
            case SERVICE_DOWN ->
                new RingStory.End(
                        false,
                        "called back, but the address behind the service " + facts.service() + " does not answer",
                        "Start what listens there; equipment " + facts.equipment() + " names the address");
            default ->
                new RingStory.End(
                        false,
                        "called back, but no place was left for a conversation of the service " + facts.service(),
                        "See limits, and hang up what is not used any more");
        };
    }
}
