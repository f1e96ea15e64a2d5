package org.ringback.shell.link;

import java.nio.charset.Charset;
import java.util.stream.Stream;

/** The encoding of this process's terminal, as Java takes it from the environment. Stateless, thread-safe. */
final class TerminalEncoding {
    private static final String SIGNS = "\u25cf\u25cb";

    private TerminalEncoding() {}

    /** Whether the signs that commands print beside ASCII can be shown. */
    static boolean showsMoreThanAscii() {
        // Newer Javas have the first of these properties.
        return Stream.of("stdout.encoding", "sun.stdout.encoding", "native.encoding")
                .map(System::getProperty)
                .filter(name -> name != null && Charset.isSupported(name))
                .findFirst()
                .map(TerminalEncoding::shows)
                .orElse(true);
    }

    static boolean shows(String charset) {
        Charset named = Charset.forName(charset);
        return named.canEncode() && named.newEncoder().canEncode(SIGNS);
    }
}
