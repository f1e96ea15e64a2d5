package org.ringback.shell.internal;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.Version;

/**
 * What runs here, and since when. Immutable.
 *
 * @param ringback the version of this program
 * @param java that of Java
 * @param system the operating system
 * @param since when it was started; empty if the system does not tell
 */
record Versions(String ringback, String java, String system, Optional<Instant> since) {
    /** {@return what runs here} */
    static Versions here() {
        return new Versions(
                Optional.ofNullable(FrameworkUtil.getBundle(Versions.class))
                        .map(Bundle::getVersion)
                        .map(Version::toString)
                        .orElse("outside of a container"),
                Runtime.version().toString(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                ProcessHandle.current().info().startInstant());
    }

    String line() {
        return "ringback " + ringback + ", Java " + java + ", " + system
                + since.map(when -> ", since " + Times.minute(when)).orElse("");
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ringback", ringback);
        json.put("java", java);
        json.put("system", system);
        since.ifPresent(when -> json.put("since", when));
        return json;
    }
}
