package org.ringback.api.limits;

import java.util.Optional;

/**
 * One limit that a bundle keeps, as it is declared. The constants of a class that is called …{@code Limit} are those of
 * its bundle. Immutable.
 *
 * @param name what is limited, in words; no other limit of any bundle has the same
 * @param at the bundle that keeps it, by the last part of its name, for example {@code relay}
 * @param key the key of the configuration that changes it, as {@code config set} takes it; empty if none does
 */
public record Limit(String name, String at, Optional<String> key) {
    /**
     * Declares a limit that cannot be changed.
     *
     * @param name what is limited
     * @param at the bundle that keeps it
     */
    public Limit(String name, String at) {
        this(name, at, Optional.empty());
    }

    /**
     * Declares a limit that a key of the bundle's own configuration changes.
     *
     * @param name what is limited
     * @param at the bundle that keeps it
     * @param key the key's name in that bundle's configuration
     */
    public Limit(String name, String at, String key) {
        this(name, at, Optional.of(at + "." + key));
    }
}
