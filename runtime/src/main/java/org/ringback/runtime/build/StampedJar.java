package org.ringback.runtime.build;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/** Copies of an installation's own bundles with another version, or with one thing wrong: for trials. Stateless. */
public final class StampedJar {
    private static final String VERSION = "Bundle-Version";
    private static final int CONSTANT_UTF8 = 1;

    private StampedJar() {}

    /**
     * Finds the jar of one of our own bundles.
     *
     * @param bundles the installation's folder of bundles
     * @param name its symbolic name
     * @return the jar
     * @throws IOException if it is not there
     */
    public static Path original(Path bundles, String name) throws IOException {
        try (Stream<Path> files =
                Files.walk(bundles.resolve("org").resolve("ringback").resolve(name))) {
            return files.filter(file -> file.toString().endsWith(".jar"))
                    .findFirst()
                    .orElseThrow(() -> new IOException(name + ": no jar in " + bundles));
        }
    }

    /**
     * Reads the version of a bundle.
     *
     * @param jar the bundle
     * @return what its manifest says
     * @throws IOException if it cannot be read
     */
    public static String version(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue(VERSION);
        }
    }

    /**
     * Copies a bundle with another version.
     *
     * @param jar the bundle
     * @param version of the copy
     * @return the copy
     * @throws IOException if it cannot be read
     */
    public static byte[] copy(Path jar, String version) throws IOException {
        return copy(jar, version, "", "");
    }

    /**
     * Copies a bundle with another version, and a constant of its classes as another one. If both have one length the first
     * may be a part of a constant, else it is a whole one.
     *
     * @param jar the bundle
     * @param version of the copy
     * @param constant what stands in its classes; nothing is changed if it is empty
     * @param other what stands there in the copy
     * @return the copy
     * @throws IOException if it cannot be read
     */
    public static byte[] copy(Path jar, String version, String constant, String other) throws IOException {
        return copy(
                jar,
                headers -> headers.putValue(VERSION, version),
                content -> changed(content, constant, other),
                Map.of());
    }

    /**
     * Copies a bundle with whatever is otherwise.
     *
     * @param jar the bundle
     * @param headers changes its manifest
     * @param files changes the bytes of each file
     * @param more files by their names, beside the others or in their places
     * @return the copy
     * @throws IOException if it cannot be read
     */
    public static byte[] copy(
            Path jar, Consumer<Attributes> headers, UnaryOperator<byte[]> files, Map<String, byte[]> more)
            throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarFile original = new JarFile(jar.toFile())) {
            Manifest manifest = new Manifest(original.getManifest());
            headers.accept(manifest.getMainAttributes());
            Map<String, byte[]> contents = new LinkedHashMap<>();
            for (Enumeration<JarEntry> entries = original.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                if (!entry.getName().equals(JarFile.MANIFEST_NAME) && !entry.isDirectory()) {
                    contents.put(
                            entry.getName(),
                            files.apply(original.getInputStream(entry).readAllBytes()));
                }
            }
            contents.putAll(more);
            try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
                for (Map.Entry<String, byte[]> content : contents.entrySet()) {
                    out.putNextEntry(new JarEntry(content.getKey()));
                    out.write(content.getValue());
                    out.closeEntry();
                }
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] changed(byte[] content, String constant, String other) {
        if (constant.isEmpty()) {
            return content;
        }
        boolean whole = constant.length() != other.length();
        return new String(content, StandardCharsets.ISO_8859_1)
                .replace(whole ? inPool(constant) : constant, whole ? inPool(other) : other)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A constant as a class file has it in its pool, where nothing depends on its length but what stands before it. */
    private static String inPool(String constant) {
        return "" + (char) CONSTANT_UTF8 + (char) 0 + (char) constant.length() + constant;
    }
}
