package org.ringback.simulator.tcp;

/** Is told what becomes of a {@link TcpSocket}; never within a call that it makes itself. */
public interface TcpUser {
    /** A dialled connection stands at this end. */
    void connected();

    /**
     * A dial came to nothing; the socket is gone.
     *
     * @param why why
     */
    void failed(DialFailure why);

    /** A connection that stood at this end was reset from outside; the socket is gone. */
    void reset();
}
