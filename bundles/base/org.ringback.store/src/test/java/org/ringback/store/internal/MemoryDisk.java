package org.ringback.store.internal;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.h2.store.fs.FileBase;
import org.h2.store.fs.FilePath;

/**
 * A disk in memory that keeps each write and each sync, in their order, so that a test can cut the power after any of them
 * and lose what it likes. MVStore's own code writes to it.
 */
final class MemoryDisk implements Medium, AutoCloseable {
    private static final Map<Integer, MemoryDisk> DISKS = new HashMap<>();
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    static {
        FilePath.register(new Name(""));
    }

    private final int number = NUMBERS.incrementAndGet();
    private final Map<Path, Content> files = new HashMap<>();
    private final List<Step> steps = new ArrayList<>();

    /** What happened to the disk. */
    sealed interface Step {
        Path file();

        /** Bytes written at a place. */
        record Write(Path file, long at, byte[] bytes) implements Step {}

        record Truncate(Path file, long size) implements Step {}

        record Move(Path file, Path to) implements Step {}

        /** Another name for the same file. */
        record Link(Path file, Path to) implements Step {}

        record Delete(Path file) implements Step {}

        /** A file is on disk. */
        record Sync(Path file) implements Step {}

        /** The names in the directory of a file are on disk. */
        record SyncNames(Path file) implements Step {}
    }

    private static final class Content {
        private byte[] bytes = new byte[0];
        private int size;

        void write(long at, byte[] source) {
            int end = (int) at + source.length;
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
            }
            System.arraycopy(source, 0, bytes, (int) at, source.length);
            size = Math.max(size, end);
        }

        void truncate(long length) {
            if (length < size) {
                Arrays.fill(bytes, (int) length, size, (byte) 0);
                size = (int) length;
            }
        }
    }

    MemoryDisk() {
        synchronized (DISKS) {
            DISKS.put(number, this);
        }
    }

    /** {@return what happened so far} */
    List<Step> steps() {
        return List.copyOf(steps);
    }

    void forgetSteps() {
        steps.clear();
    }

    /** {@return another disk with the same files} */
    MemoryDisk copy() {
        MemoryDisk copy = new MemoryDisk();
        files.forEach((path, content) -> copy.content(path).write(0, Arrays.copyOf(content.bytes, content.size)));
        return copy;
    }

    /** Does a step, as the cut-off machine had begun it. */
    void replay(Step step) {
        if (step instanceof Step.Write write) {
            content(write.file()).write(write.at(), write.bytes());
        } else if (step instanceof Step.Truncate truncate) {
            content(truncate.file()).truncate(truncate.size());
        } else if (step instanceof Step.Move move) {
            Content moved = files.remove(move.file());
            if (moved != null) {
                files.put(move.to(), moved);
            }
        } else if (step instanceof Step.Link link && exists(link.file())) {
            files.put(link.to(), content(link.file()));
        } else if (step instanceof Step.Delete delete) {
            files.remove(delete.file());
        }
    }

    private Content content(Path file) {
        return files.computeIfAbsent(file, path -> new Content());
    }

    Set<Path> names() {
        return new HashSet<>(files.keySet());
    }

    byte[] bytes(Path file) {
        Content content = files.get(file);
        return content == null ? null : Arrays.copyOf(content.bytes, content.size);
    }

    void bytes(Path file, byte[] bytes) {
        files.remove(file);
        content(file).write(0, bytes);
    }

    @Override
    public String nameFor(Path file) {
        return Name.SCHEME + ":" + number + file;
    }

    @Override
    public void prepare(Path file) {
        // directories need not be made here
    }

    @Override
    public FileChannel open(Path file) {
        return new Channel(file, content(file));
    }

    @Override
    public long size(Path file) {
        Content content = files.get(file);
        return content == null ? 0 : content.size;
    }

    @Override
    public boolean exists(Path file) {
        return files.containsKey(file);
    }

    @Override
    public void move(Path from, Path to) {
        done(new Step.Move(from, to));
    }

    @Override
    public void keep(Path from, Path to) {
        done(new Step.Link(from, to));
    }

    @Override
    public void delete(Path file) {
        if (exists(file)) {
            done(new Step.Delete(file));
        }
    }

    @Override
    public void sync(Path file) {
        done(new Step.SyncNames(file));
    }

    @Override
    public void requirePrivate(String field, Path file) {
        // there are no others
    }

    private void done(Step step) {
        steps.add(step);
        replay(step);
    }

    @Override
    public void close() {
        synchronized (DISKS) {
            DISKS.remove(number);
        }
    }

    private final class Channel extends FileBase {
        private final Path file;
        private final Content content;

        Channel(Path file, Content content) {
            this.file = file;
            this.content = content;
        }

        @Override
        public synchronized int read(ByteBuffer target, long position) {
            if (position >= content.size) {
                return -1;
            }
            int length = (int) Math.min(target.remaining(), content.size - position);
            target.put(content.bytes, (int) position, length);
            return length;
        }

        @Override
        public synchronized int write(ByteBuffer source, long position) {
            byte[] bytes = new byte[source.remaining()];
            source.get(bytes);
            steps.add(new Step.Write(file, position, bytes));
            content.write(position, bytes);
            return bytes.length;
        }

        @Override
        public FileChannel truncate(long size) {
            if (size < content.size) {
                steps.add(new Step.Truncate(file, size));
                content.truncate(size);
            }
            return this;
        }

        @Override
        public void force(boolean metaData) {
            steps.add(new Step.Sync(file));
        }

        @Override
        public long size() {
            return content.size;
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) {
            return new FileLock((FileChannel) this, 0, Long.MAX_VALUE, shared) {
                @Override
                public boolean isValid() {
                    return true;
                }

                @Override
                public void release() {
                    // nobody else is there
                }
            };
        }

        @Override
        public long position() {
            throw new UnsupportedOperationException("positions are given");
        }

        @Override
        public FileChannel position(long position) {
            throw new UnsupportedOperationException("positions are given");
        }

        @Override
        public int read(ByteBuffer target) {
            throw new UnsupportedOperationException("positions are given");
        }

        @Override
        public int write(ByteBuffer source) {
            throw new UnsupportedOperationException("positions are given");
        }
    }

    /** How MVStore finds a file: {@code memory:NUMBER/path}. */
    static final class Name extends FilePath {
        static final String SCHEME = "memory";

        Name(String name) {
            this.name = name;
        }

        private MemoryDisk disk() {
            synchronized (DISKS) {
                return DISKS.get(Integer.valueOf(name.substring(SCHEME.length() + 1, name.indexOf('/'))));
            }
        }

        private Path path() {
            return Path.of(name.substring(name.indexOf('/')));
        }

        @Override
        public String getScheme() {
            return SCHEME;
        }

        @Override
        public FilePath getPath(String path) {
            return new Name(path);
        }

        @Override
        public FileChannel open(String mode) {
            return disk().open(path());
        }

        @Override
        public long size() {
            return disk().size(path());
        }

        @Override
        public boolean exists() {
            return disk().exists(path());
        }

        @Override
        public boolean createFile() {
            throw new UnsupportedOperationException("the store makes its files");
        }

        @Override
        public void delete() {
            throw new UnsupportedOperationException("the store deletes its files");
        }

        @Override
        public void moveTo(FilePath newName, boolean atomicReplace) {
            throw new UnsupportedOperationException("the store moves its files");
        }

        @Override
        public List<FilePath> newDirectoryStream() {
            return List.of();
        }

        @Override
        public FilePath toRealPath() {
            return this;
        }

        @Override
        public FilePath getParent() {
            return null;
        }

        @Override
        public boolean isDirectory() {
            return false;
        }

        @Override
        public boolean isRegularFile() {
            return true;
        }

        @Override
        public boolean isAbsolute() {
            return true;
        }

        @Override
        public long lastModified() {
            return 0;
        }

        @Override
        public boolean canWrite() {
            return true;
        }

        @Override
        public void createDirectory() {
            throw new UnsupportedOperationException("directories need not be made here");
        }

        @Override
        public boolean setReadOnly() {
            return false;
        }
    }
}
