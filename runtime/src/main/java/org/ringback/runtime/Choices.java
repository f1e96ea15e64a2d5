package org.ringback.runtime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ringback.api.RingSystem;

/** What may be written as the value of an option, for the completion of system shells. Stateless. */
final class Choices {
    private Choices() {}

    /** The systems of a ring. */
    static final class Systems extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Systems() {
            super(Arrays.stream(RingSystem.values()).map(RingSystem::label).toList());
        }
    }

    /** The services that gateways answer most: any other name may be written as well. */
    static final class Services extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Services() {
            super(List.of("http", "ssh"));
        }
    }

    /** The protections towards a server that an installation brings. */
    static final class Protections extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Protections() {
            super(List.of("tls13", "certificate-first"));
        }
    }

    /** The features that an installation brings. */
    static final class Features extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Features() {
            super(List.of("server", "acceptor", "issuer", "system", "demo"));
        }
    }
}
