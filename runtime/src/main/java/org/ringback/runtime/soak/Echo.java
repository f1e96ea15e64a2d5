package org.ringback.runtime.soak;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/** Answers everybody with what they say, until it is closed: the service that the gateway passes conversations to. */
public final class Echo implements AutoCloseable {
    private static final int BACKLOG = 64;

    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newCachedThreadPool(Daemons.named("ringback-soak-echo"));

    private Echo(ServerSocket listener) {
        this.listener = listener;
    }

    /**
     * Opens it.
     *
     * @return one that answers
     * @throws IOException if it cannot listen
     */
    public static Echo open() throws IOException {
        Echo echo = new Echo(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()));
        echo.threads.execute(new FutureTask<>(echo::accept));
        return echo;
    }

    /** {@return where it listens} */
    public int port() {
        return listener.getLocalPort();
    }

    /** Ends when the listener is closed. */
    private Void accept() throws IOException {
        while (true) {
            Socket socket = listener.accept();
            threads.execute(() -> answer(socket));
        }
    }

    /** A conversation that breaks off is missed by whoever talks, who counts its bytes. */
    private static void answer(Socket accepted) {
        try (Socket socket = accepted) {
            socket.setTcpNoDelay(true);
            socket.getInputStream().transferTo(socket.getOutputStream());
        } catch (IOException e) {
            return;
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        threads.shutdownNow();
    }
}
