package org.ringback.thermostat.internal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * An answer (RFC 9112 §4) with its content. Immutable (the content is not copied: nobody changes it); not compared.
 *
 * @param status the status code
 * @param fields the header fields, without those of the framing
 * @param body the content
 */
record Response(int status, Map<String, String> fields, byte[] body) {
    /** The reason phrases, which anybody may choose (RFC 9112 §4): RFC 9110's names. */
    private static final Map<Integer, String> REASONS = Map.ofEntries(
            Map.entry(200, "OK"),
            Map.entry(303, "See Other"),
            Map.entry(400, "Bad HttpRequest"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(413, "Content Too Large"),
            Map.entry(414, "URI Too Long"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(431, "Request Header Fields Too Large"),
            Map.entry(501, "Not Implemented"),
            Map.entry(505, "HTTP Version Not Supported"));

    /** IMF-fixdate (RFC 9110 §5.6.7). */
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    static Response of(int status, String type, String body) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("Content-Type", type);
        fields.put("Cache-Control", "no-store");
        fields.put("X-Content-Type-Options", "nosniff");
        return new Response(status, fields, body.getBytes(StandardCharsets.UTF_8));
    }

    static Response problem(HttpProblem problem) {
        return of(problem.status(), "text/plain; charset=utf-8", problem.words() + "\n");
    }

    Response with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(fields);
        more.put(name, value);
        return new Response(status, more, body);
    }

    Response at(Instant time) {
        return with("Date", DATE.format(time));
    }

    /**
     * Makes the bytes of the answer.
     *
     * @param withBody false for the answer to HEAD, which has the length but no content
     * @param last whether no answer follows
     * @return the bytes
     */
    byte[] bytes(boolean withBody, boolean last) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ")
                .append(status)
                .append(' ')
                .append(REASONS.getOrDefault(status, "Answer"))
                .append("\r\n");
        fields.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("Content-Length: ").append(body.length).append("\r\n");
        if (last) {
            head.append("Connection: close\r\n");
        }
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[start.length + (withBody ? body.length : 0)];
        System.arraycopy(start, 0, all, 0, start.length);
        System.arraycopy(body, 0, all, start.length, all.length - start.length);
        return all;
    }
}
