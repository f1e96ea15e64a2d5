package org.ringback.runtime;

import java.util.Objects;
import picocli.CommandLine.IVersionProvider;

/** Tells the version that the build wrote into the launcher's manifest. Stateless. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"ringback " + Objects.requireNonNullElse(version, "(not packaged)")};
    }
}
