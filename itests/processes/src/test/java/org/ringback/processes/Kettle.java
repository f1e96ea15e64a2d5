package org.ringback.processes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * A bundle as somebody else would write it, {@code com.acme.kettle}: it answers the service {@code tea}, with
 * configuration that it brings along. Each method makes something of it otherwise. Used once.
 */
final class Kettle {
    static final String NAME = "com.acme.kettle";

    private static final String SOURCE =
            """
            package com.acme.kettle;

            public final class Kettle implements org.ringback.api.EquipmentService {
                @Override
                public void answer(org.ringback.api.Conversation conversation) throws java.io.IOException {
                    conversation.output().write("SAYS\\n".getBytes());
                    conversation.close();
                }
            }
            """;

    private static final String COMPONENT =
            """
            <component xmlns="http://www.osgi.org/xmlns/scr/v1.3.0" name="com.acme.kettle" configuration-policy="require">
              <implementation class="com.acme.kettle.Kettle"/>
              <service><provide interface="SERVICE"/></service>
            </component>
            """;

    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, String> files = new LinkedHashMap<>();
    private final String says;

    Kettle(String version, String says) {
        headers.put("Bundle-ManifestVersion", "2");
        headers.put("Bundle-SymbolicName", NAME);
        headers.put("Bundle-Version", version);
        headers.put("Import-Package", "org.ringback.api;version=\"[0,2)\"");
        headers.put("Service-Component", "OSGI-INF/kettle.xml");
        this.says = says;
        providing("org.ringback.api.EquipmentService");
        bringing("config/com.acme.kettle.cfg", "ringback.equipment = *\nringback.service = tea\n");
    }

    Kettle header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    Kettle bringing(String file, String content) {
        files.put(file, content);
        return this;
    }

    Kettle providing(String service) {
        return bringing("OSGI-INF/kettle.xml", COMPONENT.replace("SERVICE", service));
    }

    /** Its start throws. */
    Kettle failing() {
        return header("Bundle-Activator", "com.acme.kettle.Nobody");
    }

    byte[] jar(Path work) throws IOException {
        Path classes = compile(Files.createTempDirectory(work, "kettle"));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach(manifest.getMainAttributes()::putValue);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest);
                Stream<Path> compiled = Files.walk(classes)) {
            for (Path file : compiled.filter(Files::isRegularFile).toList()) {
                add(jar, classes.relativize(file).toString(), Files.readAllBytes(file));
            }
            for (Map.Entry<String, String> file : files.entrySet()) {
                add(jar, file.getKey(), file.getValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }

    private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
        jar.putNextEntry(new JarEntry(name));
        jar.write(content);
        jar.closeEntry();
    }

    private Path compile(Path to) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<Source> units = List.of(new Source("com.acme.kettle.Kettle", SOURCE.replace("SAYS", says)));
        List<String> options = List.of("-d", to.toString(), "--release", "17", "-proc:none");
        if (!compiler.getTask(null, null, null, options, null, units).call()) {
            throw new AssertionError("the kettle does not compile");
        }
        return to;
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
