package org.ringback.thermostat.internal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads requests of HTTP/1.1 (RFC 9112) from a stream: strictly, and with a limit for everything. After a refusal it
 * must not be used again, as nobody knows where the next request would begin. For one thread.
 */
final class RequestReader {
    /** Longest request line, in bytes. */
    static final int MAX_REQUEST_LINE = 2048;
    /** Longest header field line, in bytes. */
    static final int MAX_FIELD_LINE = 4096;
    /** Most header fields. */
    static final int MAX_FIELDS = 64;
    /** Longest request line and fields together, in bytes. */
    static final int MAX_HEAD = 16_384;
    /** Longest content, in bytes. */
    static final int MAX_BODY = 4096;

    private static final int BAD_REQUEST = 400;
    private static final int CONTENT_TOO_LARGE = 413;
    private static final int URI_TOO_LONG = 414;
    private static final int FIELDS_TOO_LARGE = 431;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int VERSION_NOT_SUPPORTED = 505;

    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final Pattern REQUEST_LINE = Pattern.compile("(" + TOKEN + ") ([!-~]+) HTTP/([0-9])[.]([0-9])");
    /**
     * A field line. Has no white space before the colon (§5.1), and none at its beginning, so that a folded line is
     * refused (§5.2).
     */
    private static final Pattern FIELD_LINE = Pattern.compile("(" + TOKEN + "):[\t[^\\p{Cntrl}]]*");

    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}");

    private final InputStream input;
    private int headLeft;

    RequestReader(InputStream input) {
        this.input = new BufferedInputStream(input);
    }

    /**
     * Reads a request line and the fields.
     *
     * @return the request without its content; null at the end of the stream
     * @throws HttpProblem if it is refused
     * @throws IOException if the stream broke
     */
    @Nullable
    HttpRequest readHead() throws HttpProblem, IOException {
        headLeft = MAX_HEAD;
        String line = readLine(MAX_REQUEST_LINE, URI_TOO_LONG);
        if (line != null && line.isEmpty()) {
            // an empty line before the request is to be ignored (§2.2)
            line = readLine(MAX_REQUEST_LINE, URI_TOO_LONG);
        }
        if (line == null) {
            return null;
        }
        Matcher parts = REQUEST_LINE.matcher(line);
        if (!parts.matches()) {
            throw new HttpProblem(BAD_REQUEST, "request line (expected: METHOD /PATH HTTP/1.1)");
        }
        if (!"1".equals(parts.group(3))) {
            throw new HttpProblem(VERSION_NOT_SUPPORTED, "version (expected: HTTP/1.1)");
        }
        boolean http11 = !"0".equals(parts.group(4));
        Map<String, String> fields = readFields();
        if (http11 && !fields.containsKey("host")) {
            throw new HttpProblem(BAD_REQUEST, "host (expected: one Host field)");
        }
        return new HttpRequest(parts.group(1), path(parts.group(2)), http11, fields, new byte[0]);
    }

    /**
     * Reads the content of a request.
     *
     * @param head the request as {@link #readHead()} gave it
     * @return the request with its content
     * @throws HttpProblem if it is refused
     * @throws IOException if the stream broke
     */
    HttpRequest readBody(HttpRequest head) throws HttpProblem, IOException {
        int length = contentLength(head);
        byte[] body = input.readNBytes(length);
        if (body.length < length) {
            throw new HttpProblem(BAD_REQUEST, "content: " + body.length + " bytes (expected: " + length + ")");
        }
        return head.withBody(body);
    }

    /** The announced length of the content, in bytes; reads none of it. */
    static int contentLength(HttpRequest head) throws HttpProblem {
        if (head.field("transfer-encoding").isPresent()) {
            throw new HttpProblem(NOT_IMPLEMENTED, "transfer-encoding (expected: Content-Length)");
        }
        String length = head.field("content-length").orElse("0");
        if (!LENGTH.matcher(length).matches()) {
            throw new HttpProblem(BAD_REQUEST, "content-length (expected: one number of bytes)");
        }
        int bytes = Integer.parseInt(length);
        if (bytes > MAX_BODY) {
            throw new HttpProblem(
                    CONTENT_TOO_LARGE, "content: " + bytes + " bytes (expected: at most " + MAX_BODY + ")");
        }
        return bytes;
    }

    private Map<String, String> readFields() throws HttpProblem, IOException {
        Map<String, String> fields = new LinkedHashMap<>();
        String line = readLine(MAX_FIELD_LINE, FIELDS_TOO_LARGE);
        for (int count = 1; line != null && !line.isEmpty(); count++) {
            if (count > MAX_FIELDS) {
                throw new HttpProblem(FIELDS_TOO_LARGE, "header fields (expected: at most " + MAX_FIELDS + ")");
            }
            if (!FIELD_LINE.matcher(line).matches()) {
                throw new HttpProblem(BAD_REQUEST, "header field (expected: NAME: VALUE)");
            }
            int colon = line.indexOf(':');
            String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip();
            String before = fields.put(name, value);
            if (before != null) {
                // fields that say how to read the message must not come twice
                if ("host".equals(name) || "content-length".equals(name)) {
                    throw new HttpProblem(BAD_REQUEST, name + ": twice (expected: once)");
                }
                fields.put(name, before + ", " + value);
            }
            line = readLine(MAX_FIELD_LINE, FIELDS_TOO_LARGE);
        }
        if (line == null) {
            throw new HttpProblem(BAD_REQUEST, "header fields: cut (expected: an empty line at the end)");
        }
        return fields;
    }

    /** Reads a line without its CR LF; null if the stream ends before it. */
    private @Nullable String readLine(int limit, int tooLong) throws HttpProblem, IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int max = Math.min(limit, headLeft);
        for (int next = input.read(); next != '\r'; next = input.read()) {
            if (next < 0 && line.size() == 0) {
                return null;
            }
            if (next < 0 || next == '\n') {
                throw new HttpProblem(BAD_REQUEST, "line (expected: CR LF at its end)");
            }
            if (line.size() == max) {
                throw new HttpProblem(tooLong, "line (expected: at most " + limit + " bytes, " + MAX_HEAD + " in all)");
            }
            line.write(next);
        }
        if (input.read() != '\n') {
            throw new HttpProblem(BAD_REQUEST, "line (expected: CR LF at its end)");
        }
        headLeft -= line.size();
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** The path of a target in origin form, or in absolute form as for a proxy (§3.2.1, §3.2.2). */
    private static String path(String target) throws HttpProblem {
        if ("*".equals(target)) {
            return target;
        }
        try {
            URI uri = URI.create(target.startsWith("/") ? "http://host" + target : target);
            String path = uri.getRawPath();
            if (path != null && uri.getScheme() != null && uri.getScheme().equalsIgnoreCase("http")) {
                return path.isEmpty() ? "/" : path;
            }
        } catch (IllegalArgumentException e) {
            throw new HttpProblem(BAD_REQUEST, "target (expected: /PATH)");
        }
        throw new HttpProblem(BAD_REQUEST, "target (expected: /PATH)");
    }
}
