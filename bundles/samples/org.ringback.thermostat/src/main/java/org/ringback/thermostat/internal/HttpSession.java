package org.ringback.thermostat.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Reads requests and writes answers, one after the other, over two streams until one side ends. For one thread. */
final class HttpSession {
    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private final RequestReader reader;
    private final OutputStream output;

    /** Answers a request. */
    @FunctionalInterface
    interface Handler {
        Response respond(HttpRequest request);
    }

    HttpSession(InputStream input, OutputStream output) {
        this.reader = new RequestReader(input);
        this.output = output;
    }

    /**
     * Answers requests until the peer sends no more, asks for the end, or sends something that is no request.
     *
     * @param handler answers each request
     * @throws IOException if a stream broke
     */
    void serve(Handler handler) throws IOException {
        try {
            for (HttpRequest head = reader.readHead(); head != null; head = reader.readHead()) {
                HttpRequest request = read(head);
                Response response = handler.respond(request);
                send(response.bytes(!"HEAD".equals(request.method()), request.last()));
                if (request.last()) {
                    break;
                }
            }
        } catch (HttpProblem e) {
            send(Response.problem(e).bytes(true, true));
        }
        output.close();
    }

    private HttpRequest read(HttpRequest head) throws HttpProblem, IOException {
        // the peer waits for "100 Continue" before it sends its content (RFC 9110 §10.1.1)
        if (RequestReader.contentLength(head) > 0 && head.http11() && head.hasOption("expect", "100-continue")) {
            send(CONTINUE);
        }
        return reader.readBody(head);
    }

    private void send(byte[] bytes) throws IOException {
        output.write(bytes);
        output.flush();
    }
}
