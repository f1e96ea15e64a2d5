package org.ringback.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What came back on a connection (RFC 9112 §2.1), taken apart by itself, so that not one byte is missed. Immutable.
 *
 * @param head status line and fields
 * @param body everything behind them
 */
record HttpAnswer(String head, byte[] body) {
    private static final Pattern LENGTH = Pattern.compile("content-length: *([0-9]+)");
    private static final String END_OF_HEAD = "\r\n\r\n";

    static HttpAnswer parse(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(END_OF_HEAD);
        assertTrue("an HTTP answer: " + text, end > 0);
        return new HttpAnswer(
                text.substring(0, end), Arrays.copyOfRange(bytes, end + END_OF_HEAD.length(), bytes.length));
    }

    /** The body as text, once it is known to be whole. */
    String expectOk() {
        assertTrue(head, head.startsWith("HTTP/1.1 200 "));
        Matcher length = LENGTH.matcher(head.toLowerCase(Locale.ROOT));
        assertTrue(head, length.find());
        assertEquals("bytes of the body", Integer.parseInt(length.group(1)), body.length);
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The thermostat's page, whole. */
    void expectPage() {
        String page = expectOk();
        assertTrue(page, page.contains("</html>"));
        assertTrue(page, page.contains(Household.THERMOSTAT.value()));
    }
}
