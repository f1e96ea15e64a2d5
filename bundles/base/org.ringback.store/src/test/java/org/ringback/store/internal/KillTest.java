package org.ringback.store.internal;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertTrue;
import static org.ringback.store.internal.StoreFolder.text;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.Rule;
import org.junit.Test;
import org.ringback.store.Change;

/** Kills a process in the middle of writing, again and again on the same file. */
public class KillTest {
    private static final int ROUNDS = 6;
    private static final String A = "accounts-a";
    private static final String B = "accounts-b";

    @Rule
    public final StoreFolder folder = new StoreFolder();

    @Test(timeout = 60_000)
    public void whatWasAcknowledgedIsThereAfterKillMinusNine() throws Exception {
        Random random = new Random(20_261_122);
        int next = 0;
        for (int round = 0; round < ROUNDS; round++) {
            int acknowledged = runAndKill(next, 1 + random.nextInt(1_500));
            MvStore store = folder.open();
            Map<String, byte[]> a = store.read(A);
            Map<String, byte[]> b = store.read(B);
            assertEquals("each batch is there whole or not at all", a.keySet(), b.keySet());
            for (int i = 0; i <= acknowledged; i++) {
                assertEquals("round " + round + ", record " + i, "a" + i, text(a, key(i)));
                assertEquals("round " + round + ", record " + i, "b" + i, text(b, key(i)));
            }
            assertTrue("round " + round + ": in order, without a gap", a.containsKey(key(a.size() - 1)));
            next = a.size();
            folder.close();
        }
    }

    @Test(timeout = 60_000)
    public void aSecondProcessOnTheSameFileIsRefused() throws Exception {
        folder.open();
        Process writer = start(0);
        try (BufferedReader output = output(writer)) {
            String line = output.readLine();
            assertNotNull(line);
            assertTrue(line, line.startsWith("refused: ") && line.contains("in use by another process"));
            assertTrue(writer.waitFor(20, TimeUnit.SECONDS));
        } finally {
            writer.destroyForcibly();
        }
    }

    private int runAndKill(int first, int after) throws Exception {
        Process writer = start(first);
        int last = -1;
        try (BufferedReader output = output(writer)) {
            for (int lines = 0; lines < after; lines++) {
                last = number(output.readLine());
            }
            // by its handle: the process's own method would close its output, too
            writer.toHandle().destroyForcibly();
            // what it had said before it died counts too; the last line may be cut
            StringBuilder rest = new StringBuilder();
            for (int c = output.read(); c >= 0; c = output.read()) {
                rest.append((char) c);
            }
            int end = rest.lastIndexOf("\n");
            if (end > 0) {
                last = number(rest.substring(rest.lastIndexOf("\n", end - 1) + 1, end));
            }
            assertTrue(writer.waitFor(20, TimeUnit.SECONDS));
        } finally {
            writer.destroyForcibly();
        }
        return last;
    }

    private static int number(String line) {
        assertNotNull("the writer ended early", line);
        assertTrue(line, line.startsWith("ok "));
        return Integer.parseInt(line.substring(3));
    }

    private Process start(int first) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        Writer.class.getName(),
                        folder.data().toString(),
                        folder.key().toString(),
                        Integer.toString(first))
                .redirectErrorStream(true)
                .start();
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private static String key(int number) {
        return String.format("%08d", number);
    }

    /** Writes pairs of records for ever, and says each number once it is acknowledged. */
    public static final class Writer {
        private static final int AHEAD = 64;

        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            MvStore store;
            try {
                store = new MvStore(StoreSite.at(Path.of(arguments[0]), Path.of(arguments[1])));
            } catch (IOException e) {
                System.out.println("refused: " + e.getMessage());
                return;
            }
            Semaphore ahead = new Semaphore(AHEAD);
            for (int i = Integer.parseInt(arguments[2]); ; i++) {
                int number = i;
                ahead.acquire();
                var unused = store.write(List.of(
                                Change.put(A, key(i), StoreFolder.bytes("a" + i)),
                                Change.put(B, key(i), StoreFolder.bytes("b" + i))))
                        .whenComplete((done, failure) -> {
                            System.out.println(failure == null ? "ok " + number : "failed: " + failure);
                            ahead.release();
                        });
            }
        }
    }
}
