package org.ringback.wire;

/** What a server tells the owner of a gateway that it noticed. The bit is the wire's ALARMS. */
public enum OwnerAlarm {
    /** Two running gateways use the same keys in turn. */
    ANOTHER_INSTANCE(1),
    /** The gateway's store was further once. */
    STORE_WENT_BACK(2);

    private final int bit;

    OwnerAlarm(int bit) {
        this.bit = bit;
    }

    /** {@return the bit on the wire} */
    public int bit() {
        return bit;
    }

    /**
     * Whether it is among several.
     *
     * @param alarms bits; unknown ones are ignored
     * @return whether this one's is set
     */
    public boolean in(int alarms) {
        return (alarms & bit) != 0;
    }

    static String expected() {
        return "bits: 1 another instance uses the keys, 2 the store went back";
    }
}
