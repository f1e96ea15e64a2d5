package org.ringback.wire;

import java.util.NoSuchElementException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One message of the catalogue with checked values. Immutable (byte arrays in it are not copied: nobody changes them).
 * It has no MESSAGE-INTEGRITY-SHA256 and no FINGERPRINT: {@link MessageCodec} adds and checks these.
 */
public final class Message {
    private final MessageKind kind;
    private final TransactionId transaction;
    /** Indexed by {@link MessageKind#place}. */
    private final @Nullable Object[] values;

    private Message(MessageKind kind, TransactionId transaction, @Nullable Object[] values) {
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
        T value = (T) value(kind.places().of(attribute));
        return Optional.ofNullable(value);
    }

    /** The value at a place of the kind; null if it is absent, or there is no such place. */
    @Nullable
    Object value(int place) {
        return place < 0 ? null : values[place];
    }

    @Override
    public String toString() {
        return kind.title() + " " + transaction;
    }

    /** Collects the values of a message. Not thread-safe. */
    public static final class Builder {
        private final MessageKind kind;
        private final TransactionId transaction;
        private final @Nullable Object[] values;

        private Builder(MessageKind kind, TransactionId transaction) {
            this.kind = kind;
            this.transaction = transaction;
            this.values = new @Nullable Object[kind.places().count()];
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
            int place = kind.places().of(attribute);
            if (place < 0) {
                throw new IllegalArgumentException(kind + ": no place for " + attribute.name());
            }
            values[place] = value;
            return this;
        }

        /**
         * {@return the message, in the catalogue's order; throws IllegalArgumentException if a required value is
         * missing}
         */
        public Message build() {
            for (int place = 0; place < kind.required().size(); place++) {
                if (values[place] == null) {
                    throw new IllegalArgumentException(
                            kind + ": " + kind.places().at(place).name() + " is missing");
                }
            }
            return new Message(kind, transaction, values.clone());
        }
    }
}
