package org.ringback.itests.container;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.Test;

/** Every bundle is named as its folder, and exports what the architecture says: only what is nobody's inside. */
public final class BundlesIT {
    @Test
    public void everyBundleIsNamedAsItsFolderAndExportsWhatTheTableSays() throws IOException {
        Architecture architecture = Architecture.read();
        for (String bundle : Architecture.folders().keySet()) {
            String folder = Architecture.ROOT + "." + bundle;
            try (JarFile jar = new JarFile(Features.ours(folder).toFile())) {
                Set<String> entries = jar.stream().map(ZipEntry::getName).collect(Collectors.toSet());
                assertEquals(
                        folder,
                        List.of(),
                        BundleCheck.problems(
                                folder,
                                architecture.bundles().get(bundle).exports(),
                                jar.getManifest().getMainAttributes(),
                                entries));
            }
        }
    }
}
