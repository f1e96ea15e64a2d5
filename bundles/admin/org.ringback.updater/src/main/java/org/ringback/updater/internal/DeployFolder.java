package org.ringback.updater.internal;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.ringback.api.control.RefusedException;
import org.ringback.updater.release.NotAcceptedException;
import org.ringback.updater.release.ReleaseFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder {@code HOME/deploy/}: a release that somebody puts there is deployed once it has not changed for two
 * seconds, and its file goes; one that is refused stays, and is told until it changes or goes. A file that goes is no
 * word to take a bundle away. Only regular files of this process's own user count, in a folder that nobody else may
 * write. Used by one thread, but for {@link #troubles}.
 */
final class DeployFolder {
    private static final Logger LOG = LoggerFactory.getLogger(DeployFolder.class);
    private static final long STABLE_NANOS = 2_000_000_000L;
    private static final int MAX_FILES = 64;
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private final Path folder;
    private final Taker taker;
    private Map<Path, Seen> seen = Map.of();
    private volatile List<String> troubles = List.of();

    /** Deploys a release, or says why not. */
    interface Taker {
        void deploy(String what, InputStream release)
                throws RefusedException, BusyException, InterruptedException, IOException;
    }

    /**
     * One file.
     *
     * @param stamp its size, time and number; another one is another file
     * @param since when this stamp was seen first, monotonic nanoseconds
     * @param trouble its name, and why it was refused; empty if it was not yet tried
     */
    private record Seen(String stamp, long since, String trouble) {}

    DeployFolder(Path folder, Taker taker) {
        this.folder = folder;
        this.taker = taker;
    }

    /** {@return what lies there and is not deployed, and why} */
    List<String> troubles() {
        return troubles;
    }

    /** Makes the folder, for its owner alone. */
    void make() throws IOException {
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Looks once; to be called about once a second. */
    void look(long now) throws InterruptedException {
        Map<Path, Seen> next = new LinkedHashMap<>();
        List<String> told = new ArrayList<>();
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
            if (OTHERS.stream().anyMatch(mode::contains) || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                told.add("deploy/: has mode " + PosixFilePermissions.toString(mode)
                        + " (expected: rwx------); nothing of it is taken until then");
            } else {
                List<Path> files = files();
                if (files.size() > MAX_FILES) {
                    told.add("deploy/: more than " + MAX_FILES
                            + " files (expected: at most so many); the others wait; next:"
                            + " take away what is refused");
                }
                for (Path file : files.subList(0, Math.min(files.size(), MAX_FILES))) {
                    Seen one = look(file, now);
                    next.put(file, one);
                    if (!one.trouble().isEmpty()) {
                        told.add(Plain.text(one.trouble()));
                    }
                }
            }
        } catch (NoSuchFileException e) {
            told = new ArrayList<>(); // the folder is made at the next start
        } catch (IOException e) {
            told.add("deploy/: " + e.getMessage());
        }
        seen = next;
        told.stream().filter(one -> !troubles.contains(one)).forEach(one -> LOG.warn("{}", one));
        troubles = List.copyOf(told);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted(Comparator.comparing((Path file) -> !isRelease(file))
                            .thenComparing(Path::getFileName))
                    .limit(MAX_FILES + 1L)
                    .toList();
        }
    }

    private static boolean isRelease(Path file) {
        return file.toFile().getName().endsWith(ReleaseFile.SUFFIX);
    }

    /** What a file is called where a person reads it. */
    private static String name(Path file) {
        return Plain.text("deploy/" + file.toFile().getName());
    }

    private Seen look(Path file, long now) throws InterruptedException {
        String stamp;
        try {
            stamp = stamp(file);
        } catch (NotAcceptedException e) {
            return new Seen("", now, name(file) + ": " + e.getMessage());
        } catch (IOException e) {
            return new Seen("", now, ""); // it went meanwhile
        }
        Seen before = seen.get(file);
        if (before == null || !before.stamp().equals(stamp)) {
            return new Seen(stamp, now, "");
        }
        if (!before.trouble().isEmpty() || now - before.since() < STABLE_NANOS) {
            return before;
        }
        return take(file, stamp, before.since());
    }

    private Seen take(Path file, String stamp, long since) throws InterruptedException {
        // Opened without following a link, and looked at again once it is open: what was looked at is what is read.
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
                InputStream in = new BufferedInputStream(Channels.newInputStream(channel))) {
            if (!stamp(file).equals(stamp)) {
                return new Seen(stamp(file), since, "");
            }
            taker.deploy(name(file), in);
            if (stamp(file).equals(stamp)) { // else somebody has put another one there meanwhile
                Files.delete(file);
            }
            return new Seen(stamp, since, "");
        } catch (BusyException e) {
            return new Seen(stamp, since, ""); // at the next look
        } catch (RefusedException e) {
            String said = String.valueOf(e.getMessage());
            return new Seen(
                    stamp,
                    since,
                    (said.startsWith(name(file)) ? said : name(file) + ": " + said)
                            + "; next: mend that, then put it here again, or touch it");
        } catch (IOException e) {
            return new Seen(stamp, since, name(file) + ": cannot be read: " + e.getMessage());
        }
    }

    /** Everything by which a file can be told from another one; refuses what is none that we take. */
    private String stamp(Path file) throws IOException {
        Map<String, Object> is = Files.readAttributes(
                file, "unix:isRegularFile,size,lastModifiedTime,ino,nlink,uid", LinkOption.NOFOLLOW_LINKS);
        if (!Boolean.TRUE.equals(is.get("isRegularFile")) || !Integer.valueOf(1).equals(is.get("nlink"))) {
            throw new NotAcceptedException("is a link, a folder or no file (expected: a file with one name)");
        }
        Object mine = Files.getAttribute(folder, "unix:uid");
        if (!mine.equals(is.get("uid"))) {
            throw new NotAcceptedException("belongs to user " + is.get("uid") + " (expected: " + mine + ")");
        }
        if (!isRelease(file)) {
            throw new NotAcceptedException("is ignored (expected: NAME" + ReleaseFile.SUFFIX
                    + ", signed; 'ringback:deploy --unsigned FILE' takes a jar on your word)");
        }
        return is.get("size") + " " + is.get("lastModifiedTime") + " " + is.get("ino");
    }
}
