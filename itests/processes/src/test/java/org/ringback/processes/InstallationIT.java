package org.ringback.processes;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.ringback.kit.Program;
import org.ringback.kit.Result;
import org.ringback.updater.release.BundleEntry;
import org.ringback.updater.release.InstalledRelease;
import org.ringback.updater.release.SignedList;
import org.ringback.updater.release.TrustedKey;
import org.ringback.updater.release.TrustedKeys;

/** What an installation consists of is listed and signed, and nothing else starts. */
public final class InstallationIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Path ROOT =
            Program.ringback().toAbsolutePath().getParent().getParent();

    /** The first cell of a row whose second says how. */
    private static final Pattern ROW = Pattern.compile(
            "^\\| ([a-z0-9._-]+(?:, [a-z0-9._-]+)*) \\| (?:while it runs|at the next start).* \\|$", Pattern.MULTILINE);

    @Rule
    public final Timeout limit = Timeout.seconds(120);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static List<BundleEntry> bundles() throws IOException {
        TrustedKey product = TrustedKey.product(Files.readString(ROOT.resolve("bin/lib/product.key")));
        SignedList signed = SignedList.read(new ByteArrayInputStream(
                Files.readAllBytes(ROOT.resolve("bundles").resolve(InstalledRelease.LIST))));
        return new TrustedKeys(product, List.of(), List.of())
                .prove(signed)
                .list()
                .bundles();
    }

    @Test
    public void everyBundleIsInOneRowOfTheTableThatSaysHowItIsExchanged() throws IOException {
        String document = Files.readString(ROOT.resolve("docs/updating.md"));
        List<String> named =
                ROW.matcher(document).results().map(MatchResult::toString).toList();
        List<String> rows = ROW.matcher(document)
                .results()
                .flatMap(row -> Stream.of(row.group(1).split(", ", -1)))
                .sorted()
                .toList();
        assertTrue(named.toString(), named.size() > 3);
        assertEquals(
                bundles().stream().map(BundleEntry::name).sorted().collect(Collectors.joining("\n")),
                String.join("\n", rows));
        assertEquals(new TreeSet<>(rows).size(), rows.size());
    }

    @Test
    public void everyBundlesNameTakesTheProductsKey() throws IOException {
        for (BundleEntry bundle : bundles()) {
            assertTrue(bundle.name(), TrustedKeys.isOwn(bundle.name()));
        }
    }

    @Test
    public void aJarThatSomebodyChangedEndsTheStartAndIsNamed() throws IOException {
        Path copy = folder.getRoot().toPath().resolve("copy");
        Program.foreign(LIMIT, List.of("cp", "-R", ROOT.toString(), copy.toString()))
                .ok();
        Path jar;
        try (Stream<Path> files = Files.walk(copy.resolve("bundles/org/ringback/org.ringback.registry"))) {
            jar = files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(jar);
        bytes[bytes.length - 1] ^= 1;
        Files.write(jar, bytes);
        Result result = Program.foreign(
                LIMIT,
                List.of(
                        copy.resolve("bin/ringback").toString(),
                        "server",
                        "--home",
                        folder.getRoot().toPath().resolve("home").toString()));
        assertEquals(4, result.exit());
        assertTrue(result.errors(), result.errors().contains(jar.getFileName() + ": SHA-256 "));
        assertTrue(result.errors(), result.errors().contains("(expected: one of installation.release"));
    }
}
