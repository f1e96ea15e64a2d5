package org.ringback.thermostat.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.Test;
import org.ringback.api.EquipmentId;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

public class WebPageTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final EquipmentId ID = new EquipmentId("thermostat-1");

    private final ManualClock clock = new ManualClock("2026-11-22T16:42:10Z");
    private final Room room = new Room(clock);

    @Test
    public void thePageBringsEverythingAlong() {
        String page = page("");
        Matcher link = Pattern.compile("(?:href|src|action|url)\\s*[=(]\\s*[\"']?([^\"')\\s>]+)")
                .matcher(page);
        List<String> links = new ArrayList<>();
        while (link.find()) {
            links.add(link.group(1));
        }
        assertTrue(links.size() >= 4);
        for (String target : links) {
            assertTrue(
                    target,
                    target.startsWith("data:")
                            || List.of("/", "/reading", "/set-point").contains(target));
        }
        assertFalse(page.contains("<script"));
        assertFalse(page.contains("@import"));
    }

    @Test
    public void theButtonsGoHalfADegreeAndStopAtTheLimits() {
        assertTrue(page("").contains("value=\"20.5\" aria-label=\"Half a degree cooler\">"));
        assertTrue(page("").contains("value=\"21.5\" aria-label=\"Half a degree warmer\">"));
        room.set(SetPoint.MIN);
        assertTrue(page("").contains("aria-label=\"Half a degree cooler\" disabled>"));
        room.set(SetPoint.MAX);
        assertTrue(page("").contains("aria-label=\"Half a degree warmer\" disabled>"));
    }

    @Test
    public void aComplaintIsShownEscaped() {
        assertTrue(page("a <b> & 'c' $1 \\ ${time}")
                .contains("role=\"alert\">a &lt;b&gt; &amp; &#39;c&#39; $1 \\ ${time}</p>"));
        assertFalse(page("").contains("role=\"alert\""));
    }

    @Test
    public void theTableHasTheHalfHours() {
        String page = page("");
        assertTrue(page.contains("<tr><td>17:42</td>"));
        assertTrue(page.contains("<tr><td>17:30</td>"));
        assertTrue(page.contains("<tr><td>12:00</td>"));
        assertFalse(page.contains("<tr><td>17:35</td>"));
    }

    @Test
    public void theChartIsDrawnWithinItsFrame() throws Exception {
        for (int hour = 0; hour < 24; hour++) {
            room.set(new SetPoint(10 + hour * 7 % 51));
            clock.advance(Duration.ofMinutes(61));
            Document svg = chart(room.history());
            assertEquals("img", svg.getDocumentElement().getAttribute("role"));
            for (double[] point : points(svg, "line")) {
                assertTrue(point[0] + "," + point[1], point[0] >= 44 && point[0] <= 588);
                assertTrue(point[0] + "," + point[1], point[1] >= 14 && point[1] <= 234);
            }
        }
    }

    @Test
    public void theChartRisesWithTheTemperature() throws Exception {
        Instant start = clock.instant();
        List<double[]> points = points(
                chart(List.of(
                        new Reading(start, 20, 5, SetPoint.DEFAULT, false),
                        new Reading(start.plusSeconds(600), 21, 5, SetPoint.DEFAULT, true),
                        new Reading(start.plusSeconds(1200), 22, 5, SetPoint.DEFAULT, true))),
                "line");
        assertEquals(3, points.size());
        assertTrue(points.get(0)[1] > points.get(1)[1] && points.get(1)[1] > points.get(2)[1]);
        assertEquals(points.get(2)[0] - points.get(1)[0], points.get(1)[0] - points.get(0)[0], 0.2);
    }

    @Test
    public void heatingIsDrawnAsOneBarForEachTime() throws Exception {
        Instant start = clock.instant();
        boolean[] heating = {true, true, false, false, true, false, true, true, true};
        List<Reading> history = new ArrayList<>();
        for (boolean on : heating) {
            history.add(new Reading(start.plusSeconds(300L * history.size()), 21, 5, SetPoint.DEFAULT, on));
        }
        assertEquals(3, chart(history).getElementsByTagName("rect").getLength());
    }

    @Test
    public void aSingleReadingIsDrawn() throws Exception {
        chart(List.of(new Reading(clock.instant(), 21, 5, SetPoint.DEFAULT, true)));
    }

    private String page(String complaint) {
        return new WebPage(ZONE).html(ID, room.now(), room.history(), complaint);
    }

    /** Fails if it is no well-formed XML. */
    private static Document chart(List<Reading> history) throws Exception {
        byte[] svg = new Chart(ZONE).svg(history).getBytes(StandardCharsets.UTF_8);
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg));
    }

    private static List<double[]> points(Document svg, String kind) {
        NodeList paths = svg.getElementsByTagName("path");
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < paths.getLength(); i++) {
            Element path = (Element) paths.item(i);
            if (path.getAttribute("class").equals(kind)) {
                Matcher point = Pattern.compile("[ML]([0-9.]+),([0-9.]+)").matcher(path.getAttribute("d"));
                while (point.find()) {
                    points.add(new double[] {Double.parseDouble(point.group(1)), Double.parseDouble(point.group(2))});
                }
            }
        }
        return points;
    }
}
