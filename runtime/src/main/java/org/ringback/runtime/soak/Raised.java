package org.ringback.runtime.soak;

import org.json.JSONObject;

/**
 * A limit that the soak's homes have otherwise than a home has by default. Immutable.
 *
 * @param where the file of the configuration
 * @param key its key
 * @param value in a soak
 * @param otherwise by default
 */
record Raised(String where, String key, String value, String otherwise) {
    String line() {
        return "raised: " + key + " = " + value + " in " + where + " (default: " + otherwise + ")";
    }

    JSONObject json() {
        return new JSONObject()
                .put("file", where)
                .put("key", key)
                .put("value", value)
                .put("default", otherwise);
    }
}
