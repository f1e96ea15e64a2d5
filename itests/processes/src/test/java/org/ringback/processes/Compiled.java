package org.ringback.processes;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.ringback.kit.Folders;
import org.ringback.kit.Program;

/** Classes that a test writes, as files of a jar. Stateless. */
final class Compiled {
    private Compiled() {}

    /**
     * Compiles one file of source against the installation's own jars.
     *
     * @param name of its class
     * @param source its text
     * @param first jars that come before those of the installation
     * @return its classes, each by its path in a jar
     */
    static Map<String, byte[]> classes(String name, String source, Path... first) throws IOException {
        Path to = Files.createTempDirectory("ringback-classes-");
        try {
            return classes(name, source, to, first);
        } finally {
            Folders.delete(to);
        }
    }

    /** Compiles a class of one of our crypto bundles from its source, in which a text that must be there is another one. */
    static Map<String, byte[]> changed(String bundle, String name, String text, String other, Path... first)
            throws IOException {
        Path sources = Path.of(System.getProperty("ringback.root"), "bundles/crypto", bundle, "src/main/java");
        String source = Files.readString(sources.resolve(name.replace('.', '/') + ".java"));
        if (!source.contains(text)) {
            throw new AssertionError(name + " has no " + text);
        }
        return classes(name, source.replace(text, other), first);
    }

    private static Map<String, byte[]> classes(String name, String source, Path to, Path... first) throws IOException {
        List<String> options =
                List.of("-d", to.toString(), "--release", "17", "-proc:none", "-nowarn", "-cp", jars(first));
        if (!ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, null, options, null, List.of(new Source(name, source)))
                .call()) {
            throw new AssertionError(name + " does not compile");
        }
        Map<String, byte[]> classes = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(to)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                classes.put(to.relativize(file).toString(), Files.readAllBytes(file));
            }
        }
        return classes;
    }

    private static String jars(Path... first) throws IOException {
        Path root = Program.ringback().toAbsolutePath().getParent().getParent();
        List<Path> jars = new ArrayList<>(Arrays.asList(first));
        for (String folder : List.of("bin/lib", "bundles/org/ringback", "bundles/org/bouncycastle")) {
            try (Stream<Path> files = Files.walk(root.resolve(folder))) {
                files.filter(file -> file.toString().endsWith(".jar")).forEach(jars::add);
            }
        }
        return jars.stream().map(Path::toString).collect(Collectors.joining(System.getProperty("path.separator")));
    }

    /** One file of source, in memory. */
    private static final class Source extends SimpleJavaFileObject {
        private final String content;

        Source(String name, String content) {
            super(URI.create("string:///" + name.replace('.', '/') + ".java"), JavaFileObject.Kind.SOURCE);
            this.content = content;
        }

        @Override
        public CharSequence getCharContent(boolean ignored) {
            return content;
        }
    }
}
