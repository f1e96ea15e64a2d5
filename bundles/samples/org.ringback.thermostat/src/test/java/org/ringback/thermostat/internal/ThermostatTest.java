package org.ringback.thermostat.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.Test;

public class ThermostatTest {
    private static final String HOST = "Host: 127.0.0.1:8080\r\n";

    private final ManualClock clock = new ManualClock("2026-11-22T16:42:10Z");
    private final Thermostat thermostat = new Thermostat(clock, ZoneId.of("Europe/Berlin"));

    @Test
    public void thePageShowsTheRoomAndSaysThatItIsSimulated() throws Exception {
        String page = get("/");
        assertTrue(page.startsWith("HTTP/1.1 200 OK\r\n"));
        assertTrue(page.contains("Content-Type: text/html; charset=utf-8\r\n"));
        assertTrue(page.contains("Date: Sun, 22 Nov 2026 16:42:10 GMT\r\n"));
        assertTrue(page.contains("This room is simulated."));
        assertTrue(page.contains("thermostat-1"));
        assertTrue(page.contains("<time datetime=\"2026-11-22T16:42:00Z\">17:42</time>"));
        assertTrue(page.contains("name=\"setPoint\""));
        assertFalse("every slot is filled", page.contains("${"));
    }

    @Test
    public void theAnswersLengthIsInBytes() throws Exception {
        String page = get("/");
        int head = page.indexOf("\r\n\r\n") + 4;
        Matcher length = Pattern.compile("Content-Length: ([0-9]+)\r\n").matcher(page);
        assertTrue(length.find());
        assertEquals(Integer.parseInt(length.group(1)), page.substring(head).getBytes(StandardCharsets.UTF_8).length);
    }

    @Test
    public void theReadingIsJson() throws Exception {
        String reading = get("/reading");
        assertTrue(reading.contains("Content-Type: application/json\r\n"));
        String json = reading.substring(reading.indexOf("\r\n\r\n") + 4);
        assertTrue(
                json,
                Pattern.matches(
                        "\\{\"temperature\":2[01]\\.[0-9],\"setPoint\":21\\.0,\"heating\":(true|false),"
                                + "\"time\":\"2026-11-22T16:42:00Z\",\"simulated\":true}\n",
                        json));
    }

    @Test
    public void headTellsWhatGetWouldAndNothingMore() throws Exception {
        String get = get("/reading");
        String head = say("HEAD /reading HTTP/1.1\r\n" + HOST + "\r\n");
        assertEquals(get.substring(0, get.indexOf("\r\n\r\n") + 4), head);
    }

    @Test
    public void aSetPointIsTakenAndSeenByTheNextConversation() throws Exception {
        String answer = post("setPoint=23.5", "");
        assertTrue(answer, answer.startsWith("HTTP/1.1 303 See Other\r\n"));
        assertTrue(answer, answer.contains("Location: /\r\n"));
        assertTrue(get("/reading").contains("\"setPoint\":23.5,\"heating\":true"));
        clock.advance(Duration.ofHours(3));
        assertTrue(get("/reading").contains("\"temperature\":23."));
    }

    @Test
    public void aBadSetPointIsRefusedOnThePageAndChangesNothing() throws Exception {
        for (String form : new String[] {
            "setPoint=31",
            "setPoint=21.3",
            "setPoint=%3Cscript%3E",
            "setPoint=%zz",
            "setPoint=",
            "",
            "x=21",
            "setPoint",
            "setPoint=20&setPoint=21"
        }) {
            String answer = post(form, "");
            assertTrue(form + ": " + answer, answer.startsWith("HTTP/1.1 400 Bad HttpRequest\r\n"));
            assertTrue(form, answer.contains("role=\"alert\""));
            assertFalse(form, answer.contains("<script"));
            assertTrue(form, get("/reading").contains("\"setPoint\":21.0"));
        }
    }

    @Test
    public void anotherSitesPageMayNotSetAnything() throws Exception {
        assertTrue(post("setPoint=25", "Origin: http://evil.example\r\n").startsWith("HTTP/1.1 403 "));
        assertTrue(post("setPoint=25", "Origin: null\r\n").startsWith("HTTP/1.1 403 "));
        assertTrue(get("/reading").contains("\"setPoint\":21.0"));
        assertTrue(post("setPoint=25", "Origin: http://127.0.0.1:8080\r\n").startsWith("HTTP/1.1 303 "));
    }

    @Test
    public void otherContentThanAFormIsRefused() throws Exception {
        assertTrue(post("setPoint=25", "Content-Type: text/plain\r\n").startsWith("HTTP/1.1 415 "));
        assertTrue(post("setPoint=25", "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n")
                .startsWith("HTTP/1.1 303 "));
    }

    @Test
    public void otherPathsAndMethodsAreRefusedAndTheConversationGoesOn() throws Exception {
        String answers = say("GET /nothing HTTP/1.1\r\n" + HOST + "\r\n"
                + "DELETE / HTTP/1.1\r\n" + HOST + "\r\n"
                + "GET /set-point HTTP/1.1\r\n" + HOST + "\r\n"
                + "POST /reading HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\n\r\nab"
                + "GET /reading HTTP/1.1\r\n" + HOST + "\r\n");
        Matcher statuses =
                Pattern.compile("^HTTP/1\\.1 ([0-9]{3}) ", Pattern.MULTILINE).matcher(answers);
        StringBuilder seen = new StringBuilder();
        while (statuses.find()) {
            seen.append(statuses.group(1)).append(' ');
        }
        assertEquals("404 405 405 405 200 ", seen.toString());
        assertTrue(answers.contains("Allow: GET, HEAD\r\n"));
        assertTrue(answers.contains("Allow: POST\r\n"));
        assertFalse(answers.contains("Connection: close"));
    }

    @Test
    public void aMalformedRequestIsAnsweredAndEndsTheConversation() throws Exception {
        String answer = say("GET / HTTP/1.1\r\n\r\nGET /reading HTTP/1.1\r\n" + HOST + "\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 400 Bad HttpRequest\r\n"));
        assertTrue(answer.contains("Connection: close\r\n"));
        assertFalse(answer.contains("HTTP/1.1 200"));
        assertTrue(say("POST /set-point HTTP/1.1\r\n" + HOST + "Content-Length: 9999\r\n\r\n")
                .startsWith("HTTP/1.1 413 Content Too Large\r\n"));
    }

    @Test
    public void theLastRequestEndsTheConversation() throws Exception {
        String answer =
                say("GET /reading HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n");
        assertTrue(answer.contains("Connection: close\r\n"));
        assertFalse(answer.contains("text/html"));
    }

    @Test
    public void whoWaitsToSendTheContentIsToldToGoOn() throws Exception {
        assertTrue(post("setPoint=25", "Expect: 100-continue\r\n")
                .startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 303 See Other\r\n"));
    }

    @Test
    public void aConversationWithoutAWordIsFine() throws Exception {
        assertEquals("", say(""));
    }

    private String get(String path) throws IOException {
        return say("GET " + path + " HTTP/1.1\r\n" + HOST + "\r\n");
    }

    private String post(String form, String fields) throws IOException {
        return say("POST /set-point HTTP/1.1\r\n" + HOST + fields + "Content-Length: " + form.length() + "\r\n\r\n"
                + form);
    }

    private String say(String text) throws IOException {
        FakeConversation conversation = new FakeConversation(text);
        thermostat.answer(conversation);
        return conversation.answer();
    }
}
