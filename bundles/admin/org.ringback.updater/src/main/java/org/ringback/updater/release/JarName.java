package org.ringback.updater.release;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.jar.Attributes;
import java.util.jar.JarInputStream;
import java.util.jar.Manifest;

/** Reads from a jar which bundle it is: for who signs it, or lets it in unsigned. Stateless. */
public final class JarName {
    private JarName() {}

    /**
     * Reads a jar's manifest.
     *
     * @param jar its bytes
     * @return what it is
     * @throws NotAcceptedException if it is no bundle
     */
    public static BundleEntry entry(byte[] jar) throws NotAcceptedException {
        try (JarInputStream in = new JarInputStream(new ByteArrayInputStream(jar), false)) {
            Manifest manifest = in.getManifest();
            Attributes main = manifest == null ? new Attributes() : manifest.getMainAttributes();
            String name = main.getValue("Bundle-SymbolicName");
            String version = main.getValue("Bundle-Version");
            if (name == null) {
                throw new NotAcceptedException(
                        "jar: no Bundle-SymbolicName in its manifest (expected: an OSGi bundle, its manifest first)");
            }
            return BundleEntry.of(name.split(";", -1)[0].strip(), version == null ? "0.0.0" : version.strip(), jar);
        } catch (NotAcceptedException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new NotAcceptedException("jar: " + e.getMessage() + " (expected: an OSGi bundle)");
        }
    }
}
