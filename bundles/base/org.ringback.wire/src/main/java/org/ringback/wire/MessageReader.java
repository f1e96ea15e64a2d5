package org.ringback.wire;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringback.wire.MalformedMessageException.Reason;

/** Reads the attributes of one message against its kind. Used once, by one thread. */
final class MessageReader {
    private static final int MAX_BYTES_SHOWN = 8;

    private final MessageKind kind;
    private final StunView view;
    private final TransactionId transaction;
    private final Message.Builder builder;
    /** Which attributes came: one bit for each place of the kind. */
    private int seen;

    private boolean macSeen;
    private boolean fingerprintSeen;
    private boolean proofSeen;

    MessageReader(MessageKind kind, StunView view) {
        this.kind = kind;
        this.view = view;
        this.transaction = view.transaction();
        this.builder = Message.of(kind, transaction);
    }

    /** Throws if a kind has more attributes than {@link #seen} has bits: a mistake in the catalogue. */
    static void requireBits(int places) {
        if (places > Integer.SIZE) {
            throw new IllegalArgumentException("attributes: " + places + " (expected: at most " + Integer.SIZE + ")");
        }
    }

    Message read() throws MalformedMessageException {
        for (int at = view.firstAttribute(); at >= 0; at = view.nextAttribute(at)) {
            readAttribute(at);
        }
        for (int place = 0; place < kind.required().size(); place++) {
            if ((seen & 1 << place) == 0) {
                Attribute<?> attribute = kind.places().at(place);
                throw bad(Reason.MISSING_ATTRIBUTE, attribute.name() + ": missing (expected: in every " + kind + ")");
            }
        }
        checkProof();
        return builder.build();
    }

    private void readAttribute(int at) throws MalformedMessageException {
        int type = view.typeOf(at);
        Attribute<?> attribute = Attributes.of(type);
        // The proof covers nothing behind it. RFC 8489 §14.6 lets a reader ignore such attributes; we refuse them, as
        // no peer of ours sends any.
        // [WIRE-2] MESSAGE-INTEGRITY-SHA256, where it is the proof, stands before it, and nothing else behind that.
        if (proofSeen && attribute != Attributes.FINGERPRINT) {
            throw bad(Reason.UNEXPECTED_ATTRIBUTE, hex(type) + ": behind the proof (expected: FINGERPRINT alone)");
        }
        if (attribute == null || !allows(attribute)) {
            refuseUnlessOptional(at, type, attribute);
            return;
        }
        // [WIRE-5] An attribute twice, one after MESSAGE-INTEGRITY-SHA256 (but FINGERPRINT), a known required one …
        if (!isFirst(attribute)) {
            throw bad(Reason.UNEXPECTED_ATTRIBUTE, attribute.name() + ": twice (expected: once)");
        }
        if (attribute == Attributes.MESSAGE_INTEGRITY_SHA256 || attribute == Attributes.SEALED) {
            proofSeen = true;
        }
        if (kind.places().have(attribute)) {
            readValue(attribute, at);
        } else {
            checkLength(attribute, at);
        }
    }

    /** Notes an attribute; returns whether it is the first of its type in this message. */
    private boolean isFirst(Attribute<?> attribute) {
        boolean before;
        int place = kind.places().of(attribute);
        if (place >= 0) {
            before = (seen & 1 << place) != 0;
            seen |= 1 << place;
        } else if (attribute == Attributes.FINGERPRINT) {
            before = fingerprintSeen;
            fingerprintSeen = true;
        } else {
            before = macSeen;
            macSeen = true;
        }
        return !before;
    }

    private boolean allows(Attribute<?> attribute) {
        if (attribute == Attributes.MESSAGE_INTEGRITY_SHA256) {
            return kind.proof().isMac();
        }
        return attribute == Attributes.FINGERPRINT
                ? !kind.door().stream()
                : kind.places().have(attribute);
    }

    private void refuseUnlessOptional(int at, int type, @Nullable Attribute<?> attribute)
            throws MalformedMessageException {
        // [WIRE-4] unknown optional ones (0x8000 and more), and known optional ones that the kind does not list, are …
        if (type >= Attribute.FIRST_OPTIONAL_TYPE) {
            return;
        }
        if (attribute != null) {
            throw bad(Reason.UNEXPECTED_ATTRIBUTE, attribute.name() + ": present (expected: never in " + kind + ")");
        }
        // [WIRE-3] Unknown comprehension-required attributes are not understood (420)
        throw new MalformedMessageException(
                Reason.UNKNOWN_ATTRIBUTE,
                unknownTypesFrom(at),
                kind,
                transaction,
                hex(type) + ": not understood (expected: an attribute of " + kind + ")");
    }

    /** The types for UNKNOWN-ATTRIBUTES: every one that was not understood (RFC 8489 §6.3.1), up to a limit of ours. */
    private List<Integer> unknownTypesFrom(int first) {
        List<Integer> types = new ArrayList<>();
        for (int at = first; at >= 0 && types.size() < Attributes.MAX_UNKNOWN_TYPES; at = view.nextAttribute(at)) {
            int type = view.typeOf(at);
            if (type < Attribute.FIRST_OPTIONAL_TYPE && Attributes.of(type) == null && !types.contains(type)) {
                types.add(type);
            }
        }
        return List.copyOf(types);
    }

    private <T> void readValue(Attribute<T> attribute, int at) throws MalformedMessageException {
        checkLength(attribute, at);
        T value = attribute.form().reader().read(view.value(at), transaction);
        if (value == null) {
            // [WIRE-6] But an optional attribute (0x8000 and more) that names one of several values, as ABSENCE and …
            if (attribute.takesUnknownAsAbsent() && !kind.required().contains(attribute)) {
                return;
            }
            throw badValue(attribute, "0x" + HexFormat.of().formatHex(firstBytes(at)));
        }
        // [WIRE-7] an end takes its own and one more or less, and beyond that the message is malformed.
        if (attribute == Attributes.PROTOCOL && Math.abs((Integer) value - MessageKind.VERSION) > 1) {
            throw bad(
                    Reason.BAD_VERSION,
                    "PROTOCOL: " + value + " (expected: " + MessageKind.VERSION + ", or one more or less)");
        }
        builder.with(attribute, value);
    }

    private void checkLength(Attribute<?> attribute, int at) throws MalformedMessageException {
        int length = view.lengthOf(at);
        if (length < attribute.form().minLength() || length > attribute.form().maxLength()) {
            throw badValue(attribute, length + " bytes");
        }
    }

    private void checkProof() throws MalformedMessageException {
        boolean nonce = has(Attributes.NONCE);
        boolean whole =
                switch (kind.proof()) {
                    case MAC, TICKET -> macSeen;
                    case MAC_WITH_NONCE ->
                        macSeen == nonce && nonce == has(Attributes.SEQUENCE) && nonce == has(Attributes.REALM);
                    case NONE, CHAIN, NOISE, SIGNATURE, SEALED, CHANNEL -> true;
                };
        if (!whole) {
            throw bad(
                    Reason.MISSING_ATTRIBUTE,
                    "MESSAGE-INTEGRITY-SHA256: missing, or not with its company (expected: "
                            + kind.proof().title() + ", and NONCE, REALM and SEQUENCE together)");
        }
    }

    private boolean has(Attribute<?> attribute) {
        int place = kind.places().of(attribute);
        return place >= 0 && (seen & 1 << place) != 0;
    }

    private byte[] firstBytes(int at) {
        byte[] bytes = new byte[Math.min(view.lengthOf(at), MAX_BYTES_SHOWN)];
        view.value(at).get(bytes);
        return bytes;
    }

    private MalformedMessageException badValue(Attribute<?> attribute, String what) {
        return bad(Reason.BAD_VALUE, attribute.name() + ": " + what + " (expected: " + attribute.expected() + ")");
    }

    private MalformedMessageException bad(Reason reason, String message) {
        return new MalformedMessageException(reason, List.of(), kind, transaction, message);
    }

    private static String hex(int type) {
        return "attribute 0x" + HexFormat.of().toHexDigits((short) type);
    }
}
