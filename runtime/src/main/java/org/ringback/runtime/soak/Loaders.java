package org.ringback.runtime.soak;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Class loaders of bundles in one process. Their number alone does not tell: a bundle gets one only when a class of it is
 * used, as that of the checks with the first update. Two with classes of ours of the same names are two versions of one bundle.
 * Immutable.
 *
 * @param all how many there are
 * @param former how many are of a version of which there is another one
 */
record Loaders(int all, int former) {
    private static final String OF_A_BUNDLE = "BundleClassLoader";

    /** A loader's line in the tree; the lines of its classes follow. */
    private static final Pattern LOADER = Pattern.compile("^[ |]*\\+-- (.*)$");

    private static final Pattern CLASS = Pattern.compile("^[ |]+(?:Classes: +)?(org\\.ringback\\.[\\w.$]+)$");

    /** Reads what {@code jcmd PID VM.classloaders show-classes=true} prints. */
    static Loaders of(String tree) {
        List<Set<String>> loaders = new ArrayList<>();
        boolean counts = false;
        for (String line : tree.lines().toList()) {
            Matcher loader = LOADER.matcher(line);
            Matcher name = CLASS.matcher(line);
            if (loader.matches()) {
                counts = loader.group(1).contains(OF_A_BUNDLE);
                if (counts) {
                    loaders.add(new HashSet<>());
                }
            } else if (counts && name.matches()) {
                loaders.get(loaders.size() - 1).add(name.group(1));
            }
        }
        Set<String> seen = new HashSet<>();
        int former = 0;
        for (Set<String> classes : loaders) {
            former += Collections.disjoint(seen, classes) ? 0 : 1;
            seen.addAll(classes);
        }
        return new Loaders(loaders.size(), former);
    }
}
