package org.ringback.shell.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.ringback.api.Conversation;

/** Joins a command's standard input and output to one conversation until both directions have ended. Stateless. */
final class Pipe {
    private Pipe() {}

    static void run(Conversation conversation, Terminal terminal) throws IOException {
        try (conversation) {
            Thread up = new Thread(() -> send(terminal.in(), conversation), "ringback-shell-pipe");
            up.setDaemon(true);
            up.start();
            conversation.input().transferTo(terminal.out());
            terminal.out().flush();
            up.interrupt();
        }
    }

    private static void send(InputStream in, Conversation conversation) {
        try (OutputStream out = conversation.output()) {
            byte[] chunk = new byte[8 * 1024];
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                out.write(chunk, 0, length);
                out.flush();
            }
        } catch (IOException e) {
            // The equipment's direction tells how the conversation ended; ours is over.
            conversation.reset();
        }
    }
}
