package org.ringback.runtime.soak;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Shows a report to a person. Stateless. */
public final class ReportText {
    private static final double KIB = 1024;
    private static final int NAME = 34;
    private static final int CELL = 18;

    private ReportText() {}

    /**
     * Shows a report.
     *
     * @param report what came of a soak
     * @return lines of text
     */
    public static String of(Report report) {
        StringBuilder text = new StringBuilder();
        List<RingFigures> rings = List.of(report.rings(Rung.Phase.QUIET), report.rings(Rung.Phase.UPDATES));
        row(text, "", List.of(Rung.Phase.QUIET.words(), Rung.Phase.UPDATES.words()));
        rings(text, "rings asked", rings, one -> number(one.asked()));
        rings(text, "  answered", rings, one -> number(one.answered()));
        rings(text, "  failed", rings, one -> number(one.failures()));
        rings(text, "  delayed by more than 1 s", rings, one -> number(one.delayed()));
        rings(text, "  median, ms", rings, one -> millis(one.p50()));
        rings(text, "  99 of 100 within, ms", rings, one -> millis(one.p99()));
        rings(text, "  bytes sent", rings, one -> number(one.sent()));
        rings(text, "  bytes lost", rings, one -> number(one.lost()));
        RingFigures quiet = rings.get(0);
        RingFigures updates = rings.get(1);
        if (quiet.p99() > 0) {
            text.append(String.format(
                    Locale.ROOT, "  99 of 100: %.2f times as long as quiet%n", updates.p99() / quiet.p99()));
        }
        RingFigures warm = report.rings(Rung.Phase.WARM_UP);
        text.append(String.format(
                Locale.ROOT,
                "  before these, warming up: %,d asked, %,d failed; of all %,d waited for one of %d places, %,d were left out behind them; none began for %,d ms%n",
                warm.asked(),
                warm.failures(),
                report.waited(),
                Rings.AT_ONCE,
                report.leftOut(),
                report.heldMillis()));
        conversations(text, report.talks());
        updates(text, report);
        text.append('\n');
        row(text, "", report.held().stream().map(Held::program).toList());
        held(text, "class loaders of bundles", report, vitals -> vitals.loaders()
                .map(one -> number(one.all())));
        held(text, "  of former versions", report, vitals -> vitals.loaders().map(one -> number(one.former())));
        held(text, "open descriptors", report, vitals -> vitals.descriptors().map(ReportText::number));
        held(text, "heap behind a collection, MiB", report, vitals -> vitals.heap()
                .map(ReportText::mib));
        text.append('\n');
        if (report.failures().isEmpty()) {
            return text.append("Nothing failed.\n").toString();
        }
        text.append("FAILED:\n");
        report.failures().forEach(one -> text.append("  ").append(one).append('\n'));
        return text.toString();
    }

    private static void rings(
            StringBuilder text, String name, List<RingFigures> rings, Function<RingFigures, String> cell) {
        row(text, name, rings.stream().map(cell).toList());
    }

    private static void conversations(StringBuilder text, Talks.Figures talks) {
        text.append(String.format(
                Locale.ROOT,
                "%nconversations: %d; bytes sent %,d, lost %,d; longest under way %,d ms%n",
                talks.count(),
                talks.sent(),
                talks.lost(),
                talks.longestMillis()));
    }

    private static void updates(StringBuilder text, Report report) {
        long done = report.changes().stream().filter(Change::done).count();
        text.append(String.format(
                Locale.ROOT,
                "updates: %d done, %d not, in %d s%n",
                done,
                report.changes().size() - done,
                report.updating().toSeconds()));
        Map<String, List<Long>> steps = report.steps();
        steps.forEach((step, millis) -> text.append(String.format(
                Locale.ROOT,
                "  %-32s %,6d ms (%,d to %,d)%n",
                step,
                millis.get(millis.size() / 2),
                millis.get(0),
                millis.get(millis.size() - 1))));
    }

    private static void held(StringBuilder text, String name, Report report, Function<Vitals, Optional<String>> value) {
        row(
                text,
                name,
                report.held().stream()
                        .map(one -> value.apply(one.before()).orElse("not known") + " → "
                                + value.apply(one.after()).orElse("not known"))
                        .toList());
    }

    private static void row(StringBuilder text, String name, List<String> cells) {
        text.append(String.format(Locale.ROOT, "%-" + NAME + "s", name))
                .append(cells.stream()
                        .map(cell -> String.format(Locale.ROOT, "%" + CELL + "s", cell))
                        .collect(Collectors.joining()))
                .append('\n');
    }

    private static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    private static String mib(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / KIB / KIB);
    }
}
