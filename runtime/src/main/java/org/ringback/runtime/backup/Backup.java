package org.ringback.runtime.backup;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The files of a home as one zip file: a {@link Label} first, then the files, then the SHA-256 of each and whether it
 * may be executed, by which a backup that was cut or damaged is told. It is not encrypted, and holds the keys. Stateless.
 */
public final class Backup {
    /** What of a home is not in it: made anew at each start, or of interest only where it was written. */
    private static final Set<String> LEFT = Set.of("run", "cache", "log");

    private static final String LABEL = "ringback-backup.json";
    private static final String SUMS = "ringback-backup.sums";
    private static final int LONGEST_LABEL = 4_096;
    private static final int LONGEST_SUMS = 16 * 1024 * 1024;
    private static final int SUM_DIGITS = 64;
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<PosixFilePermission> PROGRAM = PosixFilePermissions.fromString("rwx------");
    /** Between the sum and the name of a file that may be executed, and of one that may not. */
    private static final String EXECUTABLE = " x ";

    private static final String PLAIN = " - ";

    private Backup() {}

    /**
     * Writes a backup.
     *
     * @param home the home, which nobody writes meanwhile
     * @param label what it says of itself
     * @param out takes it; is not closed
     * @throws IOException if something in the home is neither a file nor a folder, or cannot be read, or the backup
     *     cannot be written; names it
     */
    public static void write(Path home, Label label, OutputStream out) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(out), StandardCharsets.UTF_8);
        zip.setLevel(Deflater.BEST_SPEED);
        put(zip, LABEL, label.toBytes());
        List<String> sums = new ArrayList<>();
        Files.walkFileTree(home, new Writer(home, zip, sums));
        put(zip, SUMS, (String.join("\n", sums) + "\n").getBytes(StandardCharsets.UTF_8));
        zip.finish();
        zip.flush();
    }

    private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(bytes);
        zip.closeEntry();
    }

    /**
     * Reads what a backup says of itself, from its beginning.
     *
     * @param in the backup, of which {@link #restore} reads the rest
     * @return the label
     * @throws IOException a {@link NoBackupException} if it is none
     */
    public static Label label(ZipInputStream in) throws IOException {
        ZipEntry first = next(in);
        if (first == null || !first.getName().equals(LABEL)) {
            throw new NoBackupException("no backup of a home");
        }
        return Label.of(in.readNBytes(LONGEST_LABEL));
    }

    /**
     * Puts the files of a backup into a folder, each on disk, for their owner alone.
     *
     * @param in the backup, behind its label
     * @param home an empty folder
     * @return how many files
     * @throws IOException a {@link NoBackupException} if the backup is cut or damaged: then the folder is of no use
     */
    public static int restore(ZipInputStream in, Path home) throws IOException {
        List<String> sums = new ArrayList<>();
        for (ZipEntry entry = next(in); entry != null; entry = next(in)) {
            if (entry.getName().equals(SUMS)) {
                List<String> expected =
                        new String(sums(in), StandardCharsets.UTF_8).lines().toList();
                if (!expected.stream().map(Backup::plain).toList().equals(sums)) {
                    throw new NoBackupException("damaged: its files are not those that it was made of");
                }
                for (String one : expected) {
                    int at = one.indexOf(EXECUTABLE);
                    if (at == SUM_DIGITS) {
                        Files.setPosixFilePermissions(home.resolve(one.substring(at + EXECUTABLE.length())), PROGRAM);
                    }
                }
                return sums.size();
            }
            file(in, entry.getName(), home, sums);
        }
        throw new NoBackupException("cut: its end is missing");
    }

    private static String plain(String sum) {
        return sum.indexOf(EXECUTABLE) == SUM_DIGITS
                ? sum.substring(0, SUM_DIGITS) + PLAIN + sum.substring(SUM_DIGITS + EXECUTABLE.length())
                : sum;
    }

    private static byte[] sums(InputStream in) throws IOException {
        try {
            byte[] sums = in.readNBytes(LONGEST_SUMS);
            if (sums.length == LONGEST_SUMS) {
                throw new NoBackupException("no backup of a home: the list of its files is too long");
            }
            return sums;
        } catch (ZipException | EOFException e) {
            throw damaged(e);
        }
    }

    private static @Nullable ZipEntry next(ZipInputStream in) throws IOException {
        try {
            return in.getNextEntry();
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            throw damaged(e);
        }
    }

    private static NoBackupException damaged(Exception e) {
        return new NoBackupException("cut or damaged: " + e.getMessage());
    }

    private static void file(InputStream in, String name, Path home, List<String> sums) throws IOException {
        Path file = within(home, name);
        Files.createDirectories(Objects.requireNonNull(file.getParent()), FOLDER);
        try {
            Files.createFile(file, FILE);
        } catch (FileAlreadyExistsException e) {
            throw new NoBackupException("no backup of a home: it has '" + NoBackupException.plain(name) + "' twice");
        }
        MessageDigest digest = sha256();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                OutputStream out = new DigestOutputStream(Channels.newOutputStream(channel), digest)) {
            in.transferTo(out);
            channel.force(true);
        } catch (ZipException | EOFException e) {
            throw damaged(e);
        }
        sums.add(sum(digest, PLAIN, name));
    }

    /** Where a file of that name is to be: within the home, under a name that its own backup would write. */
    private static Path within(Path home, String name) throws NoBackupException {
        try {
            Path file = home.resolve(name).normalize();
            if (file.startsWith(home)
                    && !file.equals(home)
                    && home.relativize(file).toString().equals(name)
                    && !LEFT.contains(home.relativize(file).getName(0).toString())) {
                return file;
            }
        } catch (InvalidPathException e) {
            // told below
        }
        throw new NoBackupException("no backup of a home: it has '" + NoBackupException.plain(name) + "'");
    }

    private static String sum(MessageDigest digest, String mode, String name) {
        return HexFormat.of().formatHex(digest.digest()) + mode + name;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Writes each file that it visits. */
    private static final class Writer extends SimpleFileVisitor<Path> {
        private final Path home;
        private final ZipOutputStream zip;
        private final List<String> sums;

        Writer(Path home, ZipOutputStream zip, List<String> sums) {
            this.home = home;
            this.zip = zip;
            this.sums = sums;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean left = home.equals(folder.getParent())
                    && LEFT.contains(folder.toFile().getName());
            return left ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            String name = home.relativize(file).toString();
            if (!attributes.isRegularFile()) {
                throw new IOException(name + ": is " + (attributes.isSymbolicLink() ? "a link" : "no file")
                        + " (expected: a file in its place: what it leads to would not be in the backup)");
            }
            MessageDigest digest = sha256();
            zip.putNextEntry(new ZipEntry(name));
            try (InputStream in = Files.newInputStream(file)) {
                byte[] part = new byte[65_536];
                for (int length = in.read(part); length >= 0; length = in.read(part)) {
                    zip.write(part, 0, length);
                    digest.update(part, 0, length);
                }
            }
            zip.closeEntry();
            sums.add(sum(digest, Files.isExecutable(file) ? EXECUTABLE : PLAIN, name));
            return FileVisitResult.CONTINUE;
        }
    }
}
