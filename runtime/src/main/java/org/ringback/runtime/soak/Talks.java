package org.ringback.runtime.soak;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.json.JSONObject;

/** The conversations that stand over the whole soak. Used by one thread. */
final class Talks implements AutoCloseable {
    private final List<Talk> all = new ArrayList<>();

    private Talks() {}

    static Talks begin(List<Piece> pieces, Program issuer) throws IOException {
        Talks talks = new Talks();
        try {
            for (Piece piece : pieces) {
                talks.all.add(Talk.begin(piece, issuer));
            }
            return talks;
        } catch (IOException e) {
            talks.close();
            throw e;
        }
    }

    /** Says no more, and waits until all has come back that will. */
    void finish() throws InterruptedException {
        all.forEach(Talk::end);
        for (Talk talk : all) {
            talk.awaitEnd();
        }
    }

    Figures figures() {
        return new Figures(
                all.size(),
                all.stream().mapToLong(Talk::sent).sum(),
                all.stream().mapToLong(Talk::returned).sum(),
                all.stream().mapToLong(Talk::longestMillis).max().orElse(0),
                all.stream().map(Talk::fault).filter(fault -> !fault.isEmpty()).toList());
    }

    @Override
    public void close() throws IOException {
        for (Talk talk : all) {
            talk.close();
        }
    }

    /**
     * What was said in all of them. Immutable.
     *
     * @param count how many there are
     * @param sent bytes that were said
     * @param returned bytes that came back as they were said
     * @param longestMillis the longest that a byte was under way, there and back
     * @param faults what went wrong
     */
    record Figures(int count, long sent, long returned, long longestMillis, List<String> faults) {
        Figures {
            faults = List.copyOf(faults);
        }

        long lost() {
            return sent - returned;
        }

        JSONObject json() {
            return new JSONObject()
                    .put("count", count)
                    .put("bytesSent", sent)
                    .put("bytesReturned", returned)
                    .put("bytesLost", lost())
                    .put("longestMillis", longestMillis)
                    .put("faults", faults);
        }
    }
}
