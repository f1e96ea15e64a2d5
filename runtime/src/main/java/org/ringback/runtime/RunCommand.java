package org.ringback.runtime;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ringback run}: starts one gateway in the foreground. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Runs a feature in the foreground until it is stopped (Ctrl-C, SIGTERM).",
        footer = {"", "Configuration is copied into HOME/config at the first start and taken up while it runs."})
final class RunCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FEATURE",
            description = "server, acceptor, issuer or demo (an acceptor with a thermostat)")
    private String feature = "";

    @Option(
            names = "--home",
            required = true,
            paramLabel = "DIR",
            description = "folder of its own: config, data, keys, log")
    private Path home = Path.of("");

    @Override
    public Integer call() throws Failure, InterruptedException {
        Installation installation = Installation.here();
        new Gateway(installation, installation.feature(feature), Home.at(home)).run();
        return 0;
    }
}
