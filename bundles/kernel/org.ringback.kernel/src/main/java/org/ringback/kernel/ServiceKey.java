package org.ringback.kernel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringback.api.EquipmentId;
import org.ringback.api.GrantTerms;

/**
 * One service of one piece of equipment. Immutable.
 *
 * @param equipment the equipment
 * @param service the name of the service
 */
public record ServiceKey(EquipmentId equipment, String service) {
    private static final Pattern FORM = Pattern.compile("([^/\\s]+)/([^/]+)");

    /**
     * Reads {@code equipment/service}.
     *
     * @param text text in that form
     * @return the service that it names
     * @throws IllegalArgumentException if it has another form
     */
    public static ServiceKey parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || !GrantTerms.named(parts.group(2))) {
            throw new IllegalArgumentException();
        }
        return new ServiceKey(new EquipmentId(parts.group(1)), parts.group(2));
    }
}
