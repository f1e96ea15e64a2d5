package org.ringback.api.control;

import java.io.InputStream;
import java.util.List;

/**
 * Deploys bundles while the program runs, and takes them back; what it did is there after each restart. One piece of
 * work at a time, on a thread of its own: whoever asked for it may go away meanwhile. Thread-safe.
 */
public interface BundleControl {
    /** {@return every bundle of the container, in the order of their numbers; a copy} */
    List<BundleStatus> bundles();

    /**
     * Deploys the bundles of a release, or exchanges those that were deployed before.
     *
     * @param release the file's bytes; read on the caller's thread
     * @return what was done, in words
     * @throws RefusedException if nothing was done; says why, and what runs as before
     * @throws InterruptedException if the caller is interrupted; what was begun goes on
     */
    String deploy(InputStream release) throws RefusedException, InterruptedException;

    /**
     * Deploys one bundle that nobody signed, on a person's word.
     *
     * @param jar the jar's bytes; read on the caller's thread
     * @return what was done, in words
     * @throws RefusedException as {@link #deploy}
     * @throws InterruptedException as {@link #deploy}
     */
    String deployUnsigned(InputStream jar) throws RefusedException, InterruptedException;

    /**
     * Puts the bundles of a release in the places of those of their names, which go once the new ones have proved
     * themselves.
     *
     * @param release the file's bytes; read on the caller's thread
     * @return what was done, in words
     * @throws RefusedException if nothing was done; says why, and what runs as before
     * @throws InterruptedException as {@link #deploy}
     */
    String update(InputStream release) throws RefusedException, InterruptedException;

    /**
     * Writes down the bundles of a release for the next start; what runs now runs on. Any bundle of the installation may
     * be replaced so but crypto, which is tried before anything uses it.
     *
     * @param release the file's bytes; read on the caller's thread
     * @return what was done, in words
     * @throws RefusedException if nothing was done; says why
     * @throws InterruptedException as {@link #deploy}
     */
    String stage(InputStream release) throws RefusedException, InterruptedException;

    /**
     * Has what was before an update run again, with all bundles that came together.
     *
     * @param name the symbolic name of one of them
     * @return what was done, in words
     * @throws RefusedException if nothing was done; says why, and what runs as before
     * @throws InterruptedException as {@link #deploy}
     */
    String rollBack(String name) throws RefusedException, InterruptedException;

    /**
     * Takes a deployed bundle away.
     *
     * @param name its symbolic name
     * @return what was done, in words
     * @throws RefusedException if it was not deployed; nothing changes
     * @throws InterruptedException as {@link #deploy}
     */
    String undeploy(String name) throws RefusedException, InterruptedException;

    /** {@return what was done since the program started, and what was not, the latest first; at most 64; a copy} */
    List<BundleChange> changes();
}
