package org.ringback.runtime.soak;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.json.JSONObject;

/**
 * What a process holds, each as far as this machine tells it. Immutable.
 *
 * @param loaders class loaders of bundles, once what nobody holds is gone
 * @param descriptors open files and sockets
 * @param heap bytes in use behind a collection
 */
record Vitals(Optional<Loaders> loaders, Optional<Long> descriptors, Optional<Long> heap) {
    private static final Pattern USED =
            Pattern.compile("(?m)^.*(?:generation|garbage-first heap) +total.* used (\\d+)K.*$");
    private static final String COMMANDS = "GC.run\nGC.heap_info\nVM.classloaders show-classes=true\n";
    private static final long KIB = 1024;

    static Vitals of(Program program) throws InterruptedException {
        Optional<String> told = jcmd(program);
        return new Vitals(told.map(Loaders::of), descriptors(program), told.flatMap(Vitals::used));
    }

    /** The sum over the parts of the heap, as the collectors name them that a program here may have. */
    static Optional<Long> used(String told) {
        long used = USED.matcher(told)
                .results()
                .mapToLong(line -> Long.parseLong(line.group(1)))
                .sum();
        return used == 0 ? Optional.empty() : Optional.of(used * KIB);
    }

    private static Optional<Long> descriptors(Program program) {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(program.pid()), "fd"))) {
            return Optional.of(files.count());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What the JDK's own tool tells of a process; empty without a JDK. */
    private static Optional<String> jcmd(Program program) throws InterruptedException {
        Path own = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process process = new ProcessBuilder(
                            Files.isExecutable(own) ? own.toString() : "jcmd",
                            Long.toString(program.pid()),
                            "-f",
                            "/dev/stdin")
                    .redirectErrorStream(true)
                    .start();
            try (OutputStream in = process.getOutputStream()) {
                in.write(COMMANDS.getBytes(StandardCharsets.UTF_8));
            }
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? Optional.of(text) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Whether nothing is there of a bundle that was replaced, as far as that is known. */
    boolean isClean() {
        return loaders.map(Loaders::former).orElse(0) == 0;
    }

    JSONObject json() {
        return new JSONObject()
                .put("classLoaders", loaders.<Object>map(Loaders::all).orElse(JSONObject.NULL))
                .put("formerClassLoaders", loaders.<Object>map(Loaders::former).orElse(JSONObject.NULL))
                .put("descriptors", descriptors.<Object>map(one -> one).orElse(JSONObject.NULL))
                .put("heapBytes", heap.<Object>map(one -> one).orElse(JSONObject.NULL));
    }
}
