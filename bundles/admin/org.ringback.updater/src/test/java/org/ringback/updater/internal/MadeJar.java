package org.ringback.updater.internal;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** The jar of a bundle that starts and offers a service ({@link Offering}); each method makes something of it otherwise. Used once. */
final class MadeJar {
    static final String KETTLE = "com.acme.kettle";

    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String OFFERING = Offering.class.getName();

    private final Map<String, String> headers = new LinkedHashMap<>();
    private final Map<String, byte[]> files = new LinkedHashMap<>();

    MadeJar(String name, String version) {
        headers.put("Bundle-ManifestVersion", "2");
        headers.put("Bundle-SymbolicName", name);
        headers.put("Bundle-Version", version);
        headers.put("Import-Package", "org.osgi.framework");
        headers.put("Bundle-Activator", OFFERING);
        String file = OFFERING.replace('.', '/') + ".class";
        try (InputStream in = MadeJar.class.getResourceAsStream("/" + file)) {
            files.put(file, in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static MadeJar kettle(String version) {
        return new MadeJar(KETTLE, version);
    }

    MadeJar header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    MadeJar without(String header) {
        headers.remove(header);
        return this;
    }

    MadeJar file(String name, String content) {
        files.put(name, content.getBytes(UTF_8));
        return this;
    }

    /** A component that provides this service. */
    MadeJar component(String file, String service) {
        return file(
                file,
                "<component xmlns='http://www.osgi.org/xmlns/scr/v1.3.0' name='" + KETTLE
                        + "'><implementation class='com.acme.Kettle'/><service><provide interface='" + service
                        + "'/></service></component>");
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest())) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                jar.putNextEntry(new JarEntry(file.getKey()));
                jar.write(file.getValue());
                jar.closeEntry();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private Manifest manifest() {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        headers.forEach(manifest.getMainAttributes()::putValue);
        return manifest;
    }

    /** A jar with two manifests, this one's first. */
    byte[] withManifestOf(MadeJar second) throws IOException {
        ByteArrayOutputStream other = new ByteArrayOutputStream();
        second.manifest().write(other);
        String almost = MANIFEST.replace('F', 'X');
        return named(file(almost, other.toString(UTF_8)).bytes(), almost, MANIFEST);
    }

    /** The same jar in which a file has another name of the same length, which another one may have too. */
    static byte[] named(byte[] jar, String from, String to) {
        if (from.length() != to.length()) {
            throw new IllegalArgumentException(from + ", " + to);
        }
        return new String(jar, ISO_8859_1).replace(from, to).getBytes(ISO_8859_1);
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
