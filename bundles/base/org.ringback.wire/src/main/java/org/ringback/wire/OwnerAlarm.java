package org.ringback.wire;

/** Something that a server noticed about a gateway and tells the gateway's owner. The bit is the wire's ALARMS. */
public enum OwnerAlarm {
    /** Two running gateways use the same keys in turn. */
    ANOTHER_INSTANCE(1),
    /** The gateway's store is older than one that the gateway had before. */
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
     * Whether this alarm is in a set.
     *
     * @param alarms bits of the set; unknown ones are ignored
     * @return whether this alarm's bit is set
     */
    public boolean in(int alarms) {
        return (alarms & bit) != 0;
    }

    static String expected() {
        return "bits: 1 another instance uses the keys, 2 the store went back";
    }
}
