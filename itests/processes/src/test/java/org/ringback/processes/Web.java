package org.ringback.processes;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** Looks at pages as a browser would. Thread-safe. */
final class Web {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private Web() {}

    /** {@return the page at a forwarded port} */
    static String get(String address, String path) throws IOException, InterruptedException {
        HttpClient browser = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(LIMIT)
                .build();
        HttpResponse<String> response = browser.send(
                HttpRequest.newBuilder(URI.create("http://" + address + path))
                        .timeout(LIMIT)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IOException(path + ": " + response.statusCode() + " (expected: 200)");
        }
        return response.body();
    }
}
