package org.ringback.wire;

/** Whose enrolment ended, where that is why the server forbids a request. The number is the wire's ENDED-ENROLMENT. */
public enum EndedEnrolment {
    /** The device that asks is suspended; its key may be enrolled again. */
    SUSPENDED(1, "this device is suspended"),
    /** The key of the device that asks was revoked and never counts again. */
    REVOKED(2, "this device's key was revoked"),
    /** The equipment that is asked for is suspended or revoked. */
    EQUIPMENT(3, "the equipment is suspended or revoked");

    private final int number;
    private final String label;

    EndedEnrolment(int number, String label) {
        this.number = number;
        this.label = label;
    }

    /** {@return the number on the wire} */
    public int number() {
        return number;
    }

    /** {@return the words for a story} */
    public String label() {
        return label;
    }

    static String expected() {
        return "1 suspended, 2 key revoked, 3 equipment's";
    }
}
