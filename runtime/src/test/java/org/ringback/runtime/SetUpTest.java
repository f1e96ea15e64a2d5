package org.ringback.runtime;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.After;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import picocli.CommandLine;

/** Options that serve every start: done once, and again where what they name has changed. */
public class SetUpTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path root;
    private PlayedShell played;
    private SetUp setUp;

    @Before
    public void runs() throws Exception {
        root = Files.createTempDirectory("rb");
        Files.createDirectories(root.resolve("data"));
        played = new PlayedShell(root.resolve("s"));
        setUp = new SetUp(played.shell(), Home.at(root), false);
        stored(false);
    }

    @After
    public void closes() throws IOException {
        played.close();
    }

    @Test
    public void aPasswordIsSetOnceAndAgainWhenItsFileIsWritten() throws Exception {
        Path file = secret("first");
        set(file);
        stored(true);
        set(file);
        assertEquals(List.of("password lamp-1 --at acceptor < first"), played.asked);
        Files.writeString(file, "other");
        set(file);
        set(file);
        assertEquals(
                List.of("password lamp-1 --at acceptor < first", "password lamp-1 --at acceptor < other"),
                played.asked);
    }

    @Test
    public void aQuietRingTellsNothingOfWhatItTookBefore() throws Exception {
        Path file = secret("grant");
        new Taken(Home.at(root).taken()).add(Files.readString(file));
        assertEquals("", told(true, file));
        assertEquals("ringback: --accept-grant: taken already", told(false, file));
    }

    @Test
    public void aPasswordFileOfTwoLinesIsRefused() throws Exception {
        for (String two : List.of("first\nsecond", "first\r\n\n  second\n")) {
            Failure refused = assertThrows(Failure.class, () -> set(secret(two)));
            assertEquals(
                    "--password-file: lamp-1: more than one line (expected: the password alone, in one line)",
                    refused.getMessage());
        }
        assertEquals(List.of(), played.asked);
        set(secret("first\r\n\n"));
        assertEquals(1, played.asked.size());
    }

    @Test
    public void whatIsRefusedWithoutAPasswordIsRefusedBeforeOneIsTyped() throws Exception {
        played.reply("password lamp-9", 1, "", "password: lamp-9 is not granted to this issuer\n");
        played.reply("password lamp-1", 2, "", "standard input: empty (expected: the password, one line)\n");
        assertEquals(
                "password: lamp-9 is not granted to this issuer\n",
                Errand.refusedUntyped(played.shell(), "password lamp-9")
                        .orElseThrow()
                        .errors());
        assertTrue(Errand.refusedUntyped(played.shell(), "password lamp-1").isEmpty());
    }

    @Test
    public void aFileThatIsMissingIsNamedUnlessTheNameMayBeTheSecret() {
        Failure missing = assertThrows(Failure.class, () -> new TextFile("anna.grnt").read("--accept-grant"));
        assertEquals(
                "--accept-grant: anna.grnt: is missing (expected: the file with the string, or - for standard input)",
                missing.getMessage());
        Failure string = assertThrows(Failure.class, () -> new TextFile("ringback-grant-abc").read("--accept-grant"));
        assertFalse(string.getMessage(), string.getMessage().contains("ringback-grant-abc"));
        Failure password = assertThrows(Failure.class, () -> set(Path.of("s3cret")));
        assertFalse(password.getMessage(), password.getMessage().contains("s3cret"));
        assertTrue(password.getMessage(), password.getMessage().contains("its file is missing (expected: "));
    }

    private String told(boolean quiet, Path file) throws Failure {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            new SetUp(played.shell(), Home.at(root), quiet)
                    .take("--accept-grant", "accept-grant", new TextFile(file.toString()));
        } finally {
            System.setErr(before);
        }
        return said.toString(StandardCharsets.UTF_8).strip();
    }

    @Test
    public void aFileThatAnotherTookThePlaceOfIsWritten() throws Exception {
        Path file = secret("first");
        set(file);
        stored(true);
        Path next = folder.newFile("next").toPath();
        Files.writeString(next, "later");
        Files.setLastModifiedTime(next, Files.getLastModifiedTime(file));
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
        set(file);
        assertEquals("password lamp-1 --at acceptor < later", played.asked.get(1));
    }

    @Test
    public void theIssuersPasswordFollowsItsFileToo() throws Exception {
        Path file = secret("first");
        setUp.issuerPassword("lamp-1", new TextFile(file.toString()));
        stored(true);
        Files.writeString(file, "other");
        setUp.issuerPassword("lamp-1", new TextFile(file.toString()));
        assertEquals(
                List.of("password lamp-1 --at issuer < first", "password lamp-1 --at issuer < other"), played.asked);
    }

    @Test
    public void aFileThatIsGoneLeavesThePasswordThatIsKept() throws Exception {
        Path file = secret("first");
        set(file);
        stored(true);
        Files.delete(file);
        set(file);
        assertEquals(1, played.asked.size());
        stored(false);
        assertThrows(Failure.class, () -> set(file));
    }

    @Test
    public void nothingOfAPasswordIsLeftBehind() throws Exception {
        set(secret("opensesame"));
        assertFalse(Files.readString(root.resolve("data/taken")).contains("opensesame"));
    }

    @Test
    public void anotherStringInTheFileIsAnotherOneToTake() throws Exception {
        Path file = secret("ringback-enrol-abc");
        setUp.take("--join", "join --at acceptor", new TextFile(file.toString()));
        setUp.take("--join", "join --at acceptor", new TextFile(file.toString()));
        Files.writeString(file, "ringback-enrol-def");
        setUp.take("--join", "join --at acceptor", new TextFile(file.toString()));
        assertEquals(
                List.of("join --at acceptor < ringback-enrol-abc", "join --at acceptor < ringback-enrol-def"),
                played.asked);
    }

    @Test
    public void whatASecondServerCallsTheSameIsGivenAnotherNameByItsOption() throws Exception {
        String join = secret("ringback-enrol-abc").toString();
        AcceptorCommand acceptor = new AcceptorCommand();
        new CommandLine(acceptor).parseArgs("--join", "cottage-lamp=" + join, "--replace");
        acceptor.checkOptions();
        acceptor.setUp(setUp);
        acceptor.setUp(setUp);
        String grant =
                Files.writeString(root.resolve("of=anna"), "ringback-grant-abc").toString();
        IssuerCommand issuer = new IssuerCommand();
        new CommandLine(issuer).parseArgs("--accept-grant", "cottage-lamp=" + grant);
        issuer.checkOptions();
        issuer.setUp(setUp);
        assertEquals(
                List.of(
                        "join --at acceptor --replace --as cottage-lamp < ringback-enrol-abc",
                        "accept-grant --as cottage-lamp < ringback-grant-abc"),
                played.asked);
    }

    @Test
    public void aFileWithAnEqualsSignBehindASlashHasNoName() throws Exception {
        String file =
                Files.writeString(root.resolve("of=anna"), "ringback-grant-abc").toString();
        NamedFile read = NamedFile.all(List.of(file)).get(0);
        assertEquals("accept-grant", read.named("accept-grant"));
        assertEquals("ringback-grant-abc", read.file().read("--accept-grant"));
        NamedFile.check("--accept-grant", List.of(file, "./of=anna", "-"));
        NamedFile.check("--join", List.of("ringback-enrol-AB=="));
    }

    @Test
    public void aGrantWhoseStringCannotBeWrittenIsTakenBack() {
        Failure lost = assertThrows(
                Failure.class, () -> setUp.grant("lamp-1", "boris", new TextFile(root + "/no/folder/boris.grant")));
        assertTrue(lost.getMessage(), lost.getMessage().endsWith("; the grant is taken back"));
        assertEquals(List.of("grant lamp-1 boris < ", "revoke lamp-1 boris < "), played.asked);
    }

    @Test
    public void aFileThatCannotBeWrittenLeavesNothingBehind() throws Exception {
        Path target = folder.newFolder("strings").toPath().resolve("grant");
        assertThrows(Failure.class, () -> new TextFile(target.toString()).write("--grant", "half a character \ud800"));
        try (Stream<Path> left = Files.list(target.getParent())) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    public void aSecretThatIsExchangedByItsLinkIsAnotherOne() throws Exception {
        Path link = root.resolve("link");
        Files.writeString(root.resolve("one"), "first");
        Files.writeString(root.resolve("two"), "later");
        Files.createSymbolicLink(link, root.resolve("one"));
        set(link);
        stored(true);
        set(link);
        Files.delete(link);
        Files.createSymbolicLink(link, root.resolve("two"));
        set(link);
        assertEquals(
                List.of("password lamp-1 --at acceptor < first", "password lamp-1 --at acceptor < later"),
                played.asked);
    }

    private Path secret(String text) throws IOException {
        Path file = root.resolve("secret");
        Files.writeString(file, text);
        return file;
    }

    private void set(Path file) throws Failure {
        setUp.acceptorPassword("lamp-1", new TextFile(file.toString()));
    }

    private void stored(boolean password) {
        played.status(
                "{\"acceptor\": {\"equipment\": [{\"name\": \"lamp-1\", \"key\": \"ab\", \"state\": \"registered\","
                        + " \"grants\": [], \"passwordStored\": " + password + "}]},"
                        + " \"issuer\": {\"granted\": [{\"equipment\": \"lamp-1\", \"key\": \"ab\", \"passwordStored\": "
                        + password
                        + "}]}}");
    }
}
