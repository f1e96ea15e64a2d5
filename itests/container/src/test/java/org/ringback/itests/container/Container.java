package org.ringback.itests.container;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.options;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.options.UrlProvisionOption;
import org.osgi.framework.Constants;
import org.ringback.kit.Folders;

/** A framework with the bundles of features and a home of its own, as the launcher makes it. Used outside the container. */
final class Container {
    private Container() {}

    /** Bundles of features; nothing is configured, so that the test does it. */
    static Option[] bare(String... features) throws IOException {
        return in(home(), features);
    }

    /**
     * One feature with the configuration files as they are shipped, those of its own before those of all.
     *
     * @param feature which
     * @param overrides by PID, lines that replace what the shipped file says, for example to listen on a free port
     */
    static Option[] shipped(String feature, Map<String, String> overrides) throws IOException {
        Path home = home();
        Path config = home.resolve("config");
        copy(Architecture.root().resolve("config"), config);
        copy(Architecture.root().resolve("config").resolve(feature), config);
        for (var own : overrides.entrySet()) {
            Files.writeString(config.resolve(own.getKey() + ".cfg"), own.getValue());
        }
        return in(home, feature);
    }

    /** Copies the files of a folder, if it is there, over those that are. */
    private static void copy(Path from, Path to) throws IOException {
        if (Files.isDirectory(from)) {
            try (var files = Files.list(from)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    private static Option[] in(Path home, String... features) throws IOException {
        List<Option> bundles = new ArrayList<>();
        for (Path jar : Features.bundles(features)) {
            UrlProvisionOption option = bundle(jar.toUri().toString());
            bundles.add(isFragment(jar) ? option.noStart() : option);
        }
        return options(
                composite(bundles.toArray(Option[]::new)),
                junitBundles(),
                // As the launcher has it: an update may stand beside what it replaces.
                frameworkProperty(Constants.FRAMEWORK_BSNVERSION).value(Constants.FRAMEWORK_BSNVERSION_MULTIPLE),
                frameworkProperty("ringback.home").value(home.toString()),
                frameworkProperty("ringback.config")
                        .value(home.resolve("config").toString()),
                systemProperty("org.ops4j.pax.logging.DefaultServiceLog.level").value("WARN"),
                systemProperty("ringback.log").value(home.resolve("log").toString()));
    }

    private static boolean isFragment(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue("Fragment-Host") != null;
        }
    }

    /** A short path, as a Unix-domain socket lies below it; gone when the tests end. */
    private static Path home() throws IOException {
        Path home = Files.createTempDirectory(
                "ringback-it-", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        for (String folder : List.of("config", "data", "keys", "run", "log")) {
            Files.createDirectory(home.resolve(folder));
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> Folders.delete(home), "ringback-it-delete"));
        return home;
    }
}
