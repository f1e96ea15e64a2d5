package org.ringback.runtime;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ringback.runtime.soak.Echo;
import org.ringback.runtime.soak.Equipment;
import org.ringback.runtime.soak.Plan;
import org.ringback.runtime.soak.Plant;
import org.ringback.runtime.soak.Program;
import org.ringback.runtime.soak.Releases;
import org.ringback.runtime.soak.Report;
import org.ringback.runtime.soak.ReportText;
import org.ringback.runtime.soak.Soak;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ringback soak}: what this installation bears, on this machine. */
@Command(
        name = "soak",
        description = "Shows on this machine that nothing is lost while bundles are updated again and again.",
        subcommands = SoakCommand.Update.class)
final class SoakCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE;
    }

    /** Updates. */
    @Command(
            name = "update",
            description =
                    "Starts a server, a home gateway and an issuer from a copy of this installation; updates their"
                            + " crypto again and again, and then every other bundle that may be exchanged while it runs, under rings"
                            + " and conversations of which every byte is checked; and tells what failed, what was lost and how long"
                            + " all took. Releases are signed by a key that only these three trust.",
            footer = {
                "",
                "Exit code 0 only if nothing failed, no byte was lost and nothing of what was replaced is held."
            })
    static final class Update implements Callable<Integer> {
        private static final int MOST_UPDATES = 10_000;
        private static final int MOST_RINGS = 50;
        private static final int DAY = 86_400;
        private static final int MOST_CONVERSATIONS = 24;

        @Option(
                names = "--updates",
                paramLabel = "N",
                defaultValue = "50",
                description = "how often the crypto is updated in each of the three; default: 50")
        private int updates;

        @Option(
                names = "--rings",
                paramLabel = "N",
                defaultValue = "20",
                description = "rings a second, 1 to 50; default: 20")
        private int rings;

        @Option(
                names = "--conversations",
                paramLabel = "N",
                defaultValue = "8",
                description = "conversations that stand all the time, 0 to 24; default: 8")
        private int conversations;

        @Option(
                names = "--seconds",
                paramLabel = "N",
                description = "for how long updates may begin, though not all were made; default: until all were")
        private @Nullable Integer seconds;

        @Option(
                names = "--plant",
                paramLabel = "WRONG",
                description = "hmac: in the last round every HMAC of the new crypto is a wrong one. It must be refused"
                        + " by name, and the soak must end with 1: so you see that it can fail")
        private @Nullable String plant;

        @Option(names = "--json", description = "print all of it as one JSON object on standard output")
        private boolean json;

        @Option(
                names = "--home",
                paramLabel = "DIR",
                description = "an empty or new folder for the copy and the three homes, which stay with their logs;"
                        + " default: a temporary one, removed at the end")
        private @Nullable Path home;

        @Override
        public Integer call() throws Failure, InterruptedException {
            Plan plan = plan();
            Progress progress = new Progress(System.err);
            TrialFolder folder = TrialFolder.of(Optional.ofNullable(home), "ringback-soak-");
            try (Parties parties = Parties.in(folder, progress);
                    Echo echo = Echo.open()) {
                Report report = run(plan, parties, echo, progress);
                StandardOutput.print(json ? report.json().toString(2) + "\n" : "\n" + ReportText.of(report));
                return report.failures().isEmpty() ? 0 : ExitCode.FAILED;
            } catch (IOException e) {
                throw new Failure("soak: " + Cause.of(e), e);
            }
        }

        private Plan plan() throws Failure {
            return new Plan(
                    within("--updates", updates, 1, MOST_UPDATES),
                    within("--rings", rings, 1, MOST_RINGS),
                    within("--conversations", conversations, 0, MOST_CONVERSATIONS),
                    limit(),
                    planted());
        }

        private Optional<Duration> limit() throws Failure {
            return seconds == null
                    ? Optional.empty()
                    : Optional.of(Duration.ofSeconds(within("--seconds", seconds, 1, DAY)));
        }

        private static int within(String option, int value, int least, int most) throws Failure {
            if (value < least || value > most) {
                throw Failure.usage(option + ": " + value + " (expected: " + least + " to " + most + ")");
            }
            return value;
        }

        private Optional<Plant> planted() throws Failure {
            Optional<Plant> found = Arrays.stream(Plant.values())
                    .filter(one -> one.word().equals(plant))
                    .findFirst();
            if (plant != null && found.isEmpty()) {
                throw Failure.usage("--plant: " + plant + " (expected: one of " + Plant.words() + ")");
            }
            return found;
        }

        private static Report run(Plan plan, Parties parties, Echo echo, Progress progress)
                throws Failure, IOException, InterruptedException {
            progress.say("copying the installation; starting three processes from it: server, gateway, issuer");
            SoakInstallation installation = SoakInstallation.make(Installation.here(), parties.folder());
            Equipment equipment = Equipment.of(plan);
            // A port by name, as a successor finds its sockets by their address.
            Party.configure(
                    installation.copy(),
                    "server",
                    parties.home("server"),
                    "org.ringback.relay",
                    "listen = 127.0.0.1:" + freePort());
            Party.configure(
                    installation.copy(),
                    "demo",
                    parties.home("gateway"),
                    "org.ringback.acceptor",
                    equipment.configuration(echo.port()));
            parties.start(installation.copy());
            Releases releases = new Releases(installation.copy().bundles(), installation.key());
            List<Program> programs = parties.all().stream().map(Party::program).toList();
            return new Soak(plan, equipment, programs, releases, progress::say).run();
        }

        /** A port that nobody has at this moment, for TCP and UDP alike. */
        private static int freePort() throws IOException {
            InetAddress loopback = InetAddress.getLoopbackAddress();
            try (ServerSocket tcp = new ServerSocket(0, 1, loopback);
                    DatagramSocket udp = new DatagramSocket(new InetSocketAddress(loopback, tcp.getLocalPort()))) {
                return udp.getLocalPort();
            }
        }
    }
}
