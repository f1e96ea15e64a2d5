package org.ringback.runtime.soak;

import org.json.JSONObject;

/**
 * What one process held before the updates and behind them. Immutable.
 *
 * @param program which
 * @param before once it was warm
 * @param after once nothing more was let go
 */
record Held(String program, Vitals before, Vitals after) {
    JSONObject json() {
        return new JSONObject()
                .put("program", program)
                .put("before", before.json())
                .put("after", after.json());
    }
}
