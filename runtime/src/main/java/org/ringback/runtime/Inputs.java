package org.ringback.runtime;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Collects the options that read standard input, of which only one may. Used by one thread. */
final class Inputs {
    private final List<String> standard = new ArrayList<>();

    Inputs add(String option, Collection<String> files) {
        files.stream().filter(name -> new TextFile(name).standard()).forEach(name -> standard.add(option));
        return this;
    }

    Inputs addNamed(String option, List<NamedFile> files) {
        return add(option, files.stream().map(one -> one.file().name()).toList());
    }

    List<String> standard() {
        return List.copyOf(standard);
    }
}
