package org.ringback.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.ringback.api.control.IssuerControl;

/** Each command of Felix's, of Declarative Services, of the configurations and of Gogo's, typed at the local socket. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public final class ContainerCommandsIT {
    /** Nothing that these tests need ends with it. */
    private static final String BUNDLE = "org.ringback.crypto.certificatefirst";

    /** What is typed at each: a line, the exit code, and what must stand in what it says. */
    private static final Map<String, List<Try>> TRIES = Map.ofEntries(
            Map.entry(
                    "felix:bundlelevel",
                    List.of(
                            new Try(BUNDLE, 0, "is level"),
                            new Try("--setlevel 1 " + BUNDLE, 0, ""),
                            new Try("-s -i 3", 2, "Cannot specify"),
                            new Try("nobody", 1, "no such bundle"))),
            Map.entry("felix:cd", List.of(new Try("", 0, "Path"), new Try("/nowhere", 1, "does not exist"))),
            Map.entry(
                    "felix:frameworklevel",
                    List.of(new Try("", 0, "Level is"), new Try("high", 2, "these words do not fit (expected: "))),
            Map.entry(
                    "felix:headers",
                    List.of(
                            new Try("", 0, "Bundle-SymbolicName = org.ringback.api"),
                            new Try("VERSIONED", 0, "Bundle-SymbolicName = " + BUNDLE),
                            new Try("nobody", 1, "nobody: no such bundle"))),
            Map.entry(
                    "felix:help",
                    List.of(new Try("stop", 0, "stop bundles"), new Try("nothing", 1, "No methods found"))),
            Map.entry(
                    "felix:inspect",
                    List.of(
                            new Try("capability service ID", 0, "provides"),
                            new Try("requirement '*' " + BUNDLE, 0, "requires"),
                            new Try("sideways service ID", 2, "Invalid argument"))),
            Map.entry(
                    "felix:install",
                    List.of(
                            new Try("file:/nope.jar", 1, "/nope.jar"),
                            new Try("http://127.0.0.1:9/nope.jar", 1, "(expected: file:…"),
                            new Try("' http://127.0.0.1:9/nope.jar'", 1, "(expected: file:…"),
                            new Try("file://127.0.0.1/nope.jar", 1, "(expected: file:…"),
                            new Try("", 2, "missing"),
                            new Try("LOCATION", 0, "Bundle ID: "),
                            new Try("SMALL", 0, "Bundle ID: "))),
            Map.entry(
                    "felix:lb",
                    List.of(
                            new Try("", 0, "START LEVEL"),
                            new Try("nobody", 1, "No matching"),
                            new Try("-l -s", 2, "Only one"),
                            new Try("--help", 0, "list"))),
            Map.entry("felix:log", List.of(new Try("info", 0, ""), new Try("", 2, "a word is missing (expected: "))),
            Map.entry("felix:ls", List.of(new Try("/", 0, "/tmp"), new Try("/nowhere", 1, "does not exist"))),
            Map.entry(
                    "felix:refresh",
                    List.of(new Try("", 0, ""), new Try(BUNDLE, 0, ""), new Try("999", 1, "no such bundle"))),
            Map.entry(
                    "felix:resolve",
                    List.of(new Try("", 0, ""), new Try(BUNDLE, 0, ""), new Try("nobody", 1, "no such bundle"))),
            Map.entry(
                    "felix:start",
                    List.of(
                            new Try(BUNDLE, 0, ""),
                            new Try("-t ID", 0, ""),
                            new Try("999", 1, "999: no such bundle"),
                            new Try("file:/nope.jar", 1, "/nope.jar"),
                            new Try("", 2, "Please specify"))),
            Map.entry(
                    "felix:stop",
                    List.of(
                            new Try("VERSIONED", 0, ""),
                            new Try("ID", 0, ""),
                            new Try(BUNDLE, 0, ""),
                            new Try("999", 1, "999: no such bundle"),
                            new Try("", 2, "Please specify"))),
            Map.entry(
                    "felix:uninstall",
                    List.of(
                            // as installed above: the commands are typed in the order of their names
                            new Try("com.example.small", 0, ""),
                            new Try("com.example.small", 1, "no such bundle"),
                            new Try("999", 1, "no such bundle"),
                            new Try("", 2, "Please specify"))),
            Map.entry(
                    "felix:update",
                    List.of(
                            new Try(BUNDLE, 0, ""),
                            new Try(BUNDLE + " file:/nope.jar", 1, "/nope.jar"),
                            new Try(BUNDLE + " jar:file:/nope.jar!/x", 1, "(expected: file:…"),
                            new Try("999", 1, "no such bundle"),
                            new Try("", 2, "a word is missing (expected: "))),
            Map.entry(
                    "felix:which",
                    List.of(
                            new Try("org.ringback.api org.ringback.api.EquipmentId", 0, "Loaded from: "),
                            new Try("ID no.such.Class", 1, "Class not found"),
                            new Try("ID", 2, "these words do not fit (expected: "))),
            Map.entry(
                    "scr:config",
                    List.of(new Try("", 0, "SCR"), new Try("1", 2, "these words do not fit (expected: "))),
            Map.entry(
                    "scr:disable",
                    List.of(
                            new Try("org.ringback.shell.internal.RingsCommand", 0, ""),
                            new Try("nobody", 1, "nothing was changed"))),
            Map.entry(
                    "scr:enable",
                    List.of(
                            new Try("org.ringback.shell.internal.RingsCommand", 0, ""),
                            new Try("nobody", 1, "nothing was changed"))),
            Map.entry(
                    "scr:info", List.of(new Try("NettyTransport", 0, "Class:"), new Try("nobody", 1, "No component"))),
            Map.entry(
                    "scr:list",
                    List.of(new Try("", 0, "in bundle"), new Try("x", 2, "these words do not fit (expected: "))),
            Map.entry(
                    "cm:listConfigurations",
                    List.of(
                            new Try("'(service.pid=org.ringback.*)'", 0, "org.ringback.transport"),
                            new Try("'(wrong'", 1, "wrong"),
                            new Try(
                                    "",
                                    2,
                                    "a word is missing (expected: listConfigurations FILTER, '(service.pid=*)'"))),
            Map.entry(
                    "cm:getConfiguration",
                    List.of(
                            new Try("org.ringback.transport", 0, "org.ringback.transport"),
                            new Try("", 2, "a word is missing (expected: "))),
            Map.entry(
                    "cm:getFactoryConfiguration",
                    List.of(new Try("tried one", 0, "tried"), new Try("", 2, "a word is missing (expected: "))),
            Map.entry(
                    "cm:createFactoryConfiguration",
                    List.of(new Try("tried", 0, "tried"), new Try("", 2, "a word is missing (expected: "))),
            Map.entry("osgi:eval", List.of(new Try("'frameworklevel'", 0, "Level is"))),
            Map.entry(
                    "osgi:addcommand",
                    List.of(new Try("tried text length", 0, ""), new Try("", 2, "a word is missing (expected: "))),
            Map.entry(
                    "osgi:removecommand",
                    List.of(new Try("tried length", 0, ""), new Try("", 2, "a word is missing (expected: "))));

    @Inject
    private BundleContext context;

    @Configuration
    public Option[] framework() throws IOException {
        return Container.shipped("issuer", Map.of());
    }

    @Test
    public void eachCommandWorksByIdNameOrVersionAndEndsWithATrueCode() throws IOException {
        Osgi osgi = new Osgi(context);
        osgi.service(IssuerControl.class);
        LocalSocket socket = new LocalSocket(Path.of(context.getProperty("ringback.home"), "run", "shell.sock"));
        Set<String> listed = listed(socket.type("help").out());
        assertEquals(
                "each command that 'help' lists is tried", new TreeSet<>(TRIES.keySet()).toString(), listed.toString());
        String small = smallBundle();
        List<String> wrong = new ArrayList<>();
        for (String command : listed) {
            expect(socket, "help " + command, new Try("", 0, command.split(":", -1)[1]), wrong);
            for (Try each : TRIES.get(command)) {
                expect(
                        socket,
                        (command + " " + filled(each.words(), osgi.bundle("crypto.certificatefirst"), small)).strip(),
                        each,
                        wrong);
            }
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    public void theNameWithoutItsScopeIsTheSameCommand() throws IOException {
        new Osgi(context).service(IssuerControl.class);
        LocalSocket socket = new LocalSocket(Path.of(context.getProperty("ringback.home"), "run", "shell.sock"));
        assertEquals(1, socket.type("stop nobody").exit());
        assertEquals(0, socket.type("getConfiguration org.ringback.transport").exit());
        assertEquals(2, socket.type("frameworklevel high; lb").exit());
        LocalSocket.Answer near = socket.type("enroll lamp-1");
        assertEquals(2, near.exit());
        assertTrue(near.err(), near.err().contains("; did you mean enrol?"));
    }

    private static void expect(LocalSocket socket, String line, Try expected, List<String> wrong) throws IOException {
        LocalSocket.Answer answer = socket.type(line);
        String said = answer.exit() == 0 ? answer.out() : answer.err();
        boolean told = said.toLowerCase(Locale.ROOT).contains(expected.says().toLowerCase(Locale.ROOT));
        if (answer.exit() != expected.exit()
                || !told
                || (answer.exit() == 0) != answer.err().isEmpty()) {
            wrong.add(line + ": " + answer);
        }
    }

    /** {@return where a bundle of nothing lies} */
    private String smallBundle() throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
        manifest.getMainAttributes().putValue(Constants.BUNDLE_SYMBOLICNAME, "com.example.small");
        Path jar = Path.of(context.getProperty("ringback.home"), "small.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar.toUri().toString();
    }

    private static String filled(String words, Bundle bundle, String small) {
        return words.replace("VERSIONED", bundle.getSymbolicName() + "/" + bundle.getVersion())
                .replace("ID", Long.toString(bundle.getBundleId()))
                .replace("LOCATION", bundle.getLocation())
                .replace("SMALL", small);
    }

    /** The lines of help that begin with a scope. */
    private static Set<String> listed(String help) {
        Set<String> listed = new TreeSet<>();
        help.lines().filter(line -> line.matches("  [a-z]+: .*")).forEach(line -> {
            String[] parts = line.strip().split(": ", -1);
            for (String name : parts[1].split(" ", -1)) {
                listed.add(parts[0] + ":" + name);
            }
        });
        return listed;
    }

    /**
     * One line.
     *
     * @param words behind the command
     * @param exit the exit code
     * @param says what stands in its output, or in its errors where it fails
     */
    private record Try(String words, int exit, String says) {}
}
