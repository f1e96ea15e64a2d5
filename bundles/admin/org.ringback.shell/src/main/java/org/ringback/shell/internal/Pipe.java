package org.ringback.shell.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.ringback.api.Conversation;

/** Joins a command's standard input and output to one conversation until both directions have ended. Stateless. */
final class Pipe {
    private static final int CHUNK = 64 * 1024;

    private Pipe() {}

    static void run(Conversation conversation, Terminal terminal) throws IOException {
        try (conversation) {
            FutureTask<Void> sending = new FutureTask<>(() -> send(terminal.in(), conversation), null);
            ShellThreads.start("ringback-shell-pipe", sending);
            try {
                if (receive(conversation, terminal)) {
                    sending.get();
                }
            } catch (ExecutionException e) {
                throw new IOException("sending failed", e);
            } catch (InterruptedException e) {
                conversation.reset();
                Thread.currentThread().interrupt();
                throw CommandFailure.refused("interrupted");
            } finally {
                sending.cancel(true);
            }
        }
    }

    /**
     * Returns false as soon as nobody takes the output, why the other side tells; what is not read keeps the equipment
     * waiting.
     */
    private static boolean receive(Conversation conversation, Terminal terminal) throws IOException {
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

    private static void send(InputStream in, Conversation conversation) {
        try (OutputStream out = conversation.output()) {
            byte[] chunk = new byte[CHUNK];
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                out.write(chunk, 0, length);
                out.flush();
            }
        } catch (IOException e) {
            // Cut input must not look like its end. The reading side fails with the conversation and tells the person.
            conversation.reset();
        }
    }
}
