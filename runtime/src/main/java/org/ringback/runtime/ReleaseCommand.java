package org.ringback.runtime;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.JarName;
import org.ringback.updater.release.NotAcceptedException;
import org.ringback.updater.release.ReleaseFile;
import org.ringback.updater.release.ReleaseList;
import org.ringback.updater.release.SigningKey;
import org.ringback.updater.release.TrustedKey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ringback release}: makes a key that signs bundles, and a release of jars, for those who write bundles. */
@Command(
        name = "release",
        description = "Signs bundles, so that programs whose owner trusts the key take them.",
        subcommands = {ReleaseCommand.NewKey.class, ReleaseCommand.Sign.class},
        footer = {
            "",
            "Example:",
            "  ringback release new-key acme.key --bundles 'com.acme.*'",
            "  cp acme.key.trust GATEWAY/trust/acme.trust     (the gateway's owner, who trusts you)",
            "  ringback release sign --key acme.key --out kettle.release kettle-1.0.jar",
            "  ringback shell --home GATEWAY deploy kettle.release"
        })
final class ReleaseCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getErr());
        return ExitCode.USAGE;
    }

    /** Makes a key. */
    @Command(name = "new-key", description = "Makes a key that signs bundles of these names; keep FILE to yourself.")
    static final class NewKey implements Callable<Integer> {
        @Parameters(
                paramLabel = "FILE",
                description = "the key; FILE.trust gets its public half, for those who trust it")
        private Path file = Path.of("");

        @Option(
                names = "--bundles",
                required = true,
                split = ",",
                paramLabel = "NAMES",
                description = "symbolic names that it may sign, as com.acme.* or com.acme.kettle")
        private List<String> bundles = List.of();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws Failure {
            try {
                for (String name : bundles) {
                    TrustedKey.requireNames(name);
                }
                SigningKey.make(file, bundles, false);
                Path trust = SigningKey.trustFile(file);
                spec.commandLine().getOut().println(trust);
                spec.commandLine()
                        .getErr()
                        .println("Keep " + file + " to yourself. Whoever is to take your bundles puts " + trust
                                + " into trust/ of their home.");
                return 0;
            } catch (NotAcceptedException e) {
                throw Failure.usage("--bundles: " + e.getMessage());
            } catch (FileAlreadyExistsException e) {
                throw new Failure(e.getMessage() + ": is there already (expected: a name that is free)");
            } catch (IOException e) {
                throw new Failure(file + ": " + Cause.of(e), e);
            }
        }
    }

    /** Signs jars. */
    @Command(name = "sign", description = "Makes a release of jars, one file, and signs it.")
    static final class Sign implements Callable<Integer> {
        @Option(names = "--key", required = true, paramLabel = "FILE", description = "the key, as new-key makes it")
        private Path key = Path.of("");

        @Option(names = "--out", required = true, paramLabel = "FILE", description = "the release, NAME.release")
        private Path out = Path.of("");

        @Option(
                names = "--serial",
                paramLabel = "N",
                description = "must rise with each release of one key; default: seconds since 1970")
        private @Nullable Long serial;

        @Option(
                names = "--security",
                description =
                        "it mends what others could use: nobody's program goes back to the version before by itself")
        private boolean security;

        @Parameters(arity = "1..*", paramLabel = "JAR", description = "OSGi bundles")
        private List<Path> jars = List.of();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws Failure {
            if (!out.toString().endsWith(ReleaseFile.SUFFIX)) {
                throw Failure.usage("--out: " + out + " (expected: NAME" + ReleaseFile.SUFFIX + ")");
            }
            try {
                List<byte[]> bytes = new ArrayList<>();
                List<BundleEntry> entries = new ArrayList<>();
                for (Path jar : jars) {
                    byte[] content = Files.readAllBytes(jar);
                    bytes.add(content);
                    entries.add(named(jar, content));
                }
                Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
                ReleaseList list = new ReleaseList(
                        serial == null ? now.getEpochSecond() : serial,
                        now,
                        security ? ReleaseList.Kind.SECURITY : ReleaseList.Kind.ORDINARY,
                        entries);
                write(SigningKey.read(key), list, bytes);
                entries.forEach(one -> spec.commandLine().getOut().println(one.label() + " " + one.sha256()));
                return 0;
            } catch (NoSuchFileException e) {
                throw new Failure(e.getMessage() + ": is not there (expected: a file)");
            } catch (IllegalArgumentException | IOException e) {
                throw new Failure("release: " + e.getMessage());
            }
        }

        private static BundleEntry named(Path jar, byte[] content) throws IOException {
            try {
                return JarName.entry(content);
            } catch (NotAcceptedException e) {
                throw new NotAcceptedException(jar + ": " + e.getMessage());
            }
        }

        private void write(SigningKey signer, ReleaseList list, List<byte[]> bytes) throws IOException, Failure {
            for (BundleEntry one : list.bundles()) {
                if (!signer.trusted().covers(one.name())) {
                    throw new Failure("bundle " + one.name() + ": not one of "
                            + String.join(", ", signer.trusted().bundles()) + ", which " + key
                            + " signs (expected: a name of these)");
                }
            }
            Path part = out.resolveSibling(out.toFile().getName() + ".part");
            try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(part))) {
                ReleaseFile.write(signer.sign(list), bytes, to);
            }
            Files.move(part, out, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
