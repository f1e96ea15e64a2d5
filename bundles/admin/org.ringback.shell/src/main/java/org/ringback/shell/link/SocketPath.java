package org.ringback.shell.link;

/** What the system takes as a local socket's path. Stateless. */
public final class SocketPath {
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
