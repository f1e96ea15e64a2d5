package org.ringback.thermostat.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.ringback.api.EquipmentId;

/** Makes the thermostat's page: fills the resource {@code page.html} with the room's state. Immutable. */
final class WebPage {
    private static final Pattern SLOT = Pattern.compile("[$][{]([a-zA-Z]+)}");

    private final String frame;
    private final Chart chart;
    private final DateTimeFormatter clockTime;

    WebPage(ZoneId zone) {
        frame = load("page.html");
        chart = new Chart(zone);
        clockTime = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(zone);
    }

    private static String load(String name) {
        try (InputStream resource = WebPage.class.getResourceAsStream(name)) {
            if (resource == null) {
                throw new IllegalStateException(name + ": missing in the bundle");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Makes the page.
     *
     * @param equipment the equipment that was called
     * @param now the present state of the room
     * @param history the states of the last hours, oldest first
     * @param complaint what was wrong with the set point that was sent; empty if nothing
     * @return HTML
     */
    String html(EquipmentId equipment, Reading now, List<Reading> history, String complaint) {
        return fill(Map.ofEntries(
                Map.entry("equipment", escaped(equipment.value())),
                Map.entry("temperature", degrees(now.temperature())),
                Map.entry("outside", degrees(now.outside())),
                Map.entry("setPoint", now.setPoint().toString()),
                Map.entry("lower", now.setPoint().lower().toString()),
                Map.entry("higher", now.setPoint().higher().toString()),
                Map.entry("lowest", now.setPoint().equals(SetPoint.MIN) ? " disabled" : ""),
                Map.entry("highest", now.setPoint().equals(SetPoint.MAX) ? " disabled" : ""),
                Map.entry("heating", now.heating() ? "on" : "off"),
                Map.entry("state", now.heating() ? "Heating" : "Resting"),
                Map.entry("time", clockTime.format(now.time())),
                Map.entry("instant", now.time().toString()),
                Map.entry(
                        "complaint",
                        complaint.isEmpty()
                                ? ""
                                : "<p class=\"complaint\" role=\"alert\">" + escaped(complaint) + "</p>"),
                Map.entry("chart", chart.svg(history)),
                Map.entry("rows", rows(history))));
    }

    private String fill(Map<String, String> values) {
        Matcher slots = SLOT.matcher(frame);
        return slots.replaceAll(slot -> Matcher.quoteReplacement(values.getOrDefault(slot.group(1), "")));
    }

    /** The rows of the table that says what the chart shows: every half hour, latest first. */
    private String rows(List<Reading> history) {
        StringBuilder rows = new StringBuilder();
        for (int i = history.size() - 1; i >= 0; i--) {
            Reading reading = history.get(i);
            if (i == history.size() - 1 || reading.time().getEpochSecond() % 1800 == 0) {
                rows.append("<tr><td>")
                        .append(clockTime.format(reading.time()))
                        .append("</td><td>")
                        .append(degrees(reading.temperature()))
                        .append("</td><td>")
                        .append(reading.setPoint())
                        .append("</td><td>")
                        .append(degrees(reading.outside()))
                        .append("</td><td>")
                        .append(reading.heating() ? "on" : "off")
                        .append("</td></tr>\n");
            }
        }
        return rows.toString();
    }

    static String degrees(double celsius) {
        return String.format(Locale.ROOT, "%.1f", celsius).replace('-', '−');
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
