package org.ringback.thermostat.internal;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.Test;

public class RequestReaderTest {
    private static final String HOST = "Host: thermostat-1\r\n";

    @Test
    public void aRequestIsRead() throws Exception {
        HttpRequest request =
                read("GET /reading?x=1 HTTP/1.1\r\n" + HOST + "Accept:\t a/b \r\nACCEPT: c/d\r\nEmpty:\r\n\r\n");
        assertEquals("GET", request.method());
        assertEquals("/reading", request.path());
        assertTrue(request.http11());
        assertFalse(request.last());
        assertEquals("a/b, c/d", request.field("accept").orElseThrow());
        assertEquals("", request.field("empty").orElseThrow());
        assertEquals(0, request.body().length);
    }

    @Test
    public void theContentIsAsLongAsItSays() throws Exception {
        RequestReader reader =
                reader("POST / HTTP/1.1\r\n" + HOST + "Content-Length: 3\r\n\r\nabcGET / HTTP/1.1\r\n" + HOST + "\r\n");
        assertArrayEquals(
                "abc".getBytes(StandardCharsets.UTF_8),
                reader.readBody(reader.readHead()).body());
        assertEquals("GET", reader.readHead().method());
        assertNull(reader.readHead());
    }

    @Test
    public void theTargetMayBeAbsolute() throws Exception {
        assertEquals(
                "/reading",
                read("GET http://host:80/reading?a HTTP/1.1\r\n" + HOST + "\r\n")
                        .path());
        assertEquals("/", read("GET http://host HTTP/1.1\r\n" + HOST + "\r\n").path());
        assertEquals("//x", read("GET //x HTTP/1.1\r\n" + HOST + "\r\n").path());
        assertEquals("*", read("OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n").path());
    }

    @Test
    public void theConversationEndsWhereTheRequestSaysSo() throws Exception {
        assertTrue(read("GET / HTTP/1.0\r\n\r\n").last());
        assertTrue(read("GET / HTTP/1.1\r\n" + HOST + "Connection: x, Close\r\n\r\n")
                .last());
        assertFalse(read("GET / HTTP/1.1\r\n" + HOST + "Connection: keep-alive\r\n\r\n")
                .last());
    }

    @Test
    public void anEmptyLineBeforeARequestIsIgnored() throws Exception {
        assertEquals("GET", read("\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n").method());
    }

    @Test
    public void whatIsNoRequestIsRefused() {
        for (String bad : new String[] {
            "\r\n\r\n\r\n",
            "GET /\r\n\r\n",
            "GET  / HTTP/1.1\r\n" + HOST + "\r\n",
            "GET / HTTP/1.1 \r\n" + HOST + "\r\n",
            " GET / HTTP/1.1\r\n" + HOST + "\r\n",
            "G(T / HTTP/1.1\r\n" + HOST + "\r\n",
            "GET / http/1.1\r\n" + HOST + "\r\n",
            "GET / HTTP/1.10\r\n" + HOST + "\r\n",
            "GET /\u00e4 HTTP/1.1\r\n" + HOST + "\r\n",
            "GET /{} HTTP/1.1\r\n" + HOST + "\r\n",
            "GET x HTTP/1.1\r\n" + HOST + "\r\n",
            "GET ftp://x/ HTTP/1.1\r\n" + HOST + "\r\n",
            "CONNECT x:1 HTTP/1.1\r\n" + HOST + "\r\n",
            "GET / HTTP/1.1\n" + HOST + "\r\n",
            "GET / HTTP/1.1\r" + HOST + "\r\n",
            "GET / HTTP/1.1\r\nHost: a\nX: b\r\n\r\n",
            "GET / HTTP/1.1\r\n\r\n",
            "GET / HTTP/1.1\r\n" + HOST + HOST + "\r\n",
            "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
            "GET / HTTP/1.1\r\n" + HOST + "X: a\r\n folded\r\n\r\n",
            "GET / HTTP/1.1\r\n" + HOST + "X\r\n\r\n",
            "GET / HTTP/1.1\r\n" + HOST + ": a\r\n\r\n",
            "GET / HTTP/1.1\r\n" + HOST + "X: a\u0000b\r\n\r\n",
            "GET / HTTP/1.1\r\n" + HOST,
            "GET / HTTP/1.1\r\n" + HOST + "X: a",
            "GET / HTTP/1.1\r\n" + HOST + "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx",
            "GET / HTTP/1.1\r\n" + HOST + "Content-Length: 1, 1\r\n\r\nx",
            "GET / HTTP/1.1\r\n" + HOST + "Content-Length: -1\r\n\r\nx",
            "GET / HTTP/1.1\r\n" + HOST + "Content-Length: +1\r\n\r\nx",
            "GET / HTTP/1.1\r\n" + HOST + "Content-Length: 0x1\r\n\r\nx",
            "GET / HTTP/1.1\r\n" + HOST + "Content-Length:\r\n\r\nx",
            "GET / HTTP/1.1\r\n" + HOST + "Content-Length: 99999999999999999999\r\n\r\nx",
            "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 4\r\n\r\nabc",
        }) {
            assertEquals(bad, 400, refused(bad).status());
        }
    }

    @Test
    public void whatIsNotSpokenHereIsNamed() {
        assertEquals(505, refused("GET / HTTP/2.0\r\n" + HOST + "\r\n").status());
        assertEquals(
                501,
                refused("POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
                        .status());
        assertEquals(
                501,
                refused("POST / HTTP/1.1\r\n" + HOST
                                + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
                        .status());
    }

    @Test
    public void everythingHasALimit() throws Exception {
        String line = "GET /" + "a".repeat(RequestReader.MAX_REQUEST_LINE - 14);
        assertEquals("GET", read(line + " HTTP/1.1\r\n" + HOST + "\r\n").method());
        assertEquals(414, refused(line + "a HTTP/1.1\r\n" + HOST + "\r\n").status());

        String get = "GET / HTTP/1.1\r\n" + HOST;
        String field = "X: " + "a".repeat(RequestReader.MAX_FIELD_LINE - 3);
        assertEquals("GET", read(get + field + "\r\n\r\n").method());
        assertEquals(431, refused(get + field + "a\r\n\r\n").status());

        assertEquals(
                "GET",
                read(get + "X: a\r\n".repeat(RequestReader.MAX_FIELDS - 1) + "\r\n")
                        .method());
        assertEquals(
                431,
                refused(get + "X: a\r\n".repeat(RequestReader.MAX_FIELDS) + "\r\n")
                        .status());
        assertEquals(431, refused(get + (field + "\r\n").repeat(4) + "\r\n").status());

        int most = RequestReader.MAX_BODY;
        String post = "POST / HTTP/1.1\r\n" + HOST + "Content-Length: ";
        assertEquals(most, read(post + most + "\r\n\r\n" + "x".repeat(most)).body().length);
        assertEquals(413, refused(post + (most + 1) + "\r\n\r\n").status());
    }

    @Test(timeout = 10_000)
    public void anEndlessLineIsCutShort() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return 'a';
            }
        };
        HttpProblem problem = assertThrows(HttpProblem.class, () -> new RequestReader(endless).readHead());
        assertEquals(414, problem.status());
    }

    @Test
    public void aRequestCutAnywhereIsRefusedOrTheEnd() throws Exception {
        String whole = "POST /set-point HTTP/1.1\r\n" + HOST + "Content-Length: 13\r\n\r\nsetPoint=21.5";
        for (int length = 1; length < whole.length(); length++) {
            assertEquals(400, refused(whole.substring(0, length)).status());
        }
        assertNull(reader("").readHead());
    }

    @Test
    public void anyByteChangedGivesARequestOrAProblem() throws Exception {
        byte[] whole = ("POST /set-point HTTP/1.1\r\n" + HOST + "Content-Length: 13\r\n\r\nsetPoint=21.5")
                .getBytes(StandardCharsets.ISO_8859_1);
        Random random = new Random(3);
        int taken = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] changed = whole.clone();
            changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
            try {
                RequestReader reader = new RequestReader(new ByteArrayInputStream(changed));
                reader.readBody(reader.readHead());
                taken++;
            } catch (HttpProblem e) {
                assertTrue(e.status() >= 400);
            }
        }
        assertTrue("taken " + taken, taken > 1_000 && taken < 19_000);
    }

    private static RequestReader reader(String text) {
        return new RequestReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static HttpRequest read(String text) throws HttpProblem, IOException {
        RequestReader reader = reader(text);
        return reader.readBody(reader.readHead());
    }

    private static HttpProblem refused(String text) {
        HttpProblem problem = assertThrows(text, HttpProblem.class, () -> read(text));
        assertTrue(problem.words(), problem.words().contains("(expected: "));
        return problem;
    }
}
