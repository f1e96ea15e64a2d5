package org.ringback.runtime;

import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

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

    @Test
    public void aProgramWithoutItsShellIsNotSaidToBeAbsent() throws Exception {
        Home home = Home.at(Files.createTempDirectory("rb"));
        home.makeRoot();
        LocalShell shell = new LocalShell("shell", home.root().resolve("s"));
        HomeLock held = HomeLock.take(home);
        try {
            String why = String.valueOf(
                    assertThrows(Failure.class, () -> shell.require(home)).getMessage());
            assertTrue(why, why.contains("a program runs at " + home.root() + ", but its shell does not answer"));
        } finally {
            held.close();
        }
        String why = String.valueOf(
                assertThrows(Failure.class, () -> shell.require(home)).getMessage());
        assertTrue(why, why.contains("nothing runs at " + home.root()));
    }
}
