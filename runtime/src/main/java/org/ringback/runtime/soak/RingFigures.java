package org.ringback.runtime.soak;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.json.JSONObject;

/**
 * What became of the rings of one phase. Immutable.
 *
 * @param asked how many were
 * @param answered of them, with every byte that was said
 * @param failed the others, by reason
 * @param delayed how many took more than a second
 * @param p50 the median, in milliseconds
 * @param p99 what all but one in a hundred keep below, in milliseconds
 * @param sent bytes that were said in them
 * @param lost of these, those that did not come back
 */
record RingFigures(
        int asked,
        int answered,
        Map<String, Integer> failed,
        int delayed,
        double p50,
        double p99,
        long sent,
        long lost) {
    private static final double SECOND = 1000;
    private static final double MOST = 0.99;

    RingFigures {
        failed = Map.copyOf(failed);
    }

    static RingFigures of(List<Rung> all, Rung.Phase phase) {
        List<Rung> rung = all.stream().filter(one -> one.phase() == phase).toList();
        Map<String, Integer> failed = new TreeMap<>();
        rung.stream().filter(one -> !one.answered()).forEach(one -> failed.merge(one.reason(), 1, Integer::sum));
        double[] millis = rung.stream().mapToDouble(Rung::millis).sorted().toArray();
        return new RingFigures(
                rung.size(),
                (int) rung.stream().filter(Rung::answered).count(),
                failed,
                (int) rung.stream().filter(one -> one.millis() > SECOND).count(),
                share(millis, 0.5),
                share(millis, MOST),
                rung.stream().mapToLong(Rung::sent).sum(),
                rung.stream().mapToLong(one -> one.sent() - one.returned()).sum());
    }

    /** The smallest that this share of all does not exceed; 0 of none. */
    private static double share(double[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    int failures() {
        return asked - answered;
    }

    JSONObject json() {
        return new JSONObject()
                .put("asked", asked)
                .put("answered", answered)
                .put("failed", failures())
                .put("reasons", new JSONObject(failed))
                .put("delayed", delayed)
                .put("p50Millis", rounded(p50))
                .put("p99Millis", rounded(p99))
                .put("bytesSent", sent)
                .put("bytesLost", lost);
    }

    private static double rounded(double millis) {
        return Math.round(millis * 10) / 10.0;
    }
}
