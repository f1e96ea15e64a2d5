package org.ringback.shell.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.ringback.api.EquipmentId;
import org.ringback.api.configuration.ConfigurationControl;

/**
 * The keys of one configuration whose entries name equipment, with the entries in force. Immutable.
 *
 * @param pid whose configuration
 * @param keys those keys that have an entry
 */
record NamedSettings(String pid, List<Setting> keys) {
    private static final String ACCEPTOR = "org.ringback.acceptor";
    private static final String ISSUER = "org.ringback.issuer";
    /** {@code equipment=…}, or {@code equipment/service=…}. */
    private static final List<String> AT_ACCEPTOR = List.of("systems", "protection", "forward");
    /** {@code PORT=equipment/service}. */
    private static final List<String> AT_ISSUER = List.of("forwards");

    /**
     * One key.
     *
     * @param key its name
     * @param entries {@code name=value} each, as written
     */
    record Setting(String key, List<String> entries) {
        String line() {
            return key + " = " + String.join("; ", entries);
        }

        private String listed() {
            return entries.isEmpty() ? "nothing" : String.join(", ", entries);
        }

        /** The same key with the entries that name a piece of equipment alone. */
        private Setting only(EquipmentId name) {
            return new Setting(
                    key,
                    entries.stream()
                            .filter(entry -> named(entry).equals(name.value()))
                            .toList());
        }

        /** The same key with another name; where entries of that name stand already they stay, and are not doubled. */
        private Setting named(EquipmentId before, EquipmentId now) {
            List<String> dropped = dropped(before, now).entries();
            return new Setting(
                    key,
                    entries.stream()
                            .filter(entry -> !dropped.contains(entry))
                            .map(entry -> renamed(entry, before, now))
                            .toList());
        }

        /** The same key with those entries alone in whose place one of the other name stands already. */
        private Setting dropped(EquipmentId before, EquipmentId now) {
            List<String> there = only(now).entries().stream().map(Setting::left).toList();
            return new Setting(
                    key,
                    only(before).entries().stream()
                            .filter(entry -> there.contains(left(renamed(entry, before, now))))
                            .toList());
        }

        private String renamed(String entry, EquipmentId before, EquipmentId now) {
            if (!named(entry).equals(before.value())) {
                return entry;
            }
            int at = entry.indexOf(before.value(), AT_ISSUER.contains(key) ? entry.indexOf('=') : 0);
            return entry.substring(0, at)
                    + now
                    + entry.substring(at + before.value().length());
        }

        /** The name in an entry. */
        private String named(String entry) {
            int equals = entry.indexOf('=');
            String named = AT_ISSUER.contains(key) ? entry.substring(equals + 1) : entry.substring(0, equals);
            int slash = named.indexOf('/');
            return (slash < 0 ? named : named.substring(0, slash)).strip();
        }

        private static String left(String entry) {
            return entry.substring(0, entry.indexOf('=')).strip();
        }
    }

    /** Reads what is in force at a gateway, or at an issuer; nothing where nobody reads the configuration. */
    static NamedSettings of(Optional<ConfigurationControl> control, boolean acceptor) {
        String pid = acceptor ? ACCEPTOR : ISSUER;
        List<String> naming = acceptor ? AT_ACCEPTOR : AT_ISSUER;
        return new NamedSettings(
                pid,
                control.stream()
                        .flatMap(all -> all.inForce().stream())
                        .filter(one -> one.pid().equals(pid))
                        .flatMap(one -> one.values().stream())
                        .filter(value -> naming.contains(value.key()))
                        .map(value -> new Setting(value.key(), entries(value.text())))
                        .toList());
    }

    private static List<String> entries(String text) {
        return Arrays.stream(text.split(";"))
                .map(String::strip)
                .filter(entry -> entry.indexOf('=') > 0)
                .toList();
    }

    /** {@return the keys with the entries that name this equipment} */
    List<Setting> naming(EquipmentId name) {
        return keys.stream()
                .map(one -> one.only(name))
                .filter(one -> !one.entries().isEmpty())
                .toList();
    }

    /** Says what is in force for the equipment until it has another name, and what from then on. */
    String change(EquipmentId before, EquipmentId now) {
        return keys.stream()
                .filter(one -> !one.only(before).entries().isEmpty()
                        || !one.only(now).entries().isEmpty())
                .map(one -> one.key() + " = " + one.only(before).listed() + " until now, "
                        + one.only(now).listed() + " from then on")
                .collect(Collectors.joining("; "));
    }

    /** {@return whether a warning is of a key that has an entry of this equipment} */
    boolean tells(String warning, EquipmentId name) {
        return naming(name).stream().anyMatch(one -> warning.startsWith(one.key() + ": "));
    }

    /** Says which settings a new name has found, and which the old one leaves behind, as lines to paste. */
    List<String> words(EquipmentId before, EquipmentId now) {
        List<String> words = new ArrayList<>();
        List<Setting> found = naming(now);
        if (!found.isEmpty()) {
            words.add("The configuration has settings for " + now + ", which hold for it from now on: "
                    + found.stream().map(Setting::line).collect(Collectors.joining(", ")));
        }
        List<String> left = naming(before).stream().map(Setting::key).toList();
        if (!left.isEmpty()) {
            words.add("Settings for " + before + " stay, and hold for nobody here now. For " + now + " write in config/"
                    + pid + ".cfg, in their place:");
            keys.stream()
                    .filter(one -> left.contains(one.key()))
                    .forEach(one -> words.add("  " + one.named(before, now).line()));
        }
        List<Setting> dropped = keys.stream()
                .map(one -> one.dropped(before, now))
                .filter(one -> !one.entries().isEmpty())
                .toList();
        if (!dropped.isEmpty()) {
            words.add("Left out there, as " + now + " has its own: "
                    + dropped.stream().map(Setting::line).collect(Collectors.joining(", ")));
        }
        return words;
    }
}
