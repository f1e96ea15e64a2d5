package org.ringback.wire;

import java.util.Locale;

/**
 * One attribute of the catalogue: number, name, form and limits. The constants stand in {@link Attributes}. Immutable.
 *
 * @param <T> the type of its value
 */
public final class Attribute<T> {
    /** From this type on, an attribute that is not understood is ignored (RFC 8489 §14). */
    public static final int FIRST_OPTIONAL_TYPE = 0x8000;

    private final int type;
    private final String name;
    private final ValueForm<T> form;
    private final String source;

    Attribute(int type, String name, ValueForm<T> form, String source) {
        this.type = type;
        this.name = name;
        this.form = form;
        this.source = source;
    }

    /** {@return the number on the wire} */
    public int type() {
        return type;
    }

    /** {@return the name in documents, for example {@code TARGET-ID}} */
    public String name() {
        return name;
    }

    /** {@return shape and limits of the value in words} */
    public String expected() {
        return form.expected();
    }

    /** {@return where the attribute comes from: an RFC and section, or {@code Ringback}} */
    public String source() {
        return source;
    }

    ValueForm<T> form() {
        return form;
    }

    /**
     * {@return whether a reader ignores the attribute if a later version gave it a value that this one does not know}
     */
    boolean takesUnknownAsAbsent() {
        return type >= FIRST_OPTIONAL_TYPE && form.choice();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%s (0x%04X)", name, type);
    }
}
