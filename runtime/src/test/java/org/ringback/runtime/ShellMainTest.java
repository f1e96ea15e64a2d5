package org.ringback.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNotNull;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.ringback.shell.link.ShellClient;

public final class ShellMainTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder(new File("/tmp"));

    /** With those two on the class path alone a class of any other library would be missing. */
    @Test
    public void aWordForTheSocketNeedsTheLauncherAndTheLinkAndNoLibrary() throws Exception {
        Path home = folder.getRoot().toPath().resolve("home");
        Files.createDirectories(home.resolve("run"));
        try (PlayedShell played = new PlayedShell(home.resolve("run/shell.sock"))) {
            assertEquals("a-string\n", output(home, "--home", home.toString(), "grant", "lamp-1", "it's anna"));
            assertEquals("a-string\n", output(home, "revoke", "lamp-1", "anna", "--home=" + home));
            assertEquals(List.of("grant lamp-1 'it'\\''s anna' <", "revoke lamp-1 anna <"), strip(played.asked));
        }
    }

    @Test
    public void whatBeginsOtherwiseIsLeftToTheCommandLineLibrary() {
        assertNotNull(ShellMain.plain(new String[] {"shell", "status"}));
        assertNotNull(ShellMain.plain(new String[] {"shell", "--home=there", "status", "--json"}));
        assertNull(ShellMain.plain(new String[] {"shell"}));
        assertNull(ShellMain.plain(new String[] {"shell", "--help"}));
        assertNull(ShellMain.plain(new String[] {"shell", "--home"}));
        assertNull(ShellMain.plain(new String[] {"shell", "--home", "there"}));
        assertNull(ShellMain.plain(new String[] {"shell", "--home", "there", "-V", "status"}));
        assertNull(ShellMain.plain(new String[] {"shell", "--home", "a", "--home", "b", "status"}));
    }

    @Test
    public void aHomeMayStandBehindTheCommand() throws Failure {
        HomeOption option = new HomeOption(null);
        assertEquals(
                List.of("ring", "lamp-1", "--json"),
                option.takenOutOf(List.of("ring", "--home", "/there", "lamp-1", "--json")));
        assertEquals(Path.of("/there"), option.named().root());
    }

    @Test
    public void aHomeThatStandsTwiceOrHalfIsRefused() throws Exception {
        Failure twice =
                assertThrows(Failure.class, () -> new HomeOption("/a").takenOutOf(List.of("status", "--home=/b")));
        assertEquals("--home: stands twice (expected: once)", twice.getMessage());
        assertEquals(ExitCode.USAGE, twice.exit());
        Failure half = assertThrows(Failure.class, () -> new HomeOption(null).takenOutOf(List.of("status", "--home")));
        assertTrue(half.getMessage(), half.getMessage().startsWith("--home: the folder is missing"));
        HomeOption nowhere = new HomeOption(null);
        assertEquals(List.of("status"), nowhere.takenOutOf(List.of("status", "--home=a\0b")));
        Failure bad = assertThrows(Failure.class, nowhere::named);
        assertEquals(ExitCode.USAGE, bad.exit());
    }

    private static List<String> strip(List<String> asked) {
        return asked.stream().map(String::strip).toList();
    }

    private static String output(Path home, String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                place(ShellMain.class) + File.pathSeparator + place(ShellClient.class),
                ShellMain.class.getName(),
                "shell"));
        line.addAll(List.of(words));
        Process process = new ProcessBuilder(line)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .directory(home.toFile())
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(output, 0, process.waitFor());
        return output;
    }

    private static String place(Class<?> type) {
        return new File(type.getProtectionDomain().getCodeSource().getLocation().getPath()).getPath();
    }
}
