package org.ringback.itests.container;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;

/** What a bundle's manifest must say, given its name and its entries. Stateless. */
final class BundleCheck {
    private BundleCheck() {}

    /**
     * Finds what is wrong.
     *
     * @param folder the bundle's folder, which is its name everywhere
     * @param exports whether it has packages for others
     * @param manifest the main attributes
     * @param entries the names of the jar's entries
     * @return complaints; none is right
     */
    static List<String> problems(String folder, boolean exports, Attributes manifest, Set<String> entries) {
        List<String> problems = new ArrayList<>();
        String name = String.valueOf(manifest.getValue("Bundle-SymbolicName")).split(";", 2)[0];
        if (!name.equals(folder)) {
            problems.add("Bundle-SymbolicName " + name + " (expected: " + folder + ")");
        }
        Set<String> packages = new TreeSet<>();
        for (String entry : entries) {
            if (entry.endsWith(".class")) {
                String type = entry.replace('/', '.');
                if (!type.startsWith(folder + ".")) {
                    problems.add(entry + " (expected: below " + folder + ")");
                }
                packages.add(type.substring(0, type.lastIndexOf('.', type.length() - ".class".length() - 1)));
            }
        }
        Set<String> expected = new TreeSet<>();
        for (String each : packages) {
            List<String> parts = List.of(each.split("\\.", -1));
            if (exports && !parts.contains("internal") && !parts.contains("core")) {
                expected.add(each);
            }
        }
        Set<String> exported = exported(manifest);
        if (!exported.equals(expected)) {
            problems.add("Export-Package " + exported + " (expected: " + expected + ")");
        }
        return problems;
    }

    /** OSGi Core 8 §3.2.4: clauses with commas between, paths before parameters; quoted values may hold commas too. */
    private static Set<String> exported(Attributes manifest) {
        Set<String> packages = new TreeSet<>();
        String header = manifest.getValue("Export-Package");
        if (header != null) {
            for (String clause : header.replaceAll("\"[^\"]*\"", "").split(",", -1)) {
                for (String part : clause.split(";", -1)) {
                    if (!part.contains("=")) {
                        packages.add(part.strip());
                    }
                }
            }
        }
        return packages;
    }

    /** {@return the fields of a manifest as attributes} */
    static Attributes attributes(Map<String, String> fields) {
        Attributes attributes = new Attributes();
        fields.forEach(attributes::putValue);
        return attributes;
    }
}
