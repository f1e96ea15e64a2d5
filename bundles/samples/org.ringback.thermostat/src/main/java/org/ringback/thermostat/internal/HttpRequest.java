package org.ringback.thermostat.internal;

import java.util.Map;
import java.util.Optional;

/**
 * A well-formed request (RFC 9112 §3). Immutable (the body is not copied: nobody changes it); not compared.
 *
 * @param method the method as received, for example {@code GET}
 * @param path the target without its query
 * @param http11 whether the peer speaks HTTP/1.1; if not, 1.0
 * @param fields the header fields by name in lower case
 * @param body the content, empty if there is none
 */
record HttpRequest(String method, String path, boolean http11, Map<String, String> fields, byte[] body) {
    Optional<String> field(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** {@return whether this is the last request of the conversation (RFC 9112 §9.3)} */
    boolean last() {
        return !http11 || hasOption("connection", "close");
    }

    boolean hasOption(String name, String option) {
        for (String one : field(name).orElse("").split(",", -1)) {
            if (one.strip().equalsIgnoreCase(option)) {
                return true;
            }
        }
        return false;
    }

    HttpRequest withBody(byte[] content) {
        return new HttpRequest(method, path, http11, fields, content);
    }
}
