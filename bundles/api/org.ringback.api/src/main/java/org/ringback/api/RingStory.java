package org.ringback.api;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one party saw of a ring, kept under the ring's nonce. Stories are never sent; only a gateway's reason is, sealed
 * ({@link ToldReason}). Immutable.
 *
 * @param party whose story it is: {@code server}, {@code acceptor} or {@code issuer}
 * @param nonce the ring
 * @param equipment the equipment wanted, by the name that the party knew it by: at a gateway or an issuer its local name
 * @param person who rang, as far as this party has proof: at a server the issuer whose key connected, at a gateway the
 *     person whose grant was proved, and nobody before; empty at an issuer, who rings himself
 * @param system the system asked for
 * @param protection how this party's connection to the server was protected, for example {@code tls13}; empty if it had
 *     none in this ring
 * @param keyAgreement the group that this party's protected connection agreed on, as read from the handshake; empty if
 *     none was made
 * @param began when this party first heard of the ring
 * @param steps the things that happened, in order
 * @param ended how it ended; empty while it runs
 * @param lasted from its beginning until it was answered or ended, whatever came of its call later; empty while it runs
 * @param way by which way it was answered: {@code direct}, at an issuer {@code punched} where its own dial led to that, or
 *     {@code relayed}; empty if it was not answered, or this party does not know
 */
public record RingStory(
        String party,
        RingNonce nonce,
        EquipmentId equipment,
        Optional<EquipmentId> person,
        RingSystem system,
        String protection,
        String keyAgreement,
        Instant began,
        List<Step> steps,
        Optional<End> ended,
        Optional<Duration> lasted,
        Optional<String> way) {

    /** Keeps a copy of the steps. */
    public RingStory {
        steps = List.copyOf(steps);
    }

    /**
     * A story that lasted until its latest step, if it has ended, and of whose way nothing is known.
     *
     * @param party as of the record
     * @param nonce as of the record
     * @param equipment as of the record
     * @param person as of the record
     * @param system as of the record
     * @param protection as of the record
     * @param keyAgreement as of the record
     * @param began as of the record
     * @param steps as of the record
     * @param ended as of the record
     */
    public RingStory(
            String party,
            RingNonce nonce,
            EquipmentId equipment,
            Optional<EquipmentId> person,
            RingSystem system,
            String protection,
            String keyAgreement,
            Instant began,
            List<Step> steps,
            Optional<End> ended) {
        this(
                party,
                nonce,
                equipment,
                person,
                system,
                protection,
                keyAgreement,
                began,
                steps,
                ended,
                ended.map(end -> latest(steps)),
                Optional.empty());
    }

    /** {@return from its beginning until it was answered or ended, or until its latest step while it runs} */
    public Duration soFar() {
        return lasted.orElseGet(() -> latest(steps));
    }

    private static Duration latest(List<Step> steps) {
        return steps.isEmpty() ? Duration.ZERO : steps.get(steps.size() - 1).at();
    }

    /**
     * One thing that happened.
     *
     * @param name what, in a few words, for example {@code second connection request opened}
     * @param at how long after the story began
     * @param detail more for a person to read; empty if there is no more to say
     */
    public record Step(String name, Duration at, String detail) {}

    /**
     * The ring's end as this party knows it.
     *
     * @param answered whether the equipment called back and was accepted, and, at a gateway or an issuer, nothing refused
     *     the first conversation: corrected once that is known
     * @param reason in words, why not; empty if answered
     * @param advice in words, what to do about it; empty if answered, or if nothing can be done at this party
     */
    public record End(boolean answered, String reason, String advice) {
        /**
         * An end about which nothing can be done at this party.
         *
         * @param answered as of the record
         * @param reason in words, why not; empty if answered
         */
        public End(boolean answered, String reason) {
            this(answered, reason, "");
        }
    }

    /** {@return whether this party saw the ring answered, as {@link End#answered} has it} */
    public boolean answered() {
        return ended.map(End::answered).orElse(false);
    }
}
