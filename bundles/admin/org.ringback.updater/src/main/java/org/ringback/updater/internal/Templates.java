package org.ringback.updater.internal;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.ringback.updater.release.NotAcceptedException;
import org.ringback.updater.release.SafeFile;

/**
 * The configuration that a bundle brings: files of its folder {@code config/}, named by its own symbolic name, copied
 * into the home's {@code config/} where none of that name is yet. Stateless.
 */
final class Templates {
    private static final String FOLDER = "config";
    private static final int MAX_BYTES = 64 * 1024;

    private Templates() {}

    /** The templates of a bundle; refuses one that is for somebody else. */
    static List<URL> of(Bundle bundle) throws NotAcceptedException {
        var found = bundle.findEntries(FOLDER, "*", true);
        List<URL> templates = found == null ? List.of() : Collections.list(found);
        Pattern own = Pattern.compile(Pattern.quote(bundle.getSymbolicName()) + "(?:~[A-Za-z0-9._-]{1,64})?\\.cfg");
        for (URL template : templates) {
            String path = template.getPath().replaceFirst("^/", "");
            String name = path.substring(FOLDER.length() + 1);
            if (!own.matcher(name).matches()) {
                throw new NotAcceptedException("bundle " + bundle.getSymbolicName() + ": " + path + " (expected: "
                        + FOLDER + "/" + bundle.getSymbolicName() + ".cfg, or " + bundle.getSymbolicName()
                        + "~NAME.cfg: its own configuration alone)");
            }
        }
        return templates;
    }

    /**
     * Copies those that the home does not have; they are on the disk before anything says that the bundle is.
     *
     * @param made gets each file that was made
     */
    static void copy(Bundle bundle, HomeFiles home, List<Path> made) throws IOException {
        for (URL template : of(bundle)) {
            String path = template.getPath();
            Path file = home.config().resolve(path.substring(path.lastIndexOf('/') + 1));
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) { // also a link to nowhere, which somebody made
                continue;
            }
            byte[] text;
            try (InputStream in = template.openStream()) {
                text = in.readNBytes(MAX_BYTES + 1);
            }
            if (text.length > MAX_BYTES) {
                throw new NotAcceptedException("bundle " + bundle.getSymbolicName() + ": " + path + ": more than "
                        + MAX_BYTES + " bytes (expected: at most so many)");
            }
            made.add(file);
            SafeFile.write(file, text);
        }
    }
}
