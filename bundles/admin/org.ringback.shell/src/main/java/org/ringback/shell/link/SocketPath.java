package org.ringback.shell.link;

/** The standard path of the local socket, and how long the system allows a path to be. Stateless. */
public final class SocketPath {
    /** The path below the home, unless another one is configured. */
    public static final String STANDARD = "run/shell.sock";

    /** The configured value for no socket. */
    public static final String OFF = "off";

    /** Longest path on Linux: {@code sun_path} without its terminating zero (unix(7)). */
    private static final int LINUX = 107;

    /** The same on macOS and the BSDs (unix(4)). */
    private static final int OTHERS = 103;

    private SocketPath() {}

    /** {@return the longest path on this system, in bytes} */
    public static int longest() {
        return longest(System.getProperty("os.name", ""));
    }

    /**
     * Gives the longest path on a system.
     *
     * @param system the system's name in Java
     * @return the length in bytes
     */
    public static int longest(String system) {
        return system.equals("Linux") ? LINUX : OTHERS;
    }
}
