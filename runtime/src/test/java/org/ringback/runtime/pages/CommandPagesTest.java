package org.ringback.runtime.pages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;
import static org.junit.Assume.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.ClassRule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.ringback.runtime.Launcher;
import picocli.CommandLine;

/**
 * What people read of the commands, and what their system's shell completes, is what the program itself says:
 * {@code docs/commands.md}, and man pages and completion in {@code src/main/share}. {@code -Ddocs.write=true} rewrites
 * them.
 */
public final class CommandPagesTest {
    @ClassRule
    public static final TemporaryFolder FOLDER = new TemporaryFolder();

    private static final String HELP =
            ": differs (expected: as the commands describe themselves); run mvn -o -Dquick test"
                    + " -pl runtime -am -Dtest=CommandPagesTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true to"
                    + " rewrite";

    private static Map<Path, String> pages() {
        CommandLine launcher = Launcher.commandLine();
        Path share = root().resolve("runtime/src/main/share");
        Map<Path, String> pages = new LinkedHashMap<>();
        pages.put(root().resolve("docs/commands.md"), Launcher.whole(Markdown.page(launcher)));
        pages.put(share.resolve("man/man1/ringback.1"), Launcher.whole(ManPage.launcher(launcher)));
        pages.put(share.resolve("man/man1/ringback-shell.1"), ManPage.shell());
        pages.put(share.resolve("completion/ringback.bash"), Completions.bash(launcher));
        pages.put(share.resolve("completion/_ringback"), Completions.zsh(launcher));
        pages.put(share.resolve("completion/ringback.fish"), Completions.fish(launcher));
        return pages;
    }

    private static Path root() {
        Path here = Path.of("").toAbsolutePath();
        return Files.exists(here.resolve("docs/protocol.md")) ? here : here.getParent();
    }

    @Test
    public void whatIsWrittenIsWhatTheCommandsSay() throws IOException {
        for (Map.Entry<Path, String> page : pages().entrySet()) {
            if (Boolean.getBoolean("docs.write")) {
                Files.createDirectories(page.getKey().getParent());
                Files.writeString(page.getKey(), page.getValue());
            }
            assertEquals(page.getKey() + HELP, page.getValue(), Files.readString(page.getKey()));
        }
    }

    @Test
    public void theManPagesAreCleanForMandoc() throws Exception {
        for (Path page : pages().keySet()) {
            if (page.toString().endsWith(".1")) {
                String lint = run("mandoc", "-T", "lint", page.toString())
                        .lines()
                        .filter(line -> !line.contains("referenced manual not found: Xr ringback")) // not installed
                        .collect(Collectors.joining("\n"));
                assertEquals("", lint);
            }
        }
    }

    @Test
    public void bashTakesTheCompletion() throws Exception {
        assertEquals("", run("bash", "-n", completion("ringback.bash")));
    }

    @Test
    public void zshTakesTheCompletion() throws Exception {
        assertEquals("", run("zsh", "-n", completion("_ringback")));
    }

    @Test
    public void fishTakesTheCompletion() throws Exception {
        assertEquals("", run("fish", "-n", completion("ringback.fish")));
    }

    /** The completion of today, whatever is written. */
    private static String completion(String name) throws IOException {
        Path written = FOLDER.newFolder().toPath().resolve(name);
        String text = pages().entrySet().stream()
                .filter(page -> page.getKey().endsWith(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow();
        return Files.writeString(written, text).toString();
    }

    /** A program that answers {@code complete} as a running one does stands for it. */
    @Test
    public void bashCompletesTheLaunchersWordsAndAsksTheProgramForTheOthers() throws Exception {
        assertEquals("demo", completed("ringback", "de"));
        assertEquals("--home", completed("ringback", "server", "--ho"));
        assertEquals("--home", completed("ringback", "shell", ""));
        assertEquals(
                "asked [shell --home /h complete rings --l]",
                completed("ringback", "shell", "--home", "/h", "rings", "--l"));
        assertEquals("asked [shell --home /h complete ]", completed("ringback", "shell", "--home", "/h", ""));
    }

    @Test
    public void bashCompletesTheValuesOfTheLaunchersOptions() throws Exception {
        assertEquals("datagram call-back password certified", completed("ringback", "ring", "--system", ""));
        assertEquals("certified", completed("ringback", "ring", "--system", "=", "ce"));
        assertEquals("tls13 certificate-first", completed("ringback", "server", "--protections", "="));
        assertEquals("server system", completed("ringback", "acceptor", "--feature", "s"));
        assertEquals("/usr", completed("ringback", "server", "--home", "/us"));
        assertEquals("a folder alone", "", completed("ringback", "server", "--home", "/etc/hostna"));
        assertEquals("/etc/hostname", completed("ringback", "issuer", "--join", "/etc/hostna"));
        assertEquals("nobody knows", "", completed("ringback", "ring", "--forward", "/us"));
        assertEquals("--key", completed("ringback", "release", "sign", "--ke"));
        assertEquals("server", completed("ringback", "help", "ser"));
    }

    /** An equipment is known by the program alone, and asking it takes a Java: nothing is better than files. */
    @Test
    public void filesAreOfferedWhereFilesAreWantedAlone() throws Exception {
        assertEquals("equipment", "", completed("ringback", "ring", "/etc/hostna"));
        assertEquals("--system", completed("ringback", "ring", "lamp-1", "--sy"));
        assertEquals("http ssh", completed("ringback", "ring", "--service", ""));
        assertEquals("nothing more", "", completed("ringback", "server", "/etc/hostna"));
        assertEquals("/etc/hostname", completed("ringback", "backup", "/etc/hostna"));
        assertEquals("/etc/hostname", completed("ringback", "release", "sign", "/etc/hostna"));
        assertEquals("redirected", "/etc/hostname", completed("ringback", "shell", "join", "<", "/etc/hostna"));
        assertEquals(
                "the program's word",
                "/etc/hostname",
                completed("ringback", "shell", "--home", "/files", "/etc/hostna"));
    }

    @Test
    public void fishOffersFilesWhereFilesAreWantedAlone() throws Exception {
        assertEquals("equipment", "", fish("ringback ring /etc/hostna"));
        assertEquals("http", fish("ringback ring --service ht"));
        assertEquals("/etc/hostname", fish("ringback ring --join /etc/hostna"));
        assertEquals("/etc/hostname", fish("ringback backup /etc/hostna"));
        assertEquals("/etc/hostname", fish("ringback release sign /etc/hostna"));
    }

    /** Only what fish would offer by itself is asked: it runs the line as a person's TAB does. */
    @Test
    public void fishCompletesTheValuesOfTheLaunchersOptions() throws Exception {
        assertEquals("datagram", fish("ringback ring --system data"));
        assertEquals(
                "certificate-first", fish("ringback server --protections=ce").replaceFirst(".*=", ""));
        assertEquals("/usr/", fish("ringback server --home /us"));
        assertEquals("check", fish("ringback store ch"));
    }

    private static String fish(String line) throws Exception {
        return run(
                        "fish",
                        "--no-config",
                        "-c",
                        "source " + completion("ringback.fish") + "; complete -C '" + line + "'")
                .strip()
                .split("\t", 2)[0];
    }

    private static String completed(String... words) throws Exception {
        Path program = FOLDER.newFolder().toPath().resolve("ringback");
        Files.writeString(
                program,
                """
                #!/bin/sh
                case "$*" in *" /files "*) printf '\\tFILE\\n'; exit ;; esac
                printf 'asked [%s]\\tand a text\\n' "$*"
                """);
        assertTrue(program.toFile().setExecutable(true));
        String[] line = words.clone();
        line[0] = program.toString();
        StringBuilder script = new StringBuilder("source '" + completion("ringback.bash") + "'\n");
        script.append("compopt() { :; }\nCOMP_WORDS=(");
        Arrays.stream(line).forEach(word -> script.append('\'').append(word).append("' "));
        script.append(")\nCOMP_CWORD=")
                .append(words.length - 1)
                .append("\n_ringback\nprintf '%s' \"${COMPREPLY[*]}\"\n");
        return run("bash", "-c", script.toString());
    }

    private static boolean has(String program) throws Exception {
        return new ProcessBuilder("sh", "-c", "command -v " + program)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor()
                == 0;
    }

    private static String run(String... words) throws Exception {
        assumeTrue(words[0] + " is not installed", has(words[0]));
        Process process =
                new ProcessBuilder(List.of(words)).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        process.waitFor();
        return output;
    }
}
