package org.ringback.updater.release;

/** Compares versions as OSGi does (Core 8, 3.2.5), without its classes, which the launcher reads late. Stateless. */
public final class Versions {
    private static final int NUMBERS = 3;

    private Versions() {}

    /**
     * Compares two versions of {@link BundleEntry}.
     *
     * @param one a version
     * @param other another
     * @return less than, equal to or greater than 0
     */
    public static int compare(String one, String other) {
        String[] left = one.split("\\.", NUMBERS + 1);
        String[] right = other.split("\\.", NUMBERS + 1);
        for (int at = 0; at < NUMBERS; at++) {
            int order = Integer.compare(number(left, at), number(right, at));
            if (order != 0) {
                return order;
            }
        }
        return qualifier(left).compareTo(qualifier(right));
    }

    private static int number(String[] parts, int at) {
        return at < parts.length ? Integer.parseInt(parts[at]) : 0;
    }

    private static String qualifier(String[] parts) {
        return parts.length > NUMBERS ? parts[NUMBERS] : "";
    }
}
