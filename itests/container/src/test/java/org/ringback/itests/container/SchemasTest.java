package org.ringback.itests.container;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.BeforeClass;
import org.junit.Test;
import org.osgi.framework.BundleContext;
import org.ringback.api.EquipmentService;
import org.ringback.api.configuration.Key;
import org.ringback.api.configuration.Schema;
import org.ringback.config.file.ConfigurationText;

/**
 * What people read of the configuration is what its schemas say: every file of {@code config/}, and the table of keys in
 * {@code docs/configuration.md}. {@code -Ddocs.write=true} rewrites both.
 */
public final class SchemasTest {
    private static final String HELP = ": differs (expected: as the schemas have it); run mvn -o -Dquick test -pl"
            + " itests/container -am -Dtest=SchemasTest -Dsurefire.failIfNoSpecifiedTests=false -Ddocs.write=true to"
            + " rewrite";

    private static final int WIDTH = 120;

    private static final String HEAD =
            """
            # Configuration

            Every key, as the bundles' schemas have it (`org.ringback.api.configuration.Schema`; made by `SchemasTest`). How files are
            read, and what becomes of one that is wrong: [config](../config/README.md).
            """;

    private static List<Schema<?>> schemas;

    /** Every schema of every bundle, by the end of its name: whoever adds one need remember no list. */
    @BeforeClass
    public static void readEverySchema() throws ReflectiveOperationException {
        schemas = new ArrayList<>();
        ClassFileImporter importer =
                new ClassFileImporter().withImportOption(location -> location.contains("Schema.class"));
        for (JavaClass type : importer.importPackages(Architecture.ROOT)) {
            if (type.isAssignableTo(Schema.class) && !type.getModifiers().contains(JavaModifier.ABSTRACT)) {
                schemas.add(made(Class.forName(type.getName())));
            }
        }
        schemas.sort(Comparator.comparing(Schema::pid));
    }

    /**
     * By what it expects; {@code rename} has such keys in a list of its own, as the shell knows no schema. Which equipment
     * a bundle answers for is said to that bundle, and the gateway warns of a name that is gone.
     */
    @Test
    public void renameKnowsEveryKeyWhoseEntriesNameEquipment() throws ReflectiveOperationException {
        Class<?> settings = Class.forName("org.ringback.shell.internal.NamedSettings");
        Map<String, Object> known = new HashMap<>();
        for (String role : List.of("ACCEPTOR", "ISSUER")) {
            known.put(String.valueOf(constant(settings, role)), constant(settings, "AT_" + role));
        }
        Map<String, Object> declared = new HashMap<>();
        for (Schema<?> schema : schemas) {
            List<String> naming = schema.keys().stream()
                    .filter(key -> key.expected().contains("equipment"))
                    .filter(key -> !key.name().equals(EquipmentService.EQUIPMENT))
                    .map(Key::name)
                    .toList();
            if (!naming.isEmpty()) {
                declared.put(schema.pid(), naming);
            }
        }
        assertEquals(declared, known);
    }

    private static Object constant(Class<?> type, String name) throws ReflectiveOperationException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field.get(null);
    }

    private static Schema<?> made(Class<?> type) throws ReflectiveOperationException {
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        return (Schema<?>) constructor.newInstance(Stream.of(constructor.getParameterTypes())
                .map(SchemasTest::argument)
                .toArray());
    }

    /** Schemas that look at files are told where; these lie nowhere. */
    private static Object argument(Class<?> type) {
        return type == Path.class
                ? Path.of("nowhere").toAbsolutePath()
                : Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {BundleContext.class},
                        (proxy, method, arguments) ->
                                Path.of("nowhere").toAbsolutePath().toString());
    }

    @Test
    public void everyFileOfTheConfigurationHasASchemaAndEverySchemaAFile() throws IOException {
        try (Stream<Path> files = Files.list(config())) {
            assertEquals(
                    schemas.stream()
                            .map(schema -> schema.pid() + ".cfg")
                            .sorted()
                            .toList(),
                    files.map(file -> file.toFile().getName())
                            .filter(name -> name.endsWith(".cfg"))
                            .sorted()
                            .toList());
        }
    }

    @Test
    public void everyFileSaysWhatItsSchemaSays() throws IOException {
        for (Schema<?> schema : schemas) {
            check(config().resolve(schema.pid() + ".cfg"), file(schema));
        }
    }

    @Test
    public void theTableOfKeysSaysWhatTheSchemasSay() throws IOException {
        check(
                Architecture.root().resolve("docs/configuration.md"),
                Stream.concat(Stream.of(HEAD), schemas.stream().map(SchemasTest::table))
                        .collect(Collectors.joining("\n")));
    }

    @Test
    public void whatIsWrittenInTheFilesIsTheDefault() {
        for (Schema<?> schema : schemas) {
            Map<String, String> written = new HashMap<>();
            schema.keys().forEach(key -> written.put(key.name(), key.standard()));
            assertEquals(schema.pid(), schema.read(Map.of()), schema.read(written));
        }
    }

    @Test
    public void whatTheProgramSystemHasOtherwiseIsTakenWhole() throws IOException {
        for (Schema<?> schema : schemas) {
            Path file = config().resolve("system").resolve(schema.pid() + ".cfg");
            if (Files.exists(file)) {
                ConfigurationText text = ConfigurationText.parse(Files.readAllBytes(file));
                assertEquals(List.of(), text.remarks());
                assertTrue(
                        text.toString(),
                        schema.names().containsAll(text.values().keySet()));
                schema.read(text.values());
            }
        }
    }

    private static String file(Schema<?> schema) {
        StringBuilder text = new StringBuilder();
        comment(text, schema.pid() + ": " + schema.sentence());
        for (Key<?> key : schema.keys()) {
            text.append('\n');
            comment(text, key.sentence());
            comment(text, "Default: " + standard(key) + ". Expected: " + key.expected() + ".");
            text.append((key.name() + " = " + key.standard()).strip()).append('\n');
        }
        return text.toString();
    }

    private static void comment(StringBuilder text, String sentence) {
        StringBuilder line = new StringBuilder("#");
        for (String word : sentence.split(" ", -1)) {
            if (line.length() + 1 + word.length() > WIDTH) {
                text.append(line).append('\n');
                line = new StringBuilder("#");
            }
            line.append(' ').append(word);
        }
        text.append(line).append('\n');
    }

    private static String table(Schema<?> schema) {
        return "## " + schema.pid() + "\n\n"
                + schema.sentence().substring(0, 1).toUpperCase(Locale.ROOT)
                + schema.sentence().substring(1)
                + "\n\n| key | default | expected | what it is for |\n|---|---|---|---|\n"
                + schema.keys().stream()
                        .map(key -> "| `" + key.name() + "` | "
                                + (key.standard().isEmpty() ? "empty" : "`" + key.standard() + "`") + " | "
                                + key.expected() + " | " + key.sentence() + " |\n")
                        .collect(Collectors.joining());
    }

    private static String standard(Key<?> key) {
        return key.standard().isEmpty() ? "empty" : key.standard();
    }

    private static Path config() {
        return Architecture.root().resolve("config");
    }

    private static void check(Path file, String rendered) throws IOException {
        if (Boolean.getBoolean("docs.write")) {
            Files.writeString(file, rendered);
        } else {
            assertEquals(file + HELP, rendered, Files.readString(file));
        }
    }
}
