package org.ringback.runtime;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.json.JSONArray;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ringback demo}: rings once in each system, with real processes, keys and sockets. */
@Command(
        name = "demo",
        description =
                "Starts a server, a home gateway with a thermostat and an issuer, each a process with keys of its"
                        + " own; rings the thermostat in every system, in the last one with both protections, fetches its page each time, and tells each ring's story.",
        footer = {"", "Exit code 0 only if every ring was answered and every page came."})
final class DemoCommand implements Callable<Integer> {
    private static final String TLS = "tls13";
    private static final List<Map.Entry<String, String>> RINGS = List.of(
            Map.entry("datagram", TLS),
            Map.entry("call-back", TLS),
            Map.entry("password", TLS),
            Map.entry("certified", TLS),
            Map.entry("certified", "certificate-first"));

    @Option(names = "--json", description = "print the stories as one JSON array on standard output")
    private boolean json;

    @Option(names = "--keep", description = "leave the three running, with the page at a local port")
    private boolean keep;

    @Option(
            names = "--home",
            paramLabel = "DIR",
            description = "an empty or new folder for the three homes; default: a temporary one, removed at the end")
    private @Nullable Path home;

    @Override
    public Integer call() throws Failure, InterruptedException {
        Progress progress = new Progress(System.err);
        try (Demo demo = Demo.start(Installation.here(), Optional.ofNullable(home), progress)) {
            demo.provision();
            List<DemoRing> rings = new ArrayList<>();
            for (Map.Entry<String, String> wanted : RINGS) {
                DemoRing ring = demo.ring(wanted.getKey(), wanted.getValue());
                rings.add(ring);
                if (!json) {
                    StandardOutput.print(ring.print() + "\n");
                }
            }
            if (json) {
                JSONArray stories = new JSONArray();
                rings.forEach(ring -> stories.put(ring.toJson()));
                StandardOutput.print(stories.toString(2) + "\n");
            }
            boolean answered = rings.stream().allMatch(DemoRing::answered);
            if (keep) {
                System.err.println(demo.keep());
            } else {
                progress.say((answered ? "every ring was answered and every page came" : "not every ring was answered")
                        + "; the three are being stopped. To keep them and look around: "
                        + Called.program("demo", "--keep"));
            }
            return answered ? 0 : 1;
        }
    }
}
