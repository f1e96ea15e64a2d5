package org.ringback.processes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.BeforeClass;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.ringback.kit.Program;

/** Who writes bundles gets from the template to a ring that it answers by the commands of the page, word by word. */
public final class TemplateIT {
    private static final Path ROOT =
            Program.ringback().toAbsolutePath().normalize().getParent().getParent();
    private static final String EQUIPMENT = "thermostat-1";

    /** Those that are run; what only sets up the trial is not marked so. */
    private static final Pattern COMMANDS = Pattern.compile("^```sh\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    @ClassRule
    public static final Net NET = new Net();

    @Rule
    public final Timeout limit = new Timeout(3, TimeUnit.MINUTES);

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    @BeforeClass
    public static void equipment() {
        NET.provide(EQUIPMENT, NET.serverName(Net.IPV4));
    }

    @Test
    public void thePagesCommandsBuildTheTemplateDeployItAndAreAnsweredByIt() throws Exception {
        Path work = temporary.getRoot().toPath();
        withoutTheNetwork(work);
        Path output = work.resolve("output");
        Process shell = shell(work, commands(), output);
        shell.waitFor();
        String said = Files.readString(output, UTF_8);
        assertEquals(said, 0, shell.exitValue());
        List<String> lines = said.lines().toList();
        assertTrue(said, lines.contains("com.example.greeting 1.0.0: deployed, signed by example"));
        assertEquals(said, "Hello from " + EQUIPMENT, lines.get(lines.size() - 1));
    }

    private static String commands() throws IOException {
        Matcher block = COMMANDS.matcher(Files.readString(ROOT.resolve("docs/bundle-developers.md"), UTF_8));
        assertTrue(block.find());
        return block.group(1);
    }

    /** Plugins and annotations come from what this build has; what is learnt of the installation is forgotten with the folder. */
    private static void withoutTheNetwork(Path work) throws IOException {
        Path settings = Files.writeString(
                work.resolve("settings.xml"),
                "<settings><mirrors><mirror><id>this-build</id><mirrorOf>*,!ringback</mirrorOf><url>"
                        + Path.of(System.getProperty("maven.repository")).toUri()
                        + "</url></mirror></mirrors></settings>");
        Path options = Files.createDirectories(work.resolve(".mvn")).resolve("maven.config");
        Files.write(
                options,
                List.of(
                        "--quiet",
                        "--settings",
                        settings.toString(),
                        "-Dmaven.repo.local=" + work.resolve("repository")));
    }

    private static Process shell(Path work, String commands, Path output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-eu", "-c", commands)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().put("RINGBACK_JAVA_OPTIONS", Program.QUICK_START);
        builder.environment().put("RINGBACK", ROOT.toString());
        builder.environment().put("GATEWAY", NET.gateway().home().toString());
        builder.environment().put("ISSUER", NET.issuer().home().toString());
        builder.environment()
                .put(
                        "PATH",
                        ROOT.resolve("bin") + ":" + System.getProperty("maven.programs") + ":" + System.getenv("PATH"));
        return builder.start();
    }
}
