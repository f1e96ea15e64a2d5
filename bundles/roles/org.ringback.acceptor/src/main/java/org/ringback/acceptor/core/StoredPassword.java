package org.ringback.acceptor.core;

import java.util.Arrays;
import org.ringback.api.Secret;
import org.ringback.kernel.StoredRecord;
import org.ringback.wire.Tlv;

/**
 * The record of a password. Immutable.
 *
 * @param form what the information was made from
 * @param information the password information
 */
record StoredPassword(Form form, Secret information) {
    private static final int INFORMATION = 1;
    private static final int FORM = 2;

    /** What password information was made from; the number is in the record. */
    enum Form {
        /** The bytes as typed, by older versions, which wrote no form. */
        RAW(0),
        /** The OpaqueString of what was typed. */
        OPAQUE_STRING(1);

        private final int number;

        Form(int number) {
            this.number = number;
        }

        static Form of(int number) {
            return Arrays.stream(values())
                    .filter(form -> form.number == number)
                    .findFirst()
                    .orElseThrow(() ->
                            new IllegalArgumentException("password record: form " + number + " (expected: 0 or 1)"));
        }
    }

    byte[] toBytes() {
        return new Tlv.Writer()
                .put(INFORMATION, information.copyBytes())
                .put(FORM, new byte[] {(byte) form.number})
                .toBytes();
    }

    static StoredPassword of(byte[] record) {
        Tlv in = StoredRecord.read(Records.PASSWORDS, record);
        Form form = in.find(FORM).map(number -> Form.of(number[0])).orElse(Form.RAW);
        return new StoredPassword(form, Secret.copyOf(in.bytes(INFORMATION)));
    }
}
