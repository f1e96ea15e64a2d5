package org.ringback.shell.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.ringback.api.Conversation;

/**
 * Connects a command's standard input and output to a conversation until both directions have ended. Then all that was
 * sent is delivered, or a failure says why not. Used once.
 */
final class Pipe {
    private static final int CHUNK = 64 * 1024;

    private final Conversation conversation;
    private final Terminal terminal;
    private volatile @Nullable IOException unread;

    private Pipe(Conversation conversation, Terminal terminal) {
        this.conversation = conversation;
        this.terminal = terminal;
    }

    static void run(Conversation conversation, Terminal terminal) throws IOException {
        try (conversation) {
            new Pipe(conversation, terminal).run();
        }
    }

    private void run() throws IOException {
        FutureTask<Void> sending = new FutureTask<>(this::send, null);
        ShellThreads.start("ringback-shell-pipe", sending);
        try {
            if (receive()) {
                conversation.awaitDelivered();
            }
        } catch (InterruptedIOException e) {
            conversation.reset();
            throw CommandFailure.refused("interrupted");
        } catch (IOException e) {
            IOException input = unread;
            if (input != null) {
                throw Terminal.unreadable(input);
            }
            throw e;
        } finally {
            sending.cancel(true);
        }
    }

    /**
     * Copies the conversation to standard output. Returns false once nobody takes the output, of which the client says
     * why; while output is not read, the equipment must wait.
     */
    private boolean receive() throws IOException {
        InputStream in = conversation.input();
        byte[] chunk = new byte[CHUNK];
        for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
            terminal.out().write(chunk, 0, length);
            if (terminal.outputLost()) {
                conversation.reset();
                return false;
            }
        }
        return true;
    }

    /**
     * Copies standard input to the conversation. Closes the conversation's output only at the real end of input, so
     * that input that broke off does not look complete; the other thread tells the person.
     */
    private void send() {
        boolean whole = false;
        try {
            OutputStream out = conversation.output();
            byte[] chunk = new byte[CHUNK];
            for (int length = read(chunk); length >= 0; length = read(chunk)) {
                out.write(chunk, 0, length);
                out.flush();
            }
            out.close();
            whole = true;
        } catch (IOException e) {
            return; // the reader of the conversation, or awaitDelivered, reports its failure
        } finally {
            if (!whole) {
                conversation.reset();
            }
        }
    }

    private int read(byte[] chunk) throws IOException {
        try {
            return terminal.in().read(chunk);
        } catch (IOException e) {
            unread = e;
            throw e;
        }
    }
}
