package org.ringback.shell.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.felix.service.command.CommandSession;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.ringback.shell.link.ChannelStreams;
import org.ringback.shell.link.Frame;
import org.ringback.shell.link.NotTakenException;
import org.ringback.shell.link.ShellClient;

public class ShellServerTest {
    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    @Rule
    public final ShellRule shell = new ShellRule();

    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final CompletableFuture<String> whole = new CompletableFuture<>();

    @Before
    public void addCommands() {
        shell.add("cat", (session, words) -> {
            Terminal terminal = Terminal.of(session);
            copy(terminal.in(), terminal.out());
            return null;
        });
        shell.add("line", (session, words) -> firstLine(session));
        shell.add("both", (session, words) -> {
            Terminal terminal = Terminal.of(session);
            terminal.out().println("to out: 21 °C");
            terminal.err().println("to err");
            return null;
        });
        shell.add("wait", (session, words) -> {
            started.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
            return "released";
        });
        shell.add("flood", (session, words) -> {
            started.countDown();
            Terminal.of(session).out().write(new byte[8 * 1024 * 1024]);
            return null;
        });
        shell.add("whole", (session, words) -> {
            started.countDown();
            try {
                return whole.complete(new String(Terminal.of(session).in().readAllBytes(), UTF_8));
            } catch (IOException e) {
                return whole.completeExceptionally(e);
            }
        });
        shell.add("numbers", (session, words) -> List.of(1, 2));
        shell.add("broken", (session, words) -> {
            throw new IllegalStateException("one\nline");
        });
        shell.add("memory", (session, words) -> {
            throw new OutOfMemoryError("Java heap space");
        });
        shell.add("refused", (session, words) -> {
            throw CommandFailure.refused("no");
        });
    }

    @Test
    public void theSocketAndItsFolderAreForTheOwnerAlone() throws IOException {
        assertEquals("rw-------", permissions(shell.socket()));
        assertEquals("rwx------", permissions(shell.socket().getParent()));
    }

    @Test
    public void aCommandThatRunsOutOfMemoryEndsWithOneAndItsWords() throws IOException {
        ShellRule.Result result = shell.run("memory");
        assertEquals(1, result.exit());
        assertEquals("memory: java.lang.OutOfMemoryError: Java heap space\n", result.err());
    }

    @Test
    public void theSocketIsRemovedAtTheEnd() {
        shell.close();
        assertFalse(Files.exists(shell.socket()));
    }

    @Test
    public void aSocketInUseIsNotTakenAway() throws IOException {
        IOException e = assertThrows(
                IOException.class,
                () -> ShellServer.open(shell.processor::createSession, shell.underWay, shell.socket()));
        assertTrue(e.getMessage(), e.getMessage().contains("in use"));
        assertEquals(0, shell.run("both").exit());
    }

    @Test
    public void aSocketThatAKilledProcessLeftIsReplaced() throws IOException {
        shell.close();
        ServerSocketChannel killed = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        killed.bind(UnixDomainSocketAddress.of(shell.socket()));
        killed.close();
        assertTrue("closing leaves the file, as a kill does", Files.exists(shell.socket()));
        ShellServer again = ShellServer.open(shell.processor::createSession, shell.underWay, shell.socket());
        assertEquals("to err\n", shell.run("both").err());
        again.close();
    }

    @Test
    public void aFileOfSomeoneElseIsNotRemoved() throws IOException {
        Path file = Files.createTempFile("rb", ".txt");
        IOException e = assertThrows(
                IOException.class, () -> ShellServer.open(shell.processor::createSession, shell.underWay, file));
        assertTrue(e.getMessage(), e.getMessage().contains("is a file"));
        Files.delete(file);
    }

    @Test
    public void aPathThatNoSocketCanHaveIsRefusedClearly() {
        Path tooLong = shell.socket().resolveSibling("ü".repeat(50));
        IOException e = assertThrows(
                IOException.class, () -> ShellServer.open(shell.processor::createSession, shell.underWay, tooLong));
        assertTrue(e.getMessage(), e.getMessage().contains("at most 107"));
    }

    @Test
    public void outputErrorOutputAndExitCodeArriveApart() throws IOException {
        assertEquals(new ShellRule.Result(0, "to out: 21 °C\n", "to err\n"), shell.run("both"));
        assertEquals(new ShellRule.Result(1, "", "no\n"), shell.run("refused"));
    }

    @Test
    public void aCommandsOwnFaultIsOneLineAndNoStackTrace() throws IOException {
        ShellRule.Result result = shell.run("broken");
        assertEquals(1, result.exit());
        assertEquals("broken: java.lang.IllegalStateException: one line\n", result.err());
    }

    @Test
    public void whatACommandReturnsIsFormattedByGogo() throws IOException {
        assertEquals("1\n2\n", shell.run("numbers").out());
    }

    @Test
    public void anUnknownCommandExitsWithTwo() throws IOException {
        ShellRule.Result result = shell.run("nothing-of-this-name 1 2");
        assertEquals(2, result.exit());
        assertEquals("nothing-of-this-name: no such command (expected: one that 'help' lists)\n", result.err());
    }

    @Test
    public void aLineThatCannotBeReadExitsWithTwo() throws IOException {
        for (String line : List.of("both 'open", "both $(", "both {", "both [")) {
            ShellRule.Result result = shell.run(line);
            assertEquals(line + ": " + result.err(), 2, result.exit());
            assertEquals(line, 1, result.err().lines().count());
        }
    }

    @Test
    public void anEmptyLineOrACommentDoesNothing() throws IOException {
        assertEquals(0, shell.run("").exit());
        assertEquals(0, shell.run("# nothing").exit());
    }

    @Test
    public void allOfStandardInputPassesThrough() throws IOException {
        String megabyte = "0123456789abcdé\n".repeat(64 * 1024);
        assertEquals(megabyte, shell.run("cat", megabyte).out());
        assertEquals("", shell.run("cat", "").out());
    }

    @Test
    public void standardInputIsThereAtOnceAndNotAtItsEnd() throws IOException {
        try (PipedOutputStream person = new PipedOutputStream();
                InputStream terminal = new PipedInputStream(person)) {
            person.write("first\nsecond\n".getBytes(UTF_8));
            person.flush();
            // The person's terminal stays open: the command's end is what ends it.
            assertEquals("first\n", shell.run("line", terminal).out());
        }
    }

    @Test
    public void aCommandThatReadsNothingEndsWhateverIsSentToIt() throws IOException {
        assertEquals("to err\n", shell.run("both", "x".repeat(3 * 1024 * 1024)).err());
    }

    @Test
    public void theEndOfStandardInputInterruptsNobody() throws Exception {
        Thread releasing = new Thread(() -> {
            await(started);
            release.countDown();
        });
        releasing.start();
        assertEquals("released\n", shell.run("wait", "").out());
        assertEquals(1, interrupted.getCount());
        releasing.join();
    }

    @Test
    public void aPersonWhoLeavesInterruptsTheCommand() throws Exception {
        SocketChannel person = connect("wait");
        await(started);
        person.close();
        await(interrupted);
    }

    @Test
    public void aPersonWhoLeavesAfterTheEndOfInputInterruptsTheCommand() throws Exception {
        SocketChannel person = connect("wait");
        new Frame(Frame.Type.END_OF_INPUT, new byte[0]).write(ChannelStreams.out(person));
        await(started);
        person.close();
        await(interrupted);
    }

    @Test
    public void closingTheSocketInterruptsWhatRuns() throws Exception {
        try (SocketChannel person = connect("wait")) {
            await(started);
            shell.close();
            await(interrupted);
            DataInputStream answer = new DataInputStream(ChannelStreams.in(person));
            assertEquals(Frame.Type.ERROR, Frame.read(answer).orElseThrow().type());
            assertFalse(Frame.read(answer).isPresent());
        }
    }

    @Test
    public void theCommandThatClosesTheSocketGoesOnAndItsAnswerArrives() throws Exception {
        shell.add("update", (session, words) -> {
            shell.close();
            await(interrupted); // fails if this command is interrupted too
            return "updated";
        });
        try (SocketChannel other = connect("wait")) {
            await(started);
            assertEquals(new ShellRule.Result(0, "updated\n", ""), shell.run("update"));
            assertTrue(other.isOpen());
        }
    }

    /** What somebody hears who waits until at most so many are under way. */
    private List<String> told(int atMost) {
        List<String> lines = new ArrayList<>();
        shell.underWay.accept(atMost, lines::add);
        return lines;
    }

    @Test
    public void whoAwaitsTheOthersHearsOnceTheirCommandsHaveEndedAndThenNoneIsTaken() throws Exception {
        SocketChannel person = connect("wait");
        await(started);
        FutureTask<List<String>> ending = new FutureTask<>(() -> told(0));
        new Thread(ending).start();
        assertThrows("it waits", TimeoutException.class, () -> ending.get(0, TimeUnit.SECONDS));
        person.close();
        assertEquals(List.of(), ending.get());
        await(interrupted);
        assertThrows(NotTakenException.class, () -> shell.run("wait"));
    }

    @Test
    public void whoHasACommandOfItsOwnAwaitsTheOthersAlone() throws Exception {
        try (SocketChannel own = connect("wait")) {
            await(started);
            assertEquals(List.of(), told(1));
            assertThrows(NotTakenException.class, () -> shell.run("both"));
            release.countDown();
            assertEquals(0, exitOf(own));
        }
    }

    @Test
    public void aShellThatStopsLeavesNobodyWaiting() throws Exception {
        try (SocketChannel person = connect("wait")) {
            await(started);
            FutureTask<List<String>> ending = new FutureTask<>(() -> told(0));
            new Thread(ending).start();
            shell.underWay.stop();
            assertEquals(List.of(), ending.get());
            assertTrue(person.isOpen());
        }
    }

    @Test
    public void aCommandWithoutInputMayGoToAnotherProgramHoweverLateItIsNotTaken() throws Exception {
        Path path = shell.socket().resolveSibling("other.sock");
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(path));
            FutureTask<Void> readsAllAndHangsUp = new FutureTask<>(() -> {
                try (SocketChannel client = other.accept()) {
                    DataInputStream in = new DataInputStream(ChannelStreams.in(client));
                    while (Frame.read(in).orElseThrow().type() != Frame.Type.END_OF_INPUT) {
                        // Until the client has nothing more to say.
                    }
                }
                return null;
            });
            new Thread(readsAllAndHangsUp).start();
            OutputStream err = OutputStream.nullOutputStream();
            assertThrows(NotTakenException.class, () -> ShellClient.runHere(path, "ring lamp-1 --pipe", err));
            readsAllAndHangsUp.get();
        } finally {
            Files.deleteIfExists(path);
        }
    }

    @Test
    public void aCommandThatIsNotTakenLeavesItsInputUnread() throws Exception {
        Path path = shell.socket().resolveSibling("other.sock");
        InputStream input = new ByteArrayInputStream("for another".getBytes(UTF_8));
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(path));
            Thread hangsUp = new Thread(() -> {
                try {
                    other.accept().close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            hangsUp.start();
            ByteArrayOutputStream told = new ByteArrayOutputStream();
            assertThrows(NotTakenException.class, () -> ShellClient.run(path, "ring lamp-1", input, told, told));
            hangsUp.join();
            for (Thread left : clientThreads()) {
                left.join();
            }
            assertEquals("nothing is told once it is over", "", told.toString(UTF_8));
            assertEquals("for another".length(), input.available());
        } finally {
            Files.deleteIfExists(path);
        }
    }

    @Test
    public void aPersonWhoReadsNothingHoldsUpNobodyElse() throws Exception {
        try (SocketChannel lazy = connect("flood")) {
            await(started);
            assertEquals("to err\n", shell.run("both").err());
            assertTrue(lazy.isOpen());
        }
    }

    @Test
    public void theSeventeenthCommandAtOnceIsRefusedAndTheNextOneServed() throws Exception {
        List<SocketChannel> people = new ArrayList<>();
        for (int i = 0; i < ShellServer.MAX_SESSIONS; i++) {
            people.add(connect("wait"));
        }
        ShellRule.Result refused = shell.run("both");
        assertEquals(1, refused.exit());
        assertTrue(refused.err(), refused.err().contains("at most 16"));
        // One that is refused and does not stay to hear it must not end the listening.
        for (int i = 0; i < 20; i++) {
            SocketChannel.open(UnixDomainSocketAddress.of(shell.socket())).close();
        }
        release.countDown();
        for (SocketChannel person : people) {
            assertEquals(0, exitOf(person));
            person.close();
        }
        ShellRule.Result served = shell.run("both");
        while (served.exit() != 0) {
            served = shell.run("both");
        }
        assertEquals("to err\n", served.err());
    }

    @Test
    public void aFirstFrameThatIsNoCommandIsRefused() throws IOException {
        try (SocketChannel person = SocketChannel.open(UnixDomainSocketAddress.of(shell.socket()))) {
            new Frame(Frame.Type.INPUT, new byte[1]).write(ChannelStreams.out(person));
            assertEquals(2, exitOf(person));
        }
        assertEquals(0, shell.run("both").exit());
    }

    @Test
    public void whoGoesInTheMiddleOfAFileHasNotSentIt() throws Exception {
        sendsHalfAndThen(new byte[0]);
    }

    @Test
    public void whoGoesInTheMiddleOfAFrameHasNotSentTheFile() throws Exception {
        sendsHalfAndThen(new byte[] {'I', 0, 0, 0, 9, 'x'});
    }

    @Test
    public void whoSaysALengthThatNoFrameHasHasNotSentTheFile() throws Exception {
        sendsHalfAndThen(
                ByteBuffer.allocate(5).put((byte) 'I').putInt(Integer.MAX_VALUE).array());
    }

    @Test
    public void whoSaysALengthBelowZeroHasNotSentTheFile() throws Exception {
        sendsHalfAndThen(ByteBuffer.allocate(5).put((byte) 'I').putInt(-1).array());
    }

    private void sendsHalfAndThen(byte[] last) throws Exception {
        try (SocketChannel person = SocketChannel.open(UnixDomainSocketAddress.of(shell.socket()))) {
            OutputStream out = ChannelStreams.out(person);
            new Frame(Frame.Type.COMMAND, "whole".getBytes(UTF_8)).write(out);
            new Frame(Frame.Type.INPUT, "half of a jar".getBytes(UTF_8)).write(out);
            started.await();
            out.write(last);
            out.flush();
            person.shutdownOutput();
            ExecutionException cut = assertThrows(ExecutionException.class, whole::get);
            assertTrue(cut.getCause().toString(), cut.getCause() instanceof IOException);
        }
        assertEquals("the next one is served", 0, shell.run("both").exit());
    }

    @Test
    public void aGatewayThatIsGoneIsReportedAndNotAwaited() throws Exception {
        shell.close();
        assertThrows(IOException.class, () -> shell.run("both"));
    }

    @Test
    public void aLostConnectionIsNoExitCode() throws Exception {
        Thread closing = new Thread(() -> {
            await(started);
            shell.close();
        });
        closing.start();
        IOException e = assertThrows(IOException.class, () -> shell.run("wait", new ByteArrayInputStream(new byte[0])));
        assertTrue(e.getMessage(), e.getMessage().contains("lost"));
        closing.join();
    }

    /** With something unread a Unix socket's end is a reset (unix(7)). */
    @Test
    public void aConnectionThatIsResetIsLostToo() throws Exception {
        Path path = shell.socket().resolveSibling("other.sock");
        try (ServerSocketChannel other = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            other.bind(UnixDomainSocketAddress.of(path));
            Thread resetting = new Thread(() -> readOneByteAndClose(other));
            resetting.start();
            IOException e = assertThrows(
                    IOException.class,
                    () -> ShellClient.run(
                            path,
                            "wait",
                            new ByteArrayInputStream(new byte[0]),
                            new ByteArrayOutputStream(),
                            new ByteArrayOutputStream()));
            assertTrue(e.getMessage(), e.getMessage().contains("lost"));
            resetting.join();
        } finally {
            Files.deleteIfExists(path);
        }
    }

    private static void readOneByteAndClose(ServerSocketChannel other) {
        try (SocketChannel person = other.accept()) {
            assertEquals(1, person.read(ByteBuffer.allocate(1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    public void theStreamsOfThisProcessAreForItsOwnCommandsOnly() throws IOException {
        long another = ProcessHandle.current().pid() + 1;
        byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(another).array();
        try (SocketChannel person = SocketChannel.open(UnixDomainSocketAddress.of(shell.socket()))) {
            new Frame(Frame.Type.OWN_STREAMS, number).write(ChannelStreams.out(person));
            assertEquals(CommandFailure.USAGE, exitOf(person));
        }
    }

    private static Object firstLine(CommandSession session) throws IOException {
        InputStream in = Terminal.of(session).in();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            line.write(next);
        }
        return line.toString(UTF_8);
    }

    private static void copy(InputStream in, OutputStream out) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        in.transferTo(all);
        out.write(all.toByteArray());
    }

    private SocketChannel connect(String command) throws IOException {
        SocketChannel person = SocketChannel.open(UnixDomainSocketAddress.of(shell.socket()));
        new Frame(Frame.Type.COMMAND, command.getBytes(UTF_8)).write(ChannelStreams.out(person));
        return person;
    }

    private static int exitOf(SocketChannel person) throws IOException {
        DataInputStream in = new DataInputStream(ChannelStreams.in(person));
        while (true) {
            Frame frame = Frame.read(in).orElseThrow();
            if (frame.type() == Frame.Type.EXIT) {
                return frame.payload()[3];
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertTrue("in time", latch.await(10, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static List<Thread> clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isDaemon() && thread.getName().equals("ringback-shell-client"))
                .toList();
    }
}
