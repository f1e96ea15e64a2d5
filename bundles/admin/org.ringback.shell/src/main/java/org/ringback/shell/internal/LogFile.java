package org.ringback.shell.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The program's log file, read from its end without loading it; lines as a terminal may have them. A line that is not
 * whole yet is left out. An immediate component, as {@link Roles} is. Immutable.
 */
@Component(service = LogFile.class, immediate = true)
public final class LogFile {
    /** Longest line, in bytes; what is longer comes in pieces. */
    static final int LONGEST = 1 << 16;

    /** Most characters that are told from the end at once, whatever the lines are. */
    private static final int MOST_AT_ONCE = 1 << 23;

    private final Path path;

    /**
     * Finds the log of this process.
     *
     * @param context knows the folder of logs, which the Logback file names too
     */
    @Activate
    public LogFile(BundleContext context) {
        this(Path.of(Objects.requireNonNullElse(context.getProperty("ringback.log"), "log"))
                .resolve("ringback.log"));
    }

    LogFile(Path path) {
        this.path = path;
    }

    /** Opens it; a {@link CommandFailure} if it cannot be read. Used by one thread. */
    Reading open() {
        return new Reading();
    }

    private CommandFailure unreadable(IOException why) {
        return CommandFailure.refused("log: " + path + ": "
                + (why instanceof NoSuchFileException ? "is not there" : "cannot be read: " + why)
                + " (expected: the file that config/logback.xml of an installation names; one that names another file"
                + " is to be read there)");
    }

    /** One reading of the file, which stays with it when the logger begins a new one in its place. Not thread-safe. */
    final class Reading implements AutoCloseable {
        private FileChannel file;
        private @Nullable Object key;
        /** Behind the last whole line that was told. */
        private long next;

        private int room = MOST_AT_ONCE;
        private final ByteArrayOutputStream open = new ByteArrayOutputStream();

        private Reading() {
            try {
                file = begin();
            } catch (IOException e) {
                throw unreadable(e);
            }
        }

        private FileChannel begin() throws IOException {
            FileChannel opened = FileChannel.open(path);
            key = keyNow();
            return opened;
        }

        private @Nullable Object keyNow() throws IOException {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        }

        /**
         * Reads from the end of the file back.
         *
         * @param most at most so many lines
         * @param wanted which lines
         * @return the last ones, in their order; {@link #more} goes on behind them
         */
        List<String> last(int most, Predicate<String> wanted) {
            try {
                Deque<String> found = new ArrayDeque<>();
                long at = file.size();
                boolean whole = false; // whether the end of a line was passed
                next = 0;
                byte[] rest = {}; // the end of a line that begins further in front
                while (at > 0 && found.size() < most && room > 0) {
                    int size = (int) Math.min(LONGEST, at);
                    at -= size;
                    byte[] block = Arrays.copyOf(bytes(at, size), size + rest.length);
                    System.arraycopy(rest, 0, block, size, rest.length);
                    int end = block.length;
                    for (int i = size - 1; i >= 0; i--) {
                        if (block[i] == '\n') {
                            if (whole) {
                                add(found, most, wanted, text(block, i + 1, end));
                            } else {
                                next = at + i + 1;
                            }
                            whole = true;
                            end = i;
                        }
                    }
                    rest = Arrays.copyOf(block, end);
                    if (rest.length > LONGEST && whole) {
                        add(found, most, wanted, text(rest, 0, rest.length));
                        rest = new byte[0];
                    } else if (!whole) {
                        rest = new byte[0]; // of the line that is not whole yet, nothing is told
                    }
                }
                if (at == 0 && whole) {
                    add(found, most, wanted, text(rest, 0, rest.length));
                }
                return List.copyOf(found);
            } catch (IOException e) {
                throw unreadable(e);
            }
        }

        private void add(Deque<String> found, int most, Predicate<String> wanted, String line) {
            if (found.size() < most && room > 0 && wanted.test(line)) {
                room -= line.length();
                found.addFirst(line);
            }
        }

        /**
         * Tells the lines that came since.
         *
         * @param told takes each
         */
        void more(Consumer<String> told) {
            try {
                if (!Files.exists(path)) {
                    rest(told); // the new one is not there yet
                    return;
                }
                boolean another = !Objects.equals(key, keyNow());
                rest(told);
                if (another) {
                    file.close();
                    file = begin();
                    next = 0;
                    open.reset();
                    rest(told);
                }
            } catch (IOException e) {
                throw unreadable(e);
            }
        }

        private void rest(Consumer<String> told) throws IOException {
            if (file.size() < next) { // somebody emptied it
                next = 0;
                open.reset();
            }
            for (int size = left(); size > 0; size = left()) {
                byte[] block = bytes(next, size);
                next += size;
                for (byte one : block) {
                    if (one != '\n') {
                        open.write(one);
                    }
                    if (one == '\n' || open.size() >= LONGEST) {
                        told.accept(text(open.toByteArray(), 0, open.size()));
                        open.reset();
                    }
                }
            }
        }

        private int left() throws IOException {
            return (int) Math.min(LONGEST, file.size() - next);
        }

        private byte[] bytes(long from, int size) throws IOException {
            ByteBuffer block = ByteBuffer.allocate(size);
            while (block.hasRemaining()) {
                if (file.read(block, from + block.position()) < 0) {
                    throw new IOException("it became shorter meanwhile");
                }
            }
            return block.array();
        }

        private static String text(byte[] bytes, int from, int to) {
            int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
            return Visible.line(new String(bytes, from, end - from, UTF_8));
        }

        @Override
        public void close() {
            try {
                file.close();
            } catch (IOException e) {
                throw unreadable(e);
            }
        }
    }
}
