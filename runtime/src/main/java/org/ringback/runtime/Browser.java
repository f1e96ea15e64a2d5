package org.ringback.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Takes what the command {@code open} prints, the address of a page, passes it on, and opens it in the person's browser.
 * Not thread-safe.
 */
final class Browser extends OutputStream {
    /** What opens an address: of desktops by freedesktop.org's rules, and of macOS. */
    private static final String[] OPENERS = {"xdg-open", "open"};

    private final OutputStream out;
    private final ByteArrayOutputStream page = new ByteArrayOutputStream();

    Browser(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int one) throws IOException {
        out.write(one);
        page.write(one);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
        page.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    /** Opens what was printed; where there is no browser the address stands on the terminal. */
    void open() {
        String address = page.toString(StandardCharsets.UTF_8).strip();
        if (!address.startsWith("http://") || !hasDesktop()) {
            return;
        }
        for (String opener : OPENERS) {
            if (isThere(opener)) {
                try {
                    new ProcessBuilder(opener, address)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
                } catch (IOException e) {
                    System.err.println("ringback: no browser opened: " + Cause.of(e) + "; the address is above");
                }
                return;
            }
        }
    }

    /** A browser that draws into the terminal would draw over the console. */
    private static boolean hasDesktop() {
        return System.getenv("DISPLAY") != null
                || System.getenv("WAYLAND_DISPLAY") != null
                || "Mac OS X".equals(System.getProperty("os.name"));
    }

    private static boolean isThere(String program) {
        for (String folder : String.valueOf(System.getenv("PATH")).split(":", -1)) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }
}
