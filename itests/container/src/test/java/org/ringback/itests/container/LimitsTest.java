package org.ringback.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.Test;
import org.ringback.api.limits.Limit;

/**
 * The command {@code limits} tells of every row of "Limits" in docs/protocol.md whose use can be counted. Who adds a row
 * there says here which limits it is, or why none can be counted.
 */
public final class LimitsTest {
    /** The rows of which somebody could use all, by how they begin, and the declared limits that tell how much is used. */
    private static final Map<String, List<String>> TOLD = new LinkedHashMap<>();

    static {
        TOLD.put(
                "TCP connections of strangers: silent / in",
                List.of("strangers that say nothing", "strangers in their handshake"));
        TOLD.put(
                "the same beside these, for addresses",
                List.of("proved ones that say nothing", "proved ones in their handshake", "addresses proved lately"));
        TOLD.put("connections of one key / in all", List.of("connections of one key", "connections"));
        TOLD.put("invitations of one piece of equipment", List.of("invitations of one equipment"));
        TOLD.put("handshake steps at once / waiting", List.of("handshake steps at once", "handshake steps that wait"));
        TOLD.put(
                "pending rings of one issuer / for one",
                List.of("pending rings of one issuer", "pending rings at one equipment", "pending rings"));
        TOLD.put(
                "relayed calls of one issuer",
                List.of("relayed calls of one issuer", "relayed calls of one equipment", "relayed calls"));
        TOLD.put(
                "a relayed call: without a byte",
                List.of(
                        "MiB/s relayed of one pair",
                        "MiB/s relayed",
                        "GiB today of one pair",
                        "GiB today of one equipment",
                        "GiB relayed today (UTC)"));
        TOLD.put("dial-backs of one key", List.of("dial-backs"));
        TOLD.put("a pair truly refused", List.of("pairs refused lately"));
        TOLD.put("open codes, in all", List.of("open codes"));
        TOLD.put("wrong proofs for a code", List.of("wrong proofs of one code"));
        TOLD.put("second TCP connections opened / wake-ups", List.of("wake-ups of one equipment"));
        TOLD.put(
                "dials of one grant / its targets",
                List.of(
                        "dials a minute of one grant",
                        "targets a minute of one grant",
                        "dials a minute to one target"));
        TOLD.put("conversations on one call-back", List.of("conversations of one call"));
        TOLD.put("call-backs at one gateway", List.of("call-backs", "call-backs of one grant"));
        TOLD.put(
                "grants of one piece of equipment / threads",
                List.of(
                        "grants of one equipment",
                        "conversations being answered",
                        "answered for one person",
                        "waiting for one person"));
        TOLD.put("issuer: pending rings / call-backs", List.of("rings under way", "rings and calls of this issuer"));
        TOLD.put("issuer: gateways that it dials", List.of("gateways dialled in a minute"));
        TOLD.put("issuer: questions whether equipment is there", List.of("questions of this issuer"));
        TOLD.put(
                "issuer: connections to a ring's port",
                List.of("silent callers at one port", "shaking callers at one port"));
        TOLD.put("issuer: enrolments at once / grants kept", List.of("enrolments under way", "grants kept"));
    }

    /** The rows without a use that could be counted, by how they begin, and why. */
    private static final Map<String, String> UNCOUNTED = Map.ofEntries(
            Map.entry("one place more, in the handshake", "a place that is kept for one, for 10 s"),
            Map.entry("first record of a connection", "a size"),
            Map.entry("time to a whole first record", "a time"),
            Map.entry("a proved connection that asks nothing", "a time"),
            Map.entry("invitations of which a pair keeps", "the oldest goes; refuses nobody"),
            Map.entry("handshake of a peer not yet proved", "a size"),
            Map.entry("record of certificate-first", "a size"),
            Map.entry("message, UDP / TCP", "a size"),
            Map.entry("ring waits for a registration", "a time"),
            Map.entry("a second TCP connection on which nothing", "a time"),
            Map.entry("registration lifetime / refresh", "a time"),
            Map.entry("registration: copies to one address", "what one side sends, by its own plan"),
            Map.entry("lease", "a time"),
            Map.entry("SYNs of one ring at either end", "what one side sends, by its own plan"),
            Map.entry("network check: addresses", "a size, and a time"),
            Map.entry("questions whether equipment is there", "a rate of each key"),
            Map.entry("services that a grant lists", "a size"),
            Map.entry("issuer: one question about many", "a time, and how one question goes"),
            Map.entry("code in an enrolment string", "a time"),
            Map.entry("stories kept by each party", "the oldest goes; refuses nobody"));

    /** Limits of a program that no peer can see, so that the protocol does not state them. */
    private static final Set<String> LOCAL = Set.of(
            "forwarded ports",
            "commands at once",
            "acts that wait for the disk",
            "lines of rings today",
            "lines of one person's rings");

    @Test
    public void everyRowOfTheProtocolsLimitsIsToldOrSaidToHaveNoUseThatCouldBeCounted() throws IOException {
        Set<String> unused = new TreeSet<>(TOLD.keySet());
        unused.addAll(UNCOUNTED.keySet());
        for (String row : rows()) {
            List<String> found = Stream.concat(TOLD.keySet().stream(), UNCOUNTED.keySet().stream())
                    .filter(row::startsWith)
                    .toList();
            assertEquals("this row, once: " + row, 1, found.size());
            unused.removeAll(found);
        }
        assertEquals("each is a row", Set.of(), unused);
    }

    private static List<String> rows() throws IOException {
        List<String> lines = Files.readAllLines(Architecture.root().resolve("docs/protocol.md"));
        List<String> rows = lines.subList(lines.indexOf("## Limits"), lines.indexOf("## Examples")).stream()
                .filter(line -> line.startsWith("| ") && !line.startsWith("| what |"))
                .map(line -> line.substring(2))
                .toList();
        assertTrue(rows.toString(), rows.size() > 20);
        return rows;
    }

    @Test
    public void everyDeclaredLimitIsOneOfTheProtocolsOrOfTheProgramAlone() throws Exception {
        Set<String> told = new TreeSet<>(LOCAL);
        TOLD.values().forEach(told::addAll);
        assertEquals(told, new TreeSet<>(declared().stream().map(Limit::name).toList()));
    }

    @Test
    public void everyKeyIsOneOfTheConfiguration() throws Exception {
        String document = Files.readString(Architecture.root().resolve("docs/configuration.md"));
        for (Limit limit : declared()) {
            limit.key().ifPresent(key -> {
                int section = document.indexOf("## org.ringback." + limit.at() + "\n");
                int next = document.indexOf("\n## ", section);
                String keys = document.substring(section, next < 0 ? document.length() : next);
                assertTrue(key, keys.contains("| `" + key.substring(limit.at().length() + 1) + "` |"));
            });
        }
    }

    @Test
    public void aRowOfTheTableFitsALineOfEightyCharacters() throws Exception {
        Set<String> names = new HashSet<>();
        for (Limit limit : declared()) {
            assertTrue(limit.name(), names.add(limit.name()));
            assertTrue(limit.name(), limit.name().length() <= 30);
            assertTrue(limit.name(), limit.key().orElse("").length() <= 29);
        }
    }

    private static List<Limit> declared() throws ReflectiveOperationException {
        List<Limit> declared = new ArrayList<>();
        List<Class<?>> types = new ClassFileImporter()
                        .withImportOption(location -> location.contains("Limit.class") && !location.contains("$"))
                        .importPackages(Architecture.ROOT)
                        .stream()
                        .<Class<?>>map(type -> type.reflect())
                        .toList();
        for (Class<?> type : types) {
            for (Field constant : type.getDeclaredFields()) {
                if (constant.getType() == Limit.class) {
                    constant.setAccessible(true);
                    declared.add((Limit) constant.get(null));
                }
            }
        }
        assertTrue(declared.toString(), declared.size() > 30);
        return declared;
    }
}
