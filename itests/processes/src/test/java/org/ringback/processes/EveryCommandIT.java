package org.ringback.processes;

import static org.awaitility.Awaitility.await;
import static org.junit.Assert.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.json.JSONArray;
import org.json.JSONException;
import org.json.JSONObject;
import org.junit.ClassRule;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.rules.Timeout;
import org.ringback.kit.Party;
import org.ringback.kit.Result;
import org.ringback.kit.Tickets;
import org.ringback.processes.Screenplay.Step;
import org.ringback.shell.link.CommandNames;
import org.ringback.updater.release.SigningKey;

/** Every command at running programs, as a person sees it and as JSON: {@code commands.play} has what each prints. */
public final class EveryCommandIT {
    @ClassRule
    public static final Net NET = new Net();

    private static final Path ROOT = Path.of(System.getProperty("ringback.root"));
    private static final Path PLAY = Path.of("src/test/resources/commands.play");
    /** What was printed in fact, for whoever changes a command. */
    private static final Path PLAYED = Path.of("target/commands.play");

    private static final Pattern HEADING = Pattern.compile("### (.*)");
    private static final Pattern FIELD = Pattern.compile("\\| `(.*?)` \\|.*");
    private static final String JSON = "{…}";
    /** Only a gateway that was copied has an alarm to clear. */
    private static final Set<String> NEVER_DONE = Set.of("clear-alarm");

    private static final Set<String> OF_ACTS = Set.of("command", "output[]");

    @Rule
    public final Timeout limit = new Timeout(4, TimeUnit.MINUTES);

    @Rule
    public final TemporaryFolder temporary = new TemporaryFolder();

    private final Map<String, byte[]> texts = new HashMap<>();
    private final Map<String, Set<String>> fields = new LinkedHashMap<>();

    @Test
    public void everyCommandPrintsWhatTheScreenplaySaysAndAsJsonTheFieldsThatAreDescribed() throws Exception {
        Map<String, Party> programs = Map.of("server", NET.server(), "gateway", NET.gateway(), "anna", NET.issuer());
        texts.put("secret", "open sesame\n".getBytes(StandardCharsets.UTF_8));
        texts.put("backup", Files.readAllBytes(NET.server().home().resolve("keys/backup-ca.pem")));
        releases();
        describedFields();
        Screenplay play = Screenplay.of(Files.readAllLines(PLAY));
        List<String> wrong = new ArrayList<>();
        List<String> played = new ArrayList<>();
        for (Step step : play.steps()) {
            awaitCalm(step);
            Result result = programs.get(step.program()).shell(step.command(), input(step));
            step.output().ifPresent(name -> texts.put(name, carried(result.output())));
            List<String> printed = printed(step, result);
            played.add(step.toString());
            played.addAll(printed);
            if (!step.prints(printed)) {
                wrong.add(step + "\n" + String.join("\n", printed));
            }
        }
        Files.write(PLAYED, played);
        assertEquals("", String.join("\n\n", wrong));
        Set<String> seen = new TreeSet<>();
        Set<String> seenAsJson = new TreeSet<>();
        for (Step step : play.steps()) {
            if (!step.isJson()) {
                seen.add(step.name());
            } else if (step.expected().contains(JSON) || NEVER_DONE.contains(step.name())) {
                seenAsJson.add(step.name());
            }
        }
        assertEquals("each is played", new TreeSet<>(CommandNames.ALL), seen);
        Set<String> withJson = new TreeSet<>(CommandNames.ALL);
        withJson.removeIf(name -> fields.get(name).isEmpty());
        assertEquals("each that knows --json is played with it", withJson, seenAsJson);
    }

    /** What follows a registration, or a call that ends, is seen a moment later. */
    private static void awaitCalm(Step step) {
        if (step.name().equals("registrations") || step.name().equals("ring")) {
            NET.awaitRegistered("lamp-1");
        }
        if (step.name().equals("calls")) {
            await().atMost(Duration.ofSeconds(10)).until(() -> NET.pendingRings() == 0);
        }
    }

    /** An enrolment string leads to one address of the server, so that tables are as wide each time. */
    private static byte[] carried(String text) {
        String one = text.startsWith("ringback-enrol-") ? Tickets.enrolmentAt(text, NET.serverName(Net.IPV4)) : text;
        return one.getBytes(StandardCharsets.UTF_8);
    }

    private byte[] input(Step step) {
        return step.input().map(name -> texts.getOrDefault(name, new byte[0])).orElseGet(() -> new byte[0]);
    }

    private List<String> printed(Step step, Result result) {
        List<String> printed = new ArrayList<>();
        if (step.isJson() && result.exit() == 0) {
            printed.add(json(step, result.output()));
        } else {
            result.output().lines().map(String::stripTrailing).forEach(printed::add);
        }
        result.errors().lines().map(line -> "! " + line.stripTrailing()).forEach(printed::add);
        if (result.exit() != 0) {
            printed.add("= " + result.exit());
        }
        printed.removeIf(String::isEmpty);
        return printed;
    }

    private String json(Step step, String output) {
        try {
            JSONObject json = new JSONObject(output);
            assertEquals(step.toString(), 1, json.getInt("format"));
            Set<String> paths = new TreeSet<>();
            paths(json, "", paths);
            paths.remove("format");
            paths.removeIf(path -> described(step.name(), path));
            return paths.isEmpty() ? JSON : "not described: " + paths;
        } catch (JSONException e) {
            return "no JSON: " + output;
        }
    }

    private boolean described(String command, String path) {
        return fields.getOrDefault(command, OF_ACTS).stream()
                .anyMatch(one -> one.endsWith("*")
                        ? path.startsWith(one.substring(0, one.length() - 1))
                        : one.equals(path) || one.startsWith(path + ".") || one.startsWith(path + "["));
    }

    private static void paths(Object value, String at, Set<String> paths) {
        if (value instanceof JSONObject object) {
            for (String key : object.keySet()) {
                paths(object.get(key), at.isEmpty() ? key : at + "." + key, paths);
            }
        } else if (value instanceof JSONArray list) {
            for (Object one : list) {
                paths(one, at + "[]", paths);
            }
        } else {
            paths.add(at);
        }
    }

    /** Reads the fields of each command where they are described to people. */
    private void describedFields() throws Exception {
        Set<String> of = new TreeSet<>();
        for (String line : Files.readAllLines(ROOT.resolve("docs/commands.md"))) {
            Matcher heading = HEADING.matcher(line);
            Matcher field = FIELD.matcher(line);
            if (heading.matches()) {
                of = new TreeSet<>();
                fields.put(heading.group(1), of);
            } else if (field.matches()) {
                of.add(field.group(1));
            } else if (line.contains("`--json`")) {
                of.addAll(OF_ACTS);
            }
        }
    }

    private void releases() throws Exception {
        Path folder = temporary.getRoot().toPath();
        SigningKey.make(folder.resolve("acme.key"), List.of("com.acme.*"), false);
        Files.copy(folder.resolve("acme.key.trust"), NET.gateway().home().resolve("trust/acme.trust"));
        SigningKey acme = SigningKey.read(folder.resolve("acme.key"));
        texts.put("kettle-1.release", Signed.release(acme, 1, List.of(new Kettle("1.0.0", "first").jar())));
        texts.put("kettle-2.release", Signed.release(acme, 2, List.of(new Kettle("2.0.0", "second").jar())));
    }
}
