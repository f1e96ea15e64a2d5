package org.ringback.nat;

import java.util.Optional;

/**
 * What became of one ring.
 *
 * @param trial whose
 * @param answered whether every byte of its conversation came back
 * @param told which way it went by the issuer's story
 * @param reading what the internet saw
 * @param millis from its beginning until it was answered or ended, by the story
 * @param fromRequest milliseconds from its first connection request until the call-back was accepted, by the issuer's story; 0
 *     if it was not
 * @param reason why it was not answered; else empty
 */
record Outcome(
        Trial trial, boolean answered, Way told, Reading reading, double millis, double fromRequest, String reason) {
    /** More SYNs than one end of a ring may send to the other one. */
    private static final int TOO_MANY_SYNS = 9;

    /** {@return what story and capture say otherwise of each other, or of the rules; empty if nothing} */
    Optional<String> difference() {
        String what = reading.both()
                ? "both ways carried the conversation"
                : answered && told != reading.way()
                        ? "told " + told + ", seen " + reading.way()
                        : reading.syns() >= TOO_MANY_SYNS ? reading.syns() + " SYNs of one end" : "";
        return what.isEmpty() ? Optional.empty() : Optional.of(trial + ": " + what);
    }
}
