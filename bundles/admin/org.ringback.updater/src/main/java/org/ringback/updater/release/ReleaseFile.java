package org.ringback.updater.release;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/**
 * A release as one file: a {@link SignedList}, and behind it the jars in the list's order, without anything between
 * them. Nothing of it is read before the signature was checked, and no byte of a jar is used before its digest was.
 * Stateless.
 */
public final class ReleaseFile {
    /** How the file of a release ends. */
    public static final String SUFFIX = ".release";

    private ReleaseFile() {}

    /** Takes a release piece by piece; what it throws ends the reading. */
    public interface Receiver {
        /**
         * A signer is proved, and may sign what is in the list; no jar was read yet.
         *
         * @param release the release
         * @throws IOException if it is not wanted
         */
        void begun(Release release) throws IOException;

        /**
         * A jar is what its list says.
         *
         * @param entry what it is
         * @param jar its bytes
         * @throws IOException if it is not wanted, or cannot be kept
         */
        void jar(BundleEntry entry, byte[] jar) throws IOException;
    }

    /**
     * Writes a release.
     *
     * @param signed the list
     * @param jars in its order
     * @param out takes the bytes
     * @throws IOException if it cannot be written
     */
    public static void write(SignedList signed, List<byte[]> jars, OutputStream out) throws IOException {
        out.write(signed.bytes());
        for (byte[] jar : jars) {
            out.write(jar);
        }
    }

    /**
     * Reads a release.
     *
     * @param in gives the bytes
     * @param keys who is trusted
     * @param receiver takes what is proved
     * @throws NotAcceptedException if it is of nobody trusted, damaged, cut, too large, or something follows it
     * @throws IOException if it cannot be read
     */
    public static void read(InputStream in, TrustedKeys keys, Receiver receiver) throws IOException {
        Release release = keys.prove(SignedList.read(in));
        long size =
                release.list().bundles().stream().mapToLong(BundleEntry::size).sum();
        if (size > BundleEntry.MAX_SIZE) {
            throw new NotAcceptedException(
                    "release: " + size + " bytes of jars (expected: at most " + BundleEntry.MAX_SIZE + ")");
        }
        receiver.begun(release);
        for (BundleEntry entry : release.list().bundles()) {
            byte[] jar = in.readNBytes((int) entry.size());
            entry.require(jar);
            receiver.jar(entry, jar);
        }
        if (in.read() >= 0) {
            throw new NotAcceptedException("release: something follows its last jar (expected: its end)");
        }
    }
}
