package org.ringback.runtime;

import static org.junit.Assert.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.Test;

/** What a system's shell completes is what an installation brings. */
public final class ChoicesTest {
    private static final String BNDRUN = ".bndrun";

    @Test
    public void theFeaturesAreThoseOfTheFolderOfFeatures() throws IOException {
        Path here = Path.of("").toAbsolutePath();
        Path root = Files.exists(here.resolve("docs/protocol.md")) ? here : here.getParent();
        try (Stream<Path> files = Files.list(root.resolve("features"))) {
            Set<String> features = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(BNDRUN))
                    .map(name -> name.substring(0, name.length() - BNDRUN.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(features, new TreeSet<>(new Choices.Features()));
        }
    }
}
