package org.ringback.thermostat.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/** Draws the last hours in SVG; the page's style sets the colours. Immutable. */
final class Chart {
    private static final int WIDTH = 600;
    private static final int HEIGHT = 280;
    private static final int LEFT = 44;
    private static final int RIGHT = 588;
    private static final int TOP = 14;
    private static final int BOTTOM = 234;
    private static final int HEATING_TOP = 239;
    private static final int HEATING_HEIGHT = 6;
    private static final int LABELS = 268;
    /** Least span of the scale, in degrees, so that small changes look small. */
    private static final int LEAST_SPAN = 2;
    /** Most horizontal lines. */
    private static final int MOST_LINES = 6;

    private static final Duration LABEL_EDGE = Duration.ofMinutes(20);

    private final ZoneId zone;
    private final DateTimeFormatter clockTime;

    Chart(ZoneId zone) {
        this.zone = zone;
        this.clockTime = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(zone);
    }

    /**
     * Draws the readings.
     *
     * @param history oldest first, at least one
     * @return an SVG element
     */
    String svg(List<Reading> history) {
        Scale scale = Scale.of(history);
        StringBuilder svg = new StringBuilder();
        svg.append("<svg viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT)
                .append("\" role=\"img\" aria-labelledby=\"chart-title chart-text\">\n")
                .append("<title id=\"chart-title\">Room temperature in the last six hours</title>\n")
                .append("<desc id=\"chart-text\">")
                .append(inWords(history))
                .append("</desc>\n");
        degreeLines(svg, scale);
        hourMarks(svg, scale);
        heatingBars(svg, scale, history);
        String line = line(scale, history);
        svg.append(format(
                "<path class=\"area\" d=\"%s L%.1f,%d L%.1f,%d Z\"/>%n",
                line, x(scale, scale.to), BOTTOM, x(scale, scale.from), BOTTOM));
        svg.append("<path class=\"wanted\" d=\"").append(wanted(scale, history)).append("\"/>\n");
        svg.append("<path class=\"line\" d=\"").append(line).append("\"/>\n");
        Reading last = history.get(history.size() - 1);
        svg.append(format(
                "<circle class=\"now\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/>%n",
                x(scale, last.time()), y(scale, last.temperature())));
        return svg.append("</svg>").toString();
    }

    private static String inWords(List<Reading> history) {
        double least = history.stream().mapToDouble(Reading::temperature).min().orElse(0);
        double most = history.stream().mapToDouble(Reading::temperature).max().orElse(0);
        Reading last = history.get(history.size() - 1);
        return "Between " + WebPage.degrees(least) + " and " + WebPage.degrees(most) + " degrees Celsius; now "
                + WebPage.degrees(last.temperature()) + ", set to " + last.setPoint()
                + ". The table below has the numbers.";
    }

    private static void degreeLines(StringBuilder svg, Scale scale) {
        int step = Math.max(1, (scale.top - scale.bottom + MOST_LINES - 1) / MOST_LINES);
        for (int degrees = scale.bottom; degrees <= scale.top; degrees += step) {
            double y = y(scale, degrees);
            svg.append(format("<path class=\"grid\" d=\"M%d,%.1f H%d\"/>%n", LEFT, y, RIGHT));
            svg.append(format("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%d°</text>%n", LEFT - 8, y + 5, degrees));
        }
    }

    private void hourMarks(StringBuilder svg, Scale scale) {
        ZonedDateTime hour =
                scale.from.atZone(zone).truncatedTo(ChronoUnit.HOURS).plusHours(1);
        for (; !hour.toInstant().isAfter(scale.to); hour = hour.plusHours(1)) {
            Instant time = hour.toInstant();
            double x = x(scale, time);
            svg.append(format("<path class=\"grid\" d=\"M%.1f,%d V%d\"/>%n", x, BOTTOM, BOTTOM + 4));
            boolean fits = !time.isBefore(scale.from.plus(LABEL_EDGE)) && !time.isAfter(scale.to.minus(LABEL_EDGE));
            if (fits && hour.getHour() % 2 == 0) {
                svg.append(format(
                        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                        x, LABELS, clockTime.format(time)));
            }
        }
    }

    private static void heatingBars(StringBuilder svg, Scale scale, List<Reading> history) {
        for (int i = 0; i + 1 < history.size(); i++) {
            int first = i;
            while (i + 1 < history.size() && history.get(i).heating()) {
                i++;
            }
            if (i > first) {
                double x = x(scale, history.get(first).time());
                svg.append(format(
                        "<rect class=\"heating\" x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"3\"/>%n",
                        x, HEATING_TOP, x(scale, history.get(i).time()) - x, HEATING_HEIGHT));
            }
        }
    }

    private static String line(Scale scale, List<Reading> history) {
        StringBuilder path = new StringBuilder();
        for (Reading reading : history) {
            path.append(path.length() == 0 ? 'M' : 'L')
                    .append(format("%.1f,%.1f ", x(scale, reading.time()), y(scale, reading.temperature())));
        }
        return path.toString().strip();
    }

    /** The line of the set point, which is horizontal between two changes. */
    private static String wanted(Scale scale, List<Reading> history) {
        StringBuilder path = new StringBuilder();
        for (Reading reading : history) {
            double x = x(scale, reading.time());
            double y = y(scale, reading.setPoint().degrees());
            path.append(path.length() == 0 ? format("M%.1f,%.1f", x, y) : format(" H%.1f V%.1f", x, y));
        }
        return path.toString();
    }

    private static double x(Scale scale, Instant time) {
        double whole = Math.max(1, Duration.between(scale.from, scale.to).toSeconds());
        return LEFT + (RIGHT - LEFT) * Duration.between(scale.from, time).toSeconds() / whole;
    }

    private static double y(Scale scale, double degrees) {
        return BOTTOM - (BOTTOM - TOP) * (degrees - scale.bottom) / (scale.top - scale.bottom);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    /** The range of the drawing: times, and whole degrees that include every temperature and set point. */
    private record Scale(Instant from, Instant to, int bottom, int top) {
        static Scale of(List<Reading> history) {
            double least = Double.MAX_VALUE;
            double most = -Double.MAX_VALUE;
            for (Reading reading : history) {
                least = Math.min(
                        least,
                        Math.min(reading.temperature(), reading.setPoint().degrees()));
                most = Math.max(
                        most, Math.max(reading.temperature(), reading.setPoint().degrees()));
            }
            int bottom = (int) Math.floor(least - 0.3);
            int top = (int) Math.ceil(most + 0.3);
            top = Math.max(top, bottom + LEAST_SPAN);
            return new Scale(
                    history.get(0).time(), history.get(history.size() - 1).time(), bottom, top);
        }
    }
}
