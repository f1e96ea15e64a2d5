package org.ringback.updater.release;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A folder of the real disk whose changes are noted in their order: what is written, what is forced to the disk, what is
 * renamed and deleted. Used by one thread.
 */
final class RecordedFiles extends FileSystemProvider {
    private final Path root;
    private final List<Step> steps = new ArrayList<>();
    private final FileSystem system = stub(FileSystem.class);

    private int room = Integer.MAX_VALUE;

    /** From now on there is room for so many writes. */
    void roomFor(int writes) {
        room = writes;
    }

    /** A change, or a promise that some are on the disk. */
    sealed interface Step {
        /** All bytes of a file, as they are after one write. */
        record Write(Path file, byte[] bytes) implements Step {}

        record Move(Path from, Path to) implements Step {}

        record Delete(Path file) implements Step {}

        /** What was written to a file is on the disk; of a folder, the names in it. */
        record Force(Path what) implements Step {}
    }

    /** Records below an existing folder. */
    RecordedFiles(Path root) {
        this.root = root;
    }

    /** {@return what happened so far; files relative to the folder} */
    List<Step> steps() {
        return List.copyOf(steps);
    }

    Path folder() {
        return wrap(root);
    }

    private void note(Step step) {
        steps.add(step);
    }

    private Path relative(Path real) {
        return root.relativize(real);
    }

    /** A path that leads here; each path that it makes does too. */
    private Path wrap(Path real) {
        return (Path) Proxy.newProxyInstance(
                RecordedFiles.class.getClassLoader(), new Class<?>[] {Path.class, Wrapped.class}, new Handler(real));
    }

    /** Gives back what was wrapped. */
    interface Wrapped {
        Path real();
    }

    private static Path real(Object path) {
        return path instanceof Wrapped wrapped ? wrapped.real() : (Path) path;
    }

    private final class Handler implements InvocationHandler {
        private final Path real;

        Handler(Path real) {
            this.real = real;
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            if (method.getName().equals("real")) {
                return real;
            }
            if (method.getName().equals("getFileSystem")) {
                return system;
            }
            Object[] plain = arguments == null ? new Object[0] : arguments.clone();
            for (int i = 0; i < plain.length; i++) {
                plain[i] = plain[i] instanceof Wrapped wrapped ? wrapped.real() : plain[i];
            }
            try {
                Object result = method.invoke(real, plain);
                return result instanceof Path path ? wrap(path) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    /** Only its provider is asked for. */
    private <T> T stub(Class<T> type) {
        return type.cast(new FileSystem() {
            @Override
            public FileSystemProvider provider() {
                return RecordedFiles.this;
            }

            @Override
            public void close() {
                throw new UnsupportedOperationException();
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public boolean isReadOnly() {
                return false;
            }

            @Override
            public String getSeparator() {
                return "/";
            }

            @Override
            public Iterable<Path> getRootDirectories() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Iterable<FileStore> getFileStores() {
                throw new UnsupportedOperationException();
            }

            @Override
            public Set<String> supportedFileAttributeViews() {
                return root.getFileSystem().supportedFileAttributeViews();
            }

            @Override
            public Path getPath(String first, String... more) {
                return wrap(Path.of(first, more));
            }

            @Override
            public java.nio.file.PathMatcher getPathMatcher(String pattern) {
                throw new UnsupportedOperationException();
            }

            @Override
            public java.nio.file.attribute.UserPrincipalLookupService getUserPrincipalLookupService() {
                throw new UnsupportedOperationException();
            }

            @Override
            public java.nio.file.WatchService newWatchService() {
                throw new UnsupportedOperationException();
            }
        });
    }

    @Override
    public String getScheme() {
        return "recorded";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return system;
    }

    @Override
    public Path getPath(URI uri) {
        return wrap(Path.of(uri));
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        if (options.contains(StandardOpenOption.WRITE)) {
            throw new UnsupportedOperationException(path + ": is written past FileChannel.open");
        }
        return Files.newByteChannel(real(path), options, attributes);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        FileChannel channel = FileChannel.open(real(path), options, attributes);
        return new RecordedChannel(channel, new RecordedChannel.Noted() {
            @Override
            public void writes() throws IOException {
                if (room-- <= 0) {
                    room = 0;
                    throw new IOException("no room");
                }
            }

            @Override
            public void written() throws IOException {
                note(new Step.Write(relative(real(path)), Files.readAllBytes(real(path))));
            }

            @Override
            public void forced() {
                note(new Step.Force(relative(real(path))));
            }
        });
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        List<Path> all = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(real(folder))) {
            stream.forEach(path -> all.add(wrap(path)));
        }
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return all.iterator();
            }

            @Override
            public void close() {
                all.clear();
            }
        };
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        Files.createDirectory(real(folder), attributes);
    }

    @Override
    public void delete(Path path) throws IOException {
        Files.delete(real(path));
        note(new Step.Delete(relative(real(path))));
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        Files.move(real(source), real(target), options);
        note(new Step.Move(relative(real(source)), relative(real(target))));
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        return Files.isSameFile(real(path), real(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return Files.isHidden(real(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return Files.getFileStore(real(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        real(path).getFileSystem().provider().checkAccess(real(path), modes);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        return Files.getFileAttributeView(real(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return Files.readAttributes(real(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        return Files.readAttributes(real(path), attributes, options);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        Files.setAttribute(real(path), attribute, value, options);
    }
}
