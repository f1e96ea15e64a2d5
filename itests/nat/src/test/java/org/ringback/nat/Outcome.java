package org.ringback.nat;

import java.util.Optional;

/**
 * What became of one ring.
 *
 * @param trial whose
 * @param answered whether every byte of its conversation came back
 * @param told which way it went by the issuer's story
 * @param reading what the internet saw
 * @param tries how often it was tried: once, or once more
 * @param millis from its beginning until it was answered or ended, by the story
 * @param fromRequest milliseconds from its first connection request until the call-back was accepted, by the issuer's story; 0
 *     if it was not
 * @param reason why it was not answered; else empty
 */
record Outcome(
        Trial trial,
        boolean answered,
        Way told,
        Reading reading,
        int tries,
        double millis,
        double fromRequest,
        String reason) {
    /** As many SYNs as one end may send to the other one in a try: the gateway knows each as a ring of its own. */
    private static final int MOST_SYNS = 8;

    /** {@return what story and capture say otherwise of each other, or of the rules; empty if nothing} */
    Optional<String> difference() {
        String what = reading.both()
                ? "both ways carried the conversation"
                : answered && told != reading.way()
                        ? "told " + told + ", seen " + reading.way()
                        : reading.syns() > MOST_SYNS * tries ? reading.syns() + " SYNs of one end" : "";
        return what.isEmpty() ? Optional.empty() : Optional.of(trial + ": " + what);
    }
}
