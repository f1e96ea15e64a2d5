package org.ringback.wire;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One message of the catalogue with checked values. Immutable (byte arrays in it are not copied: nobody changes them).
 * MESSAGE-INTEGRITY-SHA256 and FINGERPRINT are the codec's and do not stand here.
 */
public final class Message {
    private final MessageKind kind;
    private final TransactionId transaction;
    private final Map<Attribute<?>, Object> values;

    private Message(MessageKind kind, TransactionId transaction, Map<Attribute<?>, Object> values) {
        this.kind = kind;
        this.transaction = transaction;
        this.values = values;
    }

    /**
     * Begins a message.
     *
     * @param kind which
     * @param transaction fresh for requests and indications, the request's for answers
     * @return a builder
     */
    public static Builder of(MessageKind kind, TransactionId transaction) {
        return new Builder(kind, transaction);
    }

    /** {@return which message} */
    public MessageKind kind() {
        return kind;
    }

    /** {@return the transaction ID} */
    public TransactionId transaction() {
        return transaction;
    }

    /**
     * The value of an attribute that the catalogue requires.
     *
     * @param <T> its type
     * @param attribute which
     * @return the value
     * @throws NoSuchElementException if it is optional and absent
     */
    public <T> T get(Attribute<T> attribute) {
        return find(attribute).orElseThrow(() -> new NoSuchElementException(kind + " without " + attribute.name()));
    }

    /**
     * The value of an attribute, if present.
     *
     * @param <T> its type
     * @param attribute which
     * @return the value
     */
    public <T> Optional<T> find(Attribute<T> attribute) {
        @SuppressWarnings("unchecked")
        @Nullable
        T value = (T) values.get(attribute);
        return Optional.ofNullable(value);
    }

    Map<Attribute<?>, Object> values() {
        return values;
    }

    @Override
    public String toString() {
        return kind.title() + " " + transaction;
    }

    /** Collects the values of a message. Not thread-safe. */
    public static final class Builder {
        private final MessageKind kind;
        private final TransactionId transaction;
        private final Map<Attribute<?>, Object> values = new LinkedHashMap<>();

        private Builder(MessageKind kind, TransactionId transaction) {
            this.kind = kind;
            this.transaction = transaction;
        }

        /**
         * Adds a value.
         *
         * @param <T> its type
         * @param attribute which
         * @param value the value
         * @return this builder
         */
        public <T> Builder with(Attribute<T> attribute, T value) {
            if (!kind.holds(attribute)) {
                throw new IllegalArgumentException(kind + ": no place for " + attribute.name());
            }
            values.put(attribute, value);
            return this;
        }

        /** {@return the message, in which everything required stands, in the catalogue's order} */
        public Message build() {
            Map<Attribute<?>, Object> ordered = new LinkedHashMap<>();
            for (Attribute<?> attribute : kind.required()) {
                Object value = values.get(attribute);
                if (value == null) {
                    throw new IllegalArgumentException(kind + ": " + attribute.name() + " is missing");
                }
                ordered.put(attribute, value);
            }
            for (Attribute<?> attribute : kind.optional()) {
                Object value = values.get(attribute);
                if (value != null) {
                    ordered.put(attribute, value);
                }
            }
            return new Message(kind, transaction, ordered);
        }
    }
}
