package org.ringback.thermostat.internal;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.ringback.api.EquipmentId;

/** Answers the requests to the thermostat. Thread-safe. */
final class WebSite {
    private static final int OK = 200;
    private static final int SEE_OTHER = 303;
    private static final int BAD_REQUEST = 400;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNSUPPORTED_MEDIA_TYPE = 415;

    private static final String HTML = "text/html; charset=utf-8";
    /** Content-Security-Policy: the page has all that it shows, and may load nothing else. */
    private static final String POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
            + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String FIELD = "setPoint";

    private final Room room;
    private final InstantSource clock;
    private final WebPage page;

    WebSite(Room room, InstantSource clock, ZoneId zone) {
        this.room = room;
        this.clock = clock;
        this.page = new WebPage(zone);
    }

    /**
     * Answers a request.
     *
     * @param request the request
     * @param equipment the equipment that was called
     * @return the answer, which may be an error
     */
    Response respond(HttpRequest request, EquipmentId equipment) {
        Response response;
        try {
            response = switch (request.path()) {
                case "/" -> get(request, () -> page(OK, equipment, ""));
                case "/reading" -> get(request, this::reading);
                case "/set-point" -> post(request, equipment);
                default -> throw new HttpProblem(NOT_FOUND, "path (expected: /, /reading or /set-point)");
            };
        } catch (HttpProblem e) {
            response = Response.problem(e);
        }
        return response.at(clock.instant());
    }

    private interface Source {
        Response response();
    }

    private static Response get(HttpRequest request, Source source) {
        return switch (request.method()) {
            case "GET", "HEAD" -> source.response();
            default -> notAllowed("GET, HEAD");
        };
    }

    private Response post(HttpRequest request, EquipmentId equipment) throws HttpProblem {
        if (!"POST".equals(request.method())) {
            return notAllowed("POST");
        }
        requireOwnOrigin(request);
        requireForm(request);
        try {
            room.set(SetPoint.parse(setPoint(request)));
        } catch (IllegalArgumentException e) {
            return page(BAD_REQUEST, equipment, String.valueOf(e.getMessage()));
        }
        return Response.of(SEE_OTHER, "text/plain; charset=utf-8", "").with("Location", "/");
    }

    private static Response notAllowed(String allowed) {
        return Response.problem(new HttpProblem(METHOD_NOT_ALLOWED, "method (expected: " + allowed + ")"))
                .with("Allow", allowed);
    }

    /**
     * Refuses requests from other web pages: any page in the browser can reach a forwarded local port, and must not
     * change the set point.
     */
    private static void requireOwnOrigin(HttpRequest request) throws HttpProblem {
        String host = request.field("host").orElse("");
        String origin = request.field("origin").orElse("http://" + host);
        if (!origin.replaceFirst("^https?://", "").equalsIgnoreCase(host)) {
            throw new HttpProblem(FORBIDDEN, "origin (expected: the thermostat's own page)");
        }
    }

    private static void requireForm(HttpRequest request) throws HttpProblem {
        String type = request.field("content-type").orElse(FORM);
        if (!type.split(";", -1)[0].strip().toLowerCase(Locale.ROOT).equals(FORM)) {
            throw new HttpProblem(UNSUPPORTED_MEDIA_TYPE, "content-type (expected: " + FORM + ")");
        }
    }

    private static String setPoint(HttpRequest request) {
        List<String> values = new ArrayList<>();
        for (String pair : new String(request.body(), StandardCharsets.ISO_8859_1).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals >= 0 && pair.substring(0, equals).equals(FIELD)) {
                values.add(URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        if (values.size() != 1) {
            throw new IllegalArgumentException(
                    "set point: " + values.size() + " of them (expected: one " + FIELD + "=DEGREES)");
        }
        return values.get(0).strip();
    }

    private Response page(int status, EquipmentId equipment, String complaint) {
        return Response.of(status, HTML, page.html(equipment, room.now(), room.history(), complaint))
                .with("Content-Security-Policy", POLICY)
                .with("Referrer-Policy", "same-origin");
    }

    private Response reading() {
        Reading now = room.now();
        return Response.of(
                OK,
                "application/json",
                String.format(
                                Locale.ROOT,
                                "{\"temperature\":%.1f,\"setPoint\":%s,\"heating\":%b,\"time\":\"%s\",\"simulated\":true}",
                                now.temperature(),
                                now.setPoint(),
                                now.heating(),
                                now.time())
                        + "\n");
    }
}
