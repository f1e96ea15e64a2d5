package org.ringback.issuer.core;

import java.time.Duration;
import org.ringback.kernel.Metrics;
import org.ringback.kernel.Story;
import org.ringback.kernel.Turn;

/** How a call-back reaches its issuer. */
enum CallPath {
    /** The gateway's dial came to the port where the issuer listens. */
    ACCEPTED("direct", "directly", "from %s"),
    /** The issuer dialled too, and the two dials met. */
    DIALLED("punched", "directly, as both ends dialled", "directly, as both ends dialled: %s"),
    /** Both ends went to the server. */
    RELAYED("relayed", "through the server's relay", "through the server's relay at %s, not directly");

    private final String label;
    private final String way;
    private final String words;

    CallPath(String label, String way, String words) {
        this.label = label;
        this.way = way;
        this.words = words;
    }

    /**
     * Counts a ring that this path answered.
     *
     * @param metrics the counters
     * @param took how long, from the start of the ring
     */
    void count(Metrics metrics, Duration took) {
        metrics.count(IssuerMetric.RINGS_ANSWERED_BY, label);
        metrics.count(IssuerMetric.RINGS_ANSWERED_WITHIN, label, took);
    }

    /** Tells in the story that it carries the call. */
    void accepted(Story story, Turn turn) {
        story.way(label);
        story.step(turn, "communication request accepted", way);
    }

    /** For the story, of one that stands and may not be the one that carries. */
    String words(String remote) {
        return String.format(words, remote);
    }
}
