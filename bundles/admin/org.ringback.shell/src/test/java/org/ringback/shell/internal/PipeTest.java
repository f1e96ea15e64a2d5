package org.ringback.shell.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.Timeout;
import org.ringback.api.Conversation;
import org.ringback.shell.link.ShellClient;
import org.ringback.spi.CloseReason;

/** What {@code ring --pipe} sends is taken at the other end, or the command says why not. */
public class PipeTest {
    private static final String LINE = "ring lamp-1 --service ftp --pipe --quiet";

    /** Less than the room that an end has for its peer, and more. */
    private static final List<Integer> SIZES = List.of(10, 2_000_000);

    private static final InputStream DIRECTORY = new InputStream() {
        @Override
        public int read() throws IOException {
            throw new IOException("Is a directory");
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("Is a directory");
        }
    };

    @Rule
    public final Timeout timeout = Timeout.seconds(30);

    @Rule
    public final ShellRule shell = new ShellRule();

    @Rule
    public final AnsweredCall call = new AnsweredCall();

    @Test
    public void anUploadThatTheServiceCutsBehindTheEndOfItsAnswerIsNoSuccess() throws Exception {
        answeredBy(conversation -> {
            endOfAnswer(conversation);
            conversation.reset();
        });
        for (int size : SIZES) {
            ShellRule.Result result = shell.run(LINE, "x".repeat(size));
            assertEquals(
                    "lamp-1 called back, but its service ftp broke the conversation off. See that --service is one that it"
                            + " has and ring again; if it stays so, ask the owner of lamp-1 to look at the gateway's log.\n",
                    result.err());
            assertEquals(1, result.exit());
        }
    }

    @Test
    public void anUploadWhoseCallBackIsLostBehindTheEndOfTheAnswerIsNoSuccess() throws Exception {
        answeredBy(conversation -> {
            endOfAnswer(conversation);
            call.loop().execute(() -> call.issuer().closed(CloseReason.of(CloseReason.Kind.BROKEN, "cut")));
        });
        ShellRule.Result result = shell.run(LINE, "x".repeat(10));
        assertEquals(
                "the conversation broke off: conversation: connection lost: cut (expected: its end first); next: ring"
                        + " again\n",
                result.err());
        assertEquals(1, result.exit());
    }

    @Test
    public void anUploadIsWaitedForUntilTheServiceHasTakenAllOfIt() throws Exception {
        CompletableFuture<Integer> taken = new CompletableFuture<>();
        answeredBy(conversation -> {
            endOfAnswer(conversation);
            taken.complete(conversation.input().readAllBytes().length);
            conversation.close();
        });
        call.hangsUp = true;
        int size = 2_000_000;
        ShellRule.Result result = shell.run(LINE, "x".repeat(size));
        assertEquals(result.err(), 0, result.exit());
        assertEquals(size, (int) taken.get()); // the pipe may end between the last read and this note of it
    }

    @Test
    public void aServiceThatTakesNoMoreIsInOrder() throws Exception {
        answeredBy(conversation -> {
            conversation.output().write("enough\n".getBytes(UTF_8));
            conversation.close();
        });
        for (int size : SIZES) {
            ShellRule.Result result = shell.run(LINE, "x".repeat(size));
            assertEquals(result.err(), 0, result.exit());
            assertEquals("enough\n", result.out());
        }
    }

    @Test
    public void inputThatCannotBeReadIsNamedAndNoEndForTheService() throws Exception {
        CompletableFuture<Conversation> seen = new CompletableFuture<>();
        FutureTask<byte[]> read = new FutureTask<>(() -> seen.get().input().readAllBytes());
        answeredBy(conversation -> {
            seen.complete(conversation);
            read.run();
        });
        assertUnreadable(shell.run(LINE, new InputStream() {
            @Override
            public int read() throws IOException {
                seen.join(); // a conversation that is reset before it is sent is none for the service
                return DIRECTORY.read();
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return read();
            }
        }));
        ExecutionException cut = assertThrows(ExecutionException.class, read::get);
        assertEquals(
                "conversation: reset by the peer: reset by the application (expected: its end first)",
                cut.getCause().getMessage());

        ByteArrayOutputStream err = new ByteArrayOutputStream();
        shell.own = new OwnStreams(DIRECTORY, new ByteArrayOutputStream());
        int exit = ShellClient.runHere(shell.socket(), LINE, err);
        assertUnreadable(new ShellRule.Result(exit, "", err.toString(UTF_8)));
    }

    @Test
    public void inputThatCannotBeReadDisturbsNoCommandThatReadsNone() throws Exception {
        shell.add("reads-none", (session, words) -> "done");
        assertEquals(new ShellRule.Result(0, "done\n", ""), shell.run("reads-none", DIRECTORY));
        shell.add("reads", (session, words) -> Terminal.of(session).pasted("a string"));
        assertUnreadable(shell.run("reads", DIRECTORY));
    }

    private static void assertUnreadable(ShellRule.Result result) {
        assertEquals(
                "standard input: cannot be read: Is a directory (expected: one that can, to its end)\n", result.err());
        assertEquals(1, result.exit());
    }

    private void answeredBy(Answering answering) {
        shell.add(call.ringCommand());
        call.stands((callBack, conversation) -> {
            Thread thread = new Thread(() -> answering.quietly(conversation), "test-answer");
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** The other end has read it too. */
    private static void endOfAnswer(Conversation conversation) throws IOException {
        conversation.output().close();
        conversation.awaitDelivered();
    }

    private interface Answering {
        void by(Conversation conversation) throws IOException;

        default void quietly(Conversation conversation) {
            try {
                by(conversation);
            } catch (IOException e) {
                conversation.reset();
            }
        }
    }
}
