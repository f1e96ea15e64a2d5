package org.ringback.spi;

/**
 * Prints and reads enrolment and grant strings, which people carry from one device to another: base64url of TLV fields
 * with a checksum, which distinguishes a cut string from a wrong one (docs/protocol.md, "Strings"). Part of a
 * {@link CryptoProvider}; stateless, thread-safe.
 */
public interface Strings {
    /**
     * Prints an enrolment string.
     *
     * @param ticket what it says
     * @return one line of printable ASCII that begins with {@code ringback-enrol-}
     */
    String print(Ticket ticket);

    /**
     * Prints a grant string.
     *
     * @param grant what it says
     * @return one line of printable ASCII that begins with {@code ringback-grant-}
     */
    String print(Grant grant);

    /**
     * Reads an enrolment string; white space around and inside is ignored.
     *
     * @param text what was pasted
     * @return what it says
     * @throws IllegalArgumentException if it is cut, changed, of another kind or of a version that is not understood;
     *     the message says which and what to do
     */
    Ticket ticket(String text);

    /**
     * Reads a grant string; white space around and inside is ignored.
     *
     * @param text what was pasted
     * @return what it says
     * @throws IllegalArgumentException if it is cut, changed, of another kind or of a version that is not understood;
     *     the message says which and what to do
     */
    Grant grant(String text);
}
