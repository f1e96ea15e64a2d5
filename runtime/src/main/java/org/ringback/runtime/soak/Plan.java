package org.ringback.runtime.soak;

import java.time.Duration;
import java.util.Optional;
import org.json.JSONObject;

/**
 * What a soak is to do. Immutable.
 *
 * @param updates how often the crypto is updated in each program
 * @param rings how many rings a second
 * @param conversations how many stand all the time
 * @param limit for how long updates may begin; none if it is empty
 * @param plant what is wrong with the crypto of the last round; nothing if it is empty
 */
public record Plan(int updates, int rings, int conversations, Optional<Duration> limit, Optional<Plant> plant) {
    /** From so many updates on it is a long one, whose times are worth comparing. */
    private static final int LONG = 10;

    private static final Duration LONG_QUIET = Duration.ofSeconds(20);
    private static final Duration SHORT_QUIET = Duration.ofSeconds(4);

    /** How long rings are measured before the first update. */
    Duration quiet() {
        return updates < LONG ? SHORT_QUIET : LONG_QUIET;
    }

    /** How long the programs are rung before that, as Java is slow at first. */
    Duration warmUp() {
        return quiet().dividedBy(2);
    }

    JSONObject json() {
        return new JSONObject()
                .put("updates", updates)
                .put("ringsPerSecond", rings)
                .put("conversations", conversations)
                .put("seconds", limit.<Object>map(Duration::toSeconds).orElse(JSONObject.NULL))
                .put("plant", plant.<Object>map(Plant::word).orElse(JSONObject.NULL));
    }
}
