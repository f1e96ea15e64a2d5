package org.ringback.acceptor.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringback.api.EquipmentId;

/**
 * What is forwarded to a local address. Immutable.
 *
 * @param equipment whose conversations
 * @param service of which service
 */
record ForwardKey(EquipmentId equipment, String service) {
    private static final Pattern FORM = Pattern.compile("([^/\\s]+)/([a-z0-9-]{1,32})");

    /** Reads {@code equipment/service}. */
    static ForwardKey parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException();
        }
        return new ForwardKey(new EquipmentId(parts.group(1)), parts.group(2));
    }
}
