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
 * @param reason why it was not answered; else empty
 */
record Outcome(Trial trial, boolean answered, Way told, Reading reading, double millis, String reason) {
    /** {@return what story and capture say otherwise of each other, or of the rules; empty if nothing} */
    Optional<String> difference() {
        String what = reading.both()
                ? "both ways carried the conversation"
                : answered && told != reading.way() ? "told " + told + ", seen " + reading.way() : "";
        return what.isEmpty() ? Optional.empty() : Optional.of(trial + ": " + what);
    }
}
