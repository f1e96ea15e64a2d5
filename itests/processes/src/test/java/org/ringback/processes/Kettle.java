package org.ringback.processes;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

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

    byte[] jar() throws IOException {
        Map<String, byte[]> contents =
                new LinkedHashMap<>(Compiled.classes(NAME + ".Kettle", SOURCE.replace("SAYS", says)));
        files.forEach((name, content) -> contents.put(name, content.getBytes(StandardCharsets.UTF_8)));
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach(manifest.getMainAttributes()::putValue);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (Map.Entry<String, byte[]> file : contents.entrySet()) {
                jar.putNextEntry(new JarEntry(file.getKey()));
                jar.write(file.getValue());
                jar.closeEntry();
            }
        }
        return bytes.toByteArray();
    }
}
