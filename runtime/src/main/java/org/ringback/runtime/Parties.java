package org.ringback.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The three processes of a trial, each with a home below one folder. They end with this process, unless they are kept.
 * Used by one thread, but for the end.
 */
final class Parties implements AutoCloseable {
    private final TrialFolder folder;
    private final Progress progress;
    private final List<Party> all = new ArrayList<>();
    private final Thread atExit = new Thread(this::end, "ringback-trial-end");
    private boolean kept;

    private Parties(TrialFolder folder, Progress progress) {
        this.folder = folder;
        this.progress = progress;
    }

    /** None runs yet; whatever is in the folder by the end goes with it. */
    static Parties in(TrialFolder folder, Progress progress) {
        Parties parties = new Parties(folder, progress);
        Runtime.getRuntime().addShutdownHook(parties.atExit);
        return parties;
    }

    Path folder() {
        return folder.path();
    }

    /** The folder of the home of one of them, by its name. */
    Path home(String name) {
        return folder.path().resolve(name);
    }

    /** Starts all three, in homes that are configured already, and waits until each does its work. */
    void start(Installation installation) throws Failure, InterruptedException {
        begin(Party.start(installation, "server", "server", "server", home("server")));
        begin(Party.start(installation, "gateway", "acceptor", "demo", home("gateway")));
        begin(Party.start(installation, "issuer", "issuer", "issuer", home("issuer")));
        server().awaitReady("server");
        gateway().awaitReady("acceptor");
        issuer().awaitReady("issuer");
        progress.say("all three answer");
    }

    private synchronized void begin(Party party) {
        all.add(party);
    }

    Party server() {
        return all().get(0);
    }

    Party gateway() {
        return all().get(1);
    }

    Party issuer() {
        return all().get(2);
    }

    synchronized List<Party> all() {
        return List.copyOf(all);
    }

    /** They go on when this process ends, and their homes stay. */
    synchronized void keep() {
        kept = true;
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            progress.say("stopped");
        }
    }

    private synchronized void end() {
        if (kept) {
            return;
        }
        all.forEach(Party::stop);
        try {
            for (Party party : all) {
                party.awaitStop();
            }
            folder.remove();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            progress.say("left behind: " + folder.path() + ": " + e);
        }
        all.clear();
    }
}
