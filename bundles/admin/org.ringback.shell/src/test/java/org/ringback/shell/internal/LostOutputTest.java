package org.ringback.shell.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.felix.service.command.Descriptor;
import org.json.JSONArray;
import org.json.JSONObject;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.ringback.api.audit.AuditEntry;
import org.ringback.api.limits.HighWater;
import org.ringback.shell.link.CommandNames;
import org.ringback.shell.link.ShellClient;

/** A standard output that takes nothing, as {@code > /dev/full} on a person's side of the socket. */
public class LostOutputTest {
    /** One line for each command that prints to standard output; those that print nothing have an empty one. */
    private static final Map<String, String> PRINTING = new TreeMap<>(Map.ofEntries(
            Map.entry("accept-grant", "accept-grant"),
            Map.entry("audit", "audit"),
            Map.entry("authority", "authority"),
            Map.entry("bundles", "bundles"),
            Map.entry("calls", "calls --json"),
            Map.entry("clear-alarm", ""),
            Map.entry("complete", "complete status --a"),
            Map.entry("config", "config"),
            Map.entry("crypto", "crypto --json"),
            Map.entry("deploy", "deploy kettle.release"),
            Map.entry("enrol", "enrol lamp-1"),
            Map.entry("forget", ""),
            Map.entry("equipment", "equipment lamp-1"),
            Map.entry("grant", "grant lamp-1 boris"),
            Map.entry("granted", "granted"),
            Map.entry("grep", "grep a-string"),
            Map.entry("hang-up", ""),
            Map.entry("help", "help"),
            Map.entry("join", "join --at acceptor"),
            Map.entry("leave", ""),
            Map.entry("limits", "limits"),
            Map.entry("log", "log"),
            Map.entry("netcheck", "netcheck"),
            Map.entry("open", "open lamp-1"),
            Map.entry("password", ""),
            Map.entry("ping", "ping lamp-1"),
            Map.entry("ready", "ready server"),
            Map.entry("registrations", "registrations"),
            Map.entry("rename", ""),
            Map.entry("resume", ""),
            Map.entry("revoke", ""),
            Map.entry("suspend", ""),
            Map.entry("ring", "ring lamp-1"),
            Map.entry("rings", "rings"),
            Map.entry("status", "status"),
            Map.entry("rollback", "rollback org.ringback.crypto"),
            Map.entry("undeploy", "undeploy com.acme.kettle"),
            Map.entry("update", "update crypto.release"),
            Map.entry("updates", "updates --json"),
            Map.entry("warnings", "warnings --json"),
            Map.entry("watch", "watch --times 1 help")));

    private static final OutputStream FULL = new OutputStream() {
        @Override
        public void write(int one) throws IOException {
            throw new IOException("No space left on device");
        }
    };

    private static final OutputStream UNREAD = new OutputStream() {
        @Override
        public void write(int one) throws IOException {
            throw new IOException("Broken pipe");
        }
    };

    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    @Rule
    public final ShellRule shell = new ShellRule();

    private final FakeControls controls = new FakeControls();
    private final List<Command> commands = new ArrayList<>();

    @Before
    public void addsEveryCommandThatThereIs() throws Exception {
        Roles roles = new Roles(
                controls.server(),
                controls.acceptor(),
                controls.issuer(),
                List.of(() -> List.of(FakeControls.story(true))));
        FakeAudit audit = new FakeAudit();
        audit.record(new AuditEntry("ring", "anna", "lamp-1", "", "answered"));
        roles.audit = audit;
        roles.keepers = List.of(() -> List.of(new HighWater().use(ShellLimit.COMMANDS, 16, 1)));
        roles.configuration = new FakeConfiguration();
        Forwards forwards = new Forwards();
        forwards.setControl(controls.calls);
        Updater updater = new Updater(new FakeBundles(), List.of());
        Map<Class<?>, Object> parts = Map.of(
                Roles.class,
                roles,
                Forwards.class,
                forwards,
                Updater.class,
                updater,
                LogFile.class,
                new LogFile(Files.writeString(folder.newFile().toPath(), "a line\n")),
                Vocabulary.class,
                new Vocabulary(roles, updater, forwards),
                Reasons.class,
                new Reasons(new FakeRuntime(), bundle -> false, List::of, pid -> false));
        Path classes = Path.of(Command.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .resolve(Command.class.getPackageName().replace('.', '/'));
        try (Stream<Path> files = Files.list(classes)) {
            for (Path file :
                    files.filter(one -> one.toString().endsWith(".class")).toList()) {
                String name = file.getFileName().toString().replace(".class", "");
                Class<?> found = Class.forName(Command.class.getPackageName() + "." + name);
                if (Command.class.isAssignableFrom(found)
                        && !Modifier.isAbstract(found.getModifiers())
                        && found != HelpCommand.class) {
                    Constructor<?> constructor = found.getConstructors()[0];
                    commands.add((Command) constructor.newInstance(Arrays.stream(constructor.getParameterTypes())
                            .map(parts::get)
                            .toArray()));
                }
            }
        }
        commands.add(new HelpCommand(List.copyOf(commands)));
        shell.add(commands.toArray(Command[]::new));
    }

    @Test
    public void noCommandIsForgottenHere() {
        TreeSet<String> names = new TreeSet<>();
        commands.forEach(command -> names.add(command.name()));
        assertEquals(PRINTING.keySet(), names);
        assertEquals("nor where the launcher looks", CommandNames.ALL, List.copyOf(names));
    }

    @Test
    public void theOptionForJsonIsDeclaredInOnePlace() {
        int marked = 0;
        for (Command command : commands) {
            for (Method method : command.getClass().getDeclaredMethods()) {
                for (Parameter parameter : method.getParameters()) {
                    AsJson json = parameter.getAnnotation(AsJson.class);
                    org.apache.felix.service.command.Parameter own =
                            parameter.getAnnotation(org.apache.felix.service.command.Parameter.class);
                    assertFalse(
                            method.toString(),
                            own != null && List.of(own.names()).contains(Slot.JSON));
                    if (json != null) {
                        Slot slot = Slot.of(parameter);
                        assertEquals(method.toString(), List.of("--json"), slot.names());
                        assertEquals(method.toString(), json.value(), slot.text());
                        assertEquals(method.toString(), Slot.Kind.FLAG, slot.kind());
                        marked++;
                    }
                }
            }
        }
        assertTrue("commands print JSON", marked > 0);
    }

    @Test
    public void everyFormOfEveryCommandHasAnExampleThatItTakes() {
        for (Command command : commands) {
            for (Form form : command.forms()) {
                assertFalse(form.usage(), form.examples().isEmpty());
                for (String example : form.examples()) {
                    String line = example.substring(example.indexOf('|') + 1).strip(); // behind a pipe stands grep
                    List<String> words = List.of(
                            line.replace("'not answered'", "not-answered").split(" ", -1));
                    assertEquals(example, command.name(), words.get(0));
                    List<String> rest = words.subList(1, words.size());
                    assertTrue(example, form.fits(rest) || command.forms().size() == 1);
                    form.bind(shell.session(), rest, "");
                }
            }
        }
    }

    @Test
    public void whoeverHasSeveralFormsSaysInOneLineWhatTheyDoTogether() {
        for (Command command : commands) {
            assertEquals(
                    command.name(),
                    command.forms().size() > 1,
                    command.getClass().isAnnotationPresent(Descriptor.class));
        }
    }

    /** Every command in JSON: what it prints is what its description says. */
    @Test
    public void everyFieldOfJsonIsDescribed() throws IOException {
        for (Map.Entry<String, String> one : PRINTING.entrySet()) {
            if (one.getValue().isEmpty() || List.of("complete", "grep", "watch").contains(one.getKey())) {
                continue;
            }
            String line = one.getValue().replace(" --json", "");
            ShellRule.Result result = shell.run(line + " --json", "a-string\n");
            assertEquals(line + ": " + result.err(), 0, result.exit());
            JSONObject told = new JSONObject(result.out());
            assertEquals(line, 1, told.getInt("format"));
            List<String> described = commands.stream()
                    .filter(command -> command.name().equals(one.getKey()))
                    .flatMap(command -> command.forms().stream())
                    .flatMap(form -> form.fields().stream())
                    .map(field -> field.substring(0, field.indexOf(": ")))
                    .toList();
            if (described.isEmpty()) {
                assertEquals(line, Set.of("format", "command", "output"), told.keySet());
            } else {
                told.remove("format");
                paths("", told, path -> assertTrue(line + ": " + path, isDescribed(path, described)));
            }
        }
    }

    private static boolean isDescribed(String path, List<String> described) {
        return described.stream()
                .anyMatch(each -> each.equals(path)
                        || (each.endsWith("*") && path.startsWith(each.substring(0, each.length() - 1))));
    }

    private static void paths(String path, Object value, Consumer<String> found) {
        if (value instanceof JSONObject object) {
            object.keySet().forEach(key -> paths(path.isEmpty() ? key : path + "." + key, object.get(key), found));
        } else if (value instanceof JSONArray array) {
            array.forEach(each -> paths(path + "[]", each, found));
        } else {
            found.accept(path);
        }
    }

    @Test
    public void everyCommandWhoseOutputIsLostFailsInWords() throws IOException {
        for (String line : PRINTING.values()) {
            if (!line.isEmpty()) {
                assertEquals(line, 0, shell.run(line, "a-string\n").exit());
                assertLost(line);
            }
        }
    }

    @Test
    public void theHelpOfEveryCommandAndEveryJsonFailInWordsToo() throws IOException {
        for (String name : PRINTING.keySet()) {
            assertLost(name + " --help");
        }
        for (String line : List.of("status --json", "rings --json", "ring lamp-1 --json", "ring lamp-1 --forward 0")) {
            assertLost(line);
        }
    }

    @Test
    public void whatGogosOwnCommandsPrintIsTreatedTheSame() throws IOException {
        shell.add("felix-like", (session, words) -> "a result that Gogo prints");
        assertLost("felix-like");
    }

    @Test
    public void anEnrolmentStringThatIsLostIsToldWithWhatTakesItsPlace() throws IOException {
        String errors = assertLost("enrol lamp-1");
        assertTrue(errors, errors.contains("was made, and nobody says that it arrived"));
        assertTrue(errors, errors.contains("enrol lamp-1 again, which makes another in its place"));
        assertFalse(errors, errors.contains("Good for 10 minutes"));
    }

    @Test
    public void aGrantWhoseStringIsLostIsTakenBack() throws IOException {
        String errors = assertLost("grant lamp-1 boris");
        assertEquals(List.of("grant lamp-1 boris", "revoke lamp-1 boris"), controls.asked);
        assertTrue(errors, errors.contains("it is taken back"));
        assertFalse(errors, errors.contains("within 24 hours"));
    }

    @Test
    public void aPersonsOtherGrantsAreNotTakenBackWithALostOne() throws IOException {
        String errors = assertLost("grant lamp-1 anna");
        assertEquals(List.of("grant lamp-1 anna"), controls.asked);
        assertTrue(errors, errors.contains("it stands beside the other grants of anna"));
    }

    @Test
    public void aStringIsDeliveredThoughThePersonsInputIsLongAndUnread() throws IOException {
        ShellRule.Result result = shell.run("enrol lamp-1", "x".repeat(1024 * 1024));
        assertEquals(result.err(), 0, result.exit());
        assertEquals("ringback-enrol-string\n", result.out());
    }

    @Test
    public void aPipeEndsWhenNobodyTakesItsOutput() throws IOException {
        controls.serviceNeverStops = true;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String line = "ring lamp-1 --pipe --quiet";
        assertEquals(1, ShellClient.run(shell.socket(), line, InputStream.nullInputStream(), FULL, err));
        assertTrue(err.toString(UTF_8), err.toString(UTF_8).contains("standard output: No space left on device"));
        assertTrue(String.valueOf(controls.asked), controls.asked.contains("reset"));
    }

    @Test
    public void aPipeWhoseReaderHasEnoughEndsWithoutAWord() throws IOException {
        controls.serviceNeverStops = true;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String line = "ring lamp-1 --pipe --quiet";
        assertEquals(141, ShellClient.run(shell.socket(), line, InputStream.nullInputStream(), UNREAD, err));
        assertEquals("", err.toString(UTF_8));
        assertTrue(String.valueOf(controls.asked), controls.asked.contains("reset"));
    }

    @Test
    public void aPipeOfThisVeryProcessGoesStraightToItsStreamsAndTellsWhatTheyDoNotTake() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        String line = "ring lamp-1 --pipe --quiet";
        shell.own = new OwnStreams(new ByteArrayInputStream("GET /\n".getBytes(UTF_8)), out);
        assertEquals(0, ShellClient.runHere(shell.socket(), line, err));
        assertEquals("the answer\n", out.toString(UTF_8));
        assertTrue(String.valueOf(controls.asked), controls.asked.contains("told GET /\n"));
        assertEquals("", err.toString(UTF_8));

        controls.serviceNeverStops = true;
        shell.own = new OwnStreams(InputStream.nullInputStream(), UNREAD);
        assertEquals(141, ShellClient.runHere(shell.socket(), line, err));
        assertEquals("", err.toString(UTF_8));
        shell.own = new OwnStreams(InputStream.nullInputStream(), FULL);
        assertEquals(1, ShellClient.runHere(shell.socket(), line, err));
        assertTrue(err.toString(UTF_8), err.toString(UTF_8).contains("standard output: No space left on device"));
    }

    @Test
    public void aReaderThatHasEnoughOfATableIsNoFailureButOfAStringItIs() throws IOException {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        assertEquals(141, ShellClient.run(shell.socket(), "status", InputStream.nullInputStream(), UNREAD, err));
        assertEquals("", err.toString(UTF_8));
        assertEquals(1, ShellClient.run(shell.socket(), "enrol lamp-1", InputStream.nullInputStream(), UNREAD, err));
        assertTrue(err.toString(UTF_8), err.toString(UTF_8).contains("standard output: Broken pipe (expected: "));
    }

    private String assertLost(String line) throws IOException {
        controls.asked.clear();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        InputStream in = new ByteArrayInputStream("a-string\n".getBytes(UTF_8));
        int exit = ShellClient.run(shell.socket(), line, in, FULL, err);
        String errors = err.toString(UTF_8);
        assertEquals(line + ": " + errors, 1, exit);
        assertTrue(
                line + ": " + errors,
                errors.contains("standard output: No space left on device (expected: a place that takes all of it)"));
        return errors;
    }
}
