package org.ringback.simulator;

import java.security.MessageDigest;
import java.util.function.BiConsumer;
import org.ringback.api.KeyFingerprint;
import org.ringback.kit.Checked;
import org.ringback.spi.CloseReason.Kind;

/** The handshake of TLS 1.3 on a connection that stands, as far as who is proved when, and what is said of another key. */
final class Handshakes {
    private final Simulation simulation;
    private BiConsumer<Link, Runnable> meeting = (link, goOn) -> goOn.run();

    Handshakes(Simulation simulation) {
        this.simulation = simulation;
    }

    /** Decides when a dialler that has the answerer's whole flight goes on. */
    void meeting(BiConsumer<Link, Runnable> decides) {
        meeting = decides;
    }

    /** A connection stands at its dialler's end: there goes the first record. */
    void opened(Link link) {
        if (link.dialler().inClear()) {
            link.first(() -> {});
            link.dialler().connect();
        } else {
            link.dialler().opened();
            link.first(() -> helloArrived(link));
        }
    }

    /** A connection stands at its answerer's end, which may wait for the first record in vain. */
    void accepted(End answerer) {
        if (answerer.answered()) {
            limit(answerer);
        }
    }

    /** The dialler of a relayed connection protects it, as both ends are there: ClientHello, and the whole flight back. */
    void greet(End dialler) {
        Link link = dialler.link();
        limit(dialler);
        link.carry(link.answerer(), () -> helloArrived(link));
    }

    private void helloArrived(Link link) {
        End answerer = link.answerer();
        boolean limited = answerer.answered();
        answerer.hello();
        if (!answerer.over() && answerer.answered()) {
            if (!limited) {
                limit(answerer);
            }
            link.carry(link.dialler(), () -> meet(link));
        }
    }

    private void limit(End end) {
        simulation.in(Link.LIMIT, () -> {
            if (!end.proved()) {
                end.end(Kind.TIMED_OUT, "no handshake in time");
            }
        });
    }

    private void meet(Link link) {
        meeting.accept(link, () -> {
            if (!link.dialler().over()) {
                met(link);
            }
        });
    }

    /** The dialler judges the answerer, and says who it is itself. */
    private static void met(Link link) {
        End dialler = link.dialler();
        End answerer = link.answerer();
        if (!dialler.accepts(answerer.credentials())) {
            link.carry(answerer, () -> answerer.end(Kind.PROTECTION, "the peer refused the key"));
            dialler.end(Kind.WRONG_KEY, "another key than expected");
            return;
        }
        byte[] binding =
                binding(answerer.credentials().key(), dialler.credentials().key());
        link.carry(answerer, () -> {
            if (answerer.accepts(dialler.credentials())) {
                answerer.prove(binding);
            } else {
                link.carry(dialler, () -> dialler.end(Kind.PROTECTION, "the peer refused the key"));
                answerer.end(Kind.WRONG_KEY, "another key than expected");
            }
        });
        dialler.prove(binding);
    }

    /** {@return the same at both ends, and for these two keys only} */
    private static byte[] binding(KeyFingerprint answerer, KeyFingerprint dialler) {
        return Checked.get(() -> {
            MessageDigest hash = MessageDigest.getInstance("SHA-256");
            hash.update(answerer.bytes());
            return hash.digest(dialler.bytes());
        });
    }
}
