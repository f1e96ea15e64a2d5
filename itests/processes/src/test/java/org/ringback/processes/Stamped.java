package org.ringback.processes;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.ringback.kit.Program;

/** Copies of the installation's own bundles with another version, or with one thing wrong. Stateless. */
final class Stamped {
    private Stamped() {}

    /** The jar of one of our own bundles. */
    static Path original(String name) throws IOException {
        Path bundles =
                Program.ringback().toAbsolutePath().getParent().getParent().resolve("bundles/org/ringback");
        try (Stream<Path> files = Files.walk(bundles.resolve(name))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    /** A copy with this version. */
    static byte[] copy(String name, String version) throws IOException {
        return copy(name, version, "", "");
    }

    /** A copy with this version in which a constant of its classes is another one of the same length. */
    static byte[] copy(String name, String version, String constant, String other) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarFile jar = new JarFile(original(name).toFile())) {
            Manifest manifest = new Manifest(jar.getManifest());
            manifest.getMainAttributes().putValue("Bundle-Version", version);
            try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
                for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                    JarEntry entry = entries.nextElement();
                    if (!entry.getName().equals(JarFile.MANIFEST_NAME) && !entry.isDirectory()) {
                        byte[] content = jar.getInputStream(entry).readAllBytes();
                        out.putNextEntry(new JarEntry(entry.getName()));
                        new ByteArrayInputStream(changed(content, constant, other)).transferTo(out);
                        out.closeEntry();
                    }
                }
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] changed(byte[] content, String constant, String other) {
        if (constant.isEmpty()) {
            return content;
        }
        String text = new String(content, StandardCharsets.ISO_8859_1);
        return text.replace(constant, other).getBytes(StandardCharsets.ISO_8859_1);
    }
}
