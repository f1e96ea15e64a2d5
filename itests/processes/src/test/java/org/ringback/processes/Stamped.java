package org.ringback.processes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.ringback.kit.Program;
import org.ringback.runtime.build.StampedJar;

/** Copies of the installation's own bundles with another version, or with one thing otherwise. Stateless. */
final class Stamped {
    private static final String VERSION = "Bundle-Version";
    private static final String IMPORTS = "Import-Package";
    private static final String ACTIVATOR = "org.ringback.crypto.added.Start";

    private static final String START =
            """
            package org.ringback.crypto.added;

            public final class Start implements org.osgi.framework.BundleActivator {
                @Override
                public void start(org.osgi.framework.BundleContext context) throws Exception {
                    DOES
                }

                @Override
                public void stop(org.osgi.framework.BundleContext context) {}
            }
            """;

    private Stamped() {}

    /** The jar of one of our own bundles. */
    static Path original(String name) throws IOException {
        return StampedJar.original(
                Program.ringback().toAbsolutePath().getParent().getParent().resolve("bundles"), name);
    }

    /** A copy with this version. */
    static byte[] copy(String name, String version) throws IOException {
        return StampedJar.copy(original(name), version);
    }

    /** A copy with this version in which a constant of its classes is another one. */
    static byte[] copy(String name, String version, String constant, String other) throws IOException {
        return StampedJar.copy(original(name), version, constant, other);
    }

    /** A copy with this version in which a header is another one. */
    static byte[] having(String header, String value, String name, String version) throws IOException {
        return copy(
                name,
                headers -> {
                    headers.putValue(VERSION, version);
                    headers.putValue(header, value);
                },
                content -> content,
                Map.of());
    }

    /** A copy with this version in which a class of it stands a second time, there. */
    static byte[] beside(String place, String name, String version) throws IOException {
        byte[] clazz;
        try (JarFile jar = new JarFile(original(name).toFile())) {
            String path = place.replaceFirst("^META-INF/versions/[0-9]+/", "");
            clazz = jar.getInputStream(jar.getEntry(path)).readAllBytes();
        }
        return copy(name, headers -> headers.putValue(VERSION, version), content -> content, Map.of(place, clazz));
    }

    /** A copy with this version whose start does this. */
    static byte[] starting(String does, String name, String version) throws IOException {
        return copy(
                name,
                headers -> {
                    headers.putValue(VERSION, version);
                    headers.putValue("Bundle-Activator", ACTIVATOR);
                    String imports = headers.getValue(IMPORTS);
                    boolean has = (imports + ";").contains("org.osgi.framework;");
                    headers.putValue(IMPORTS, has ? imports : imports + ",org.osgi.framework");
                },
                content -> content,
                Compiled.classes(ACTIVATOR, START.replace("DOES", does)));
    }

    /** A copy of crypto with this version that is right wherever it is tried, and throws where a gateway answers rings. */
    static byte[] wrongInUse(String version) throws IOException {
        return otherInUse("throw new IllegalStateException(\"no water\");", version);
    }

    /** A copy of crypto with this version that is right wherever it is tried, and does this where a gateway proves a ring. */
    static byte[] otherInUse(String does, String version) throws IOException {
        return otherOn(
                "ringback-acceptor",
                "byte[] proofKey = Kdf.derive(key, Kdf.NO_SALT, Fields.join(Labels.of(use)));",
                does,
                version);
    }

    /** A copy of crypto with this version that is right in all checks, and wrong in the rings of the agent's own. */
    static byte[] wrongInOwnRings(String version) throws IOException {
        return otherOn(
                "ringback-kit-answers",
                "return CallSecrets.proof(key, use, epoch);",
                "return new byte[PROOF_LENGTH];",
                version);
    }

    private static byte[] otherOn(String threads, String right, String does, String version) throws IOException {
        String bundle = "org.ringback.crypto";
        String wrong = "if (Thread.currentThread().getName().startsWith(\"" + threads + "\")) { " + does + " }";
        return copy(
                bundle,
                headers -> headers.putValue(VERSION, version),
                content -> content,
                Compiled.changed(bundle, bundle + ".internal.BouncyRingCrypto", right, wrong + right));
    }

    /** A copy with this version in whose components these classes stand for those, one each. */
    static byte[] serving(
            List<String> those, List<String> these, Map<String, byte[]> classes, String name, String version)
            throws IOException {
        UnaryOperator<byte[]> components = content -> {
            String text = new String(content, StandardCharsets.ISO_8859_1);
            for (int at = 0; at < those.size(); at++) {
                text = text.replace("class=\"" + those.get(at) + "\"", "class=\"" + these.get(at) + "\"");
            }
            return text.getBytes(StandardCharsets.ISO_8859_1);
        };
        return copy(name, headers -> headers.putValue(VERSION, version), components, classes);
    }

    /** A copy with this version that can be wired to one version of Bouncy Castle alone, as {@code 1.83}. */
    static byte[] builtFor(String castle, Map<String, byte[]> classes, String name, String version) throws IOException {
        int minor = Integer.parseInt(castle.substring(castle.indexOf('.') + 1));
        String exact = "version=\"[1." + minor + ",1." + (minor + 1) + ")\"";
        return copy(
                name,
                headers -> {
                    headers.putValue(VERSION, version);
                    headers.putValue(
                            IMPORTS,
                            headers.getValue(IMPORTS)
                                    .replaceAll("(org\\.bouncycastle[a-z0-9.]*;)version=\"[^\"]*\"", "$1" + exact));
                },
                content -> content,
                classes);
    }

    private static byte[] copy(
            String name, Consumer<Attributes> headers, UnaryOperator<byte[]> classes, Map<String, byte[]> files)
            throws IOException {
        return StampedJar.copy(original(name), headers, classes, files);
    }
}
