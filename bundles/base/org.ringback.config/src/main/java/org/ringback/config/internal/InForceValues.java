package org.ringback.config.internal;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.ringback.api.configuration.ConfigurationControl.InForce;
import org.ringback.api.configuration.ConfigurationControl.Value;
import org.ringback.api.configuration.Schema;

/** Tells what is in force of a configuration, key by key. Stateless. */
final class InForceValues {
    private InForceValues() {}

    /**
     * What is in force.
     *
     * @param pid of which
     * @param schema its keys; null if its bundle declares none
     * @param state its file, if there is one
     * @param target knows what came by another way
     * @return its keys and values; empty if nothing is in force
     */
    static Optional<InForce> of(
            String pid, @Nullable Schema<?> schema, Optional<FileState> state, ConfigurationFolder.Target target) {
        if (schema == null) {
            return state.flatMap(one -> Optional.ofNullable(one.inForce))
                    .map(values -> new InForce(pid, false, texts(values)));
        }
        Optional<Map<String, String>> has = state.flatMap(one -> Optional.ofNullable(had(one, schema)));
        Optional<Map<String, String>> next = state.flatMap(one -> Optional.ofNullable(one.inForce));
        Optional<Map<String, String>> other =
                pid.equals(LoggingSchema.PID) ? Optional.empty() : other(schema, next, target);
        return other.or(() -> has).map(values -> new InForce(pid, true, keys(schema, values, other.or(() -> next))));
    }

    /** What its bundle has of a file; null if nothing. */
    static @Nullable Map<String, String> had(FileState state, Schema<?> schema) {
        return schema.takenAtNextStart() ? state.first : state.inForce;
    }

    /** {@return the value of a key that is in force, the default if none is written} */
    static String value(Schema<?> schema, String key, @Nullable Map<String, String> values) {
        String written = values == null ? "" : values.getOrDefault(key, "");
        return written.isEmpty()
                ? schema.keys().stream()
                        .filter(one -> one.name().equals(key))
                        .map(one -> one.standard())
                        .findFirst()
                        .orElse("")
                : written;
    }

    /** What came by another way than the file, and is not refused. */
    private static Optional<Map<String, String>> other(
            Schema<?> schema, Optional<Map<String, String>> file, ConfigurationFolder.Target target) {
        try {
            Optional<Map<String, String>> given = target.given(schema.pid());
            given.ifPresent(schema::read);
            return given.equals(file) ? Optional.empty() : given;
        } catch (RuntimeException | LinkageError e) {
            return Optional.empty(); // the troubles say so
        }
    }

    private static List<Value> keys(Schema<?> schema, Map<String, String> values, Optional<Map<String, String>> next) {
        return schema.keys().stream()
                .map(key -> {
                    String text = value(schema, key.name(), values);
                    return new Value(
                            key.name(),
                            text,
                            key.standard(),
                            next.map(later -> value(schema, key.name(), later))
                                    .filter(later -> !Objects.equals(later, text)));
                })
                .toList();
    }

    private static List<Value> texts(Map<String, String> values) {
        return new TreeMap<>(values)
                .entrySet().stream()
                        .map(one -> new Value(one.getKey(), one.getValue(), "", Optional.empty()))
                        .toList();
    }
}
