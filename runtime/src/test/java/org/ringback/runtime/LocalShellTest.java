package org.ringback.runtime;

import static org.junit.Assert.assertThrows;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.Test;

public class LocalShellTest {
    @Test
    public void aCommandThatAnEndingProgramDoesNotTakeMayBeTriedAgain() throws Exception {
        Path socket = Files.createTempDirectory("rb").resolve("s");
        try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            listener.bind(UnixDomainSocketAddress.of(socket));
        }
        LocalShell shell = new LocalShell("issuer", socket);
        assertThrows(CommandNotTaken.class, () -> shell.run("ready issuer", ""));
    }
}
