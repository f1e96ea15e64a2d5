package org.ringback.runtime.soak;

/** What is exchanged alone while a program runs: docs/updating.md has the table. */
enum Alone {
    REGISTRY(0, "registry"),
    RELAY(0, "relay"),
    SERVERS_SHELL(0, "shell"),
    ACCEPTOR(1, "acceptor"),
    THERMOSTAT(1, "thermostat"),
    GATEWAYS_SHELL(1, "shell"),
    ISSUER(2, "issuer"),
    ISSUERS_SHELL(2, "shell");

    private final int program;
    private final String name;

    Alone(int program, String name) {
        this.program = program;
        this.name = name;
    }

    /** {@return where it runs: in the first, second or third program} */
    int program() {
        return program;
    }

    String bundle() {
        return "org.ringback." + name;
    }

    /** {@return whether it takes the commands by which the soak rings} */
    boolean carries() {
        return this == ISSUER || this == ISSUERS_SHELL;
    }

    /** {@return whether commands that are under way end with it} */
    boolean endsCommands() {
        return this == ISSUERS_SHELL;
    }
}
