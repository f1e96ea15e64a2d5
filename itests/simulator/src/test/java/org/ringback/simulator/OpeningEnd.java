package org.ringback.simulator;

import org.ringback.simulator.tcp.DialFailure;
import org.ringback.simulator.tcp.TcpUser;
import org.ringback.spi.CloseReason;
import org.ringback.spi.CloseReason.Kind;

/** Hears what becomes of an end's socket, until the connection stands at both ends: from then on the {@link Link} tells. */
final class OpeningEnd implements TcpUser {
    private final End end;
    private final boolean localNamed;
    private final Runnable stands;

    /**
     * Makes one.
     *
     * @param localNamed whether the local address was named in dialling
     * @param stands is run when the connection stands at this end, which dialled
     */
    OpeningEnd(End end, boolean localNamed, Runnable stands) {
        this.end = end;
        this.localNamed = localNamed;
        this.stands = stands;
    }

    @Override
    public void connected() {
        stands.run();
    }

    @Override
    public void failed(DialFailure why) {
        over(DialReasons.of(why, localNamed));
    }

    @Override
    public void reset() {
        if (!end.link().born()) {
            over(CloseReason.of(Kind.BROKEN, "connection reset"));
        }
    }

    private void over(CloseReason why) {
        end.end(why.kind(), why.detail());
    }
}
