package org.ringback.acceptor.core;

import java.net.InetSocketAddress;
import java.util.Optional;
import org.ringback.api.ToldReason;
import org.ringback.spi.BoxContent;

/** What the acceptor makes of a second connection request. */
sealed interface Decision {
    /**
     * The issuer may be called back.
     *
     * @param box what the issuer said
     * @param issuer where
     */
    record Call(BoxContent box, InetSocketAddress issuer) implements Decision {}

    /**
     * Not one packet goes to the issuer.
     *
     * @param counter the reason as a counter's name
     * @param why in words, for the gateway's own story
     * @param told what the issuer is told; empty where it did not prove its grant
     */
    record Refuse(String counter, String why, Optional<ToldReason> told) implements Decision {}
}
