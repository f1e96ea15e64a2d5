package org.ringback.updater.internal;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.ringback.updater.release.NotAcceptedException;
import org.ringback.updater.release.TrustedKey;
import org.ringback.updater.release.TrustedKeys;

/**
 * Whose word counts now: the product's key, as the launcher read it at the start, and the files of {@code trust/} as
 * they are at this moment.
 *
 * @param product the text of {@code bin/lib/product.key}; null if the launcher did not start this container
 * @param home has the folder
 */
record Trust(@Nullable String product, HomeFiles home) {
    /** It is so since the installation was built, and alarms nobody. */
    static final String TRIAL = "the installation is signed by a trial key: whoever built it can sign its updates"
            + " (expected, where it matters: a release build; docs/updating.md, The key of the installation)";

    TrustedKeys keys() throws NotAcceptedException {
        if (product == null) {
            throw new NotAcceptedException(
                    "the product's key: not known (expected: a program that bin/ringback started)");
        }
        return TrustedKeys.read(TrustedKey.product(product), home.trust());
    }

    /** Whether the launcher started this container, and so what it consists of is written down. */
    boolean launched() {
        return product != null;
    }

    /** What is not as it should be, in words. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        try {
            TrustedKeys keys = keys();
            warnings.addAll(keys.troubles());
            if (keys.product().trial()) {
                warnings.add(TRIAL);
            }
        } catch (NotAcceptedException e) {
            warnings.add(String.valueOf(e.getMessage()));
        }
        return warnings.stream().map(Plain::text).toList();
    }
}
