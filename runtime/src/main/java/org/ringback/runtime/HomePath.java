package org.ringback.runtime;

import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import org.ringback.shell.link.SocketPath;

/**
 * Checks the path of a home. Refuses characters that one of the libraries which are given the path would interpret: the
 * log, above all, would silently be written somewhere else. Stateless.
 */
final class HomePath {
    private static final String SOCKET = "/" + SocketPath.STANDARD;

    /**
     * Text with a meaning in the logger's file names ('%' in patterns, braces and ':-' in variables), and the
     * backslash, which the store takes for a slash.
     */
    private static final List<String> SIGNS = List.of("\\", "%", "{", "}", ":-");

    /** The character that Java puts for bytes that the encoding of file names cannot decode. */
    private static final char UNREADABLE = '\uFFFD';

    private HomePath() {}

    /** {@return the text as a path} */
    static Path of(String said) throws Failure {
        try {
            return Path.of(said);
        } catch (InvalidPathException e) {
            throw unreadable(said);
        }
    }

    /** {@return the path, absolute} */
    static Path checked(Path said) throws Failure {
        return checked(said, SocketPath.longest());
    }

    /** The same, for a given longest path of a socket. */
    static Path checked(Path said, int longest) throws Failure {
        if (said.toString().isBlank()) {
            throw Failure.usage("--home: empty (expected: a folder; is a variable unset?)");
        }
        Path path = said.toAbsolutePath().normalize();
        String text = path.toString();
        if (text.indexOf(UNREADABLE) >= 0) {
            throw unreadable(text);
        }
        for (String sign : SIGNS) {
            if (text.contains(sign)) {
                throw new Failure("--home: " + path + " has '" + sign + "' in it (expected: a path without "
                        + String.join(" ", SIGNS) + " and control characters, as the log or the store would read them"
                        + " as signs)");
            }
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                throw new Failure("--home: " + text.replaceAll("[\\x00-\\x1F\\x7F-\\x9F]", "?")
                        + " has a control character in it, a line's end for example (expected: a path without)");
            }
        }
        int length = text.concat(SOCKET).getBytes(encoding()).length;
        if (length > longest) {
            throw new Failure("--home: " + said + " is too long: its shell socket has a path of " + length
                    + " bytes (expected: at most " + longest + "); choose a shorter one");
        }
        return path;
    }

    private static Failure unreadable(String said) {
        return Failure.usage("--home: " + said + " has bytes that are no characters in " + encoding()
                + ", the encoding of file names here (expected: characters of it; LC_ALL=C.UTF-8 in the environment"
                + " makes it UTF-8)");
    }

    /** {@return the encoding of file names, which follows the environment's LC_ALL, LC_CTYPE or LANG} */
    private static Charset encoding() {
        return Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    }
}
