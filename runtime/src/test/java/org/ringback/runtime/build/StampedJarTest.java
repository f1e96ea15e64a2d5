package org.ringback.runtime.build;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarInputStream;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;

public final class StampedJarTest {
    private static final String NAME = "a.class";

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private Path jar(String content) throws IOException {
        Path jar = folder.newFile().toPath();
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-Version", "1.2.3");
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream out = new JarOutputStream(file, manifest)) {
            out.putNextEntry(new JarEntry(NAME));
            out.write(content.getBytes(StandardCharsets.ISO_8859_1));
        }
        return jar;
    }

    private static byte[] content(byte[] jar) throws IOException {
        try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar))) {
            assertEquals(NAME, in.getNextJarEntry().getName());
            return in.readAllBytes();
        }
    }

    @Test
    public void aCopyHasAnotherVersionAndTheSameClasses() throws IOException {
        Path jar = jar("classes");
        assertEquals("1.2.3", StampedJar.version(jar));
        Path copy = Files.write(folder.newFile().toPath(), StampedJar.copy(jar, "1.2.4"));
        assertEquals("1.2.4", StampedJar.version(copy));
        assertArrayEquals(content(Files.readAllBytes(jar)), content(Files.readAllBytes(copy)));
    }

    @Test
    public void aConstantOfAnotherLengthIsReplacedAsAWholeWithItsLength() throws IOException {
        byte[] copy = StampedJar.copy(jar("\u0001\u0000\u0003MAC MAC"), "1.2.4", "MAC", "HMAC");
        assertEquals("\u0001\u0000\u0004HMAC MAC", new String(content(copy), StandardCharsets.ISO_8859_1));
    }

    @Test
    public void aPartOfAConstantIsReplacedByOneOfTheSameLength() throws IOException {
        byte[] copy = StampedJar.copy(jar("grant proof"), "1.2.4", "proof", "prooX");
        assertEquals("grant prooX", new String(content(copy), StandardCharsets.ISO_8859_1));
    }
}
