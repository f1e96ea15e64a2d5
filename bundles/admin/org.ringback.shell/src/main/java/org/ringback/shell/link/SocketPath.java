package org.ringback.shell.link;

/** Where a local socket is, and what the system takes as its path. Stateless. */
public final class SocketPath {
    /** Where the local socket is below the home, unless it is configured. */
    public static final String STANDARD = "run/shell.sock";

    /** Stands in the place of a path where there is to be none. */
    public static final String OFF = "off";

    /** Without the terminating zero of {@code sun_path} (unix(7)). */
    private static final int LINUX = 107;

    /** The same of macOS and the BSDs, unix(4). */
    private static final int OTHERS = 103;

    private SocketPath() {}

    /** {@return how many bytes it may have here} */
    public static int longest() {
        return longest(System.getProperty("os.name", ""));
    }

    /**
     * How many bytes it may have.
     *
     * @param system as Java names it
     * @return at most so many
     */
    public static int longest(String system) {
        return system.equals("Linux") ? LINUX : OTHERS;
    }
}
