package org.ringback.acceptor.internal;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.ringback.acceptor.core.AcceptorAction.HandOver;
import org.ringback.api.Conversation;
import org.ringback.call.CallBack;
import org.ringback.call.CallBacks;
import org.ringback.call.CallInfo;
import org.ringback.call.CallListener;
import org.ringback.kernel.Link;
import org.ringback.transport.Loop;
import org.ringback.transport.ProtectedConnection;

/** Makes accepted call-backs conversation. Belongs to the loop. */
final class HandOvers {
    private final Loop loop;
    private final Answers answers;
    private final CallBacks callBacks;

    HandOvers(Loop loop, RandomGenerator random, Answers answers) {
        this.loop = loop;
        this.answers = answers;
        this.callBacks = new CallBacks(random);
    }

    void take(HandOver handOver, Link link) {
        link.connection().ifPresent(connection -> take(handOver, link, connection));
    }

    private void take(HandOver handOver, Link link, ProtectedConnection connection) {
        CallInfo info = new CallInfo(handOver.equipment(), handOver.service(), handOver.peer(), handOver.ring());
        Listener listener = new Listener();
        CallBack callBack = callBacks.acceptor(connection, loop, info, listener);
        listener.callBack = callBack;
        link.handOver(callBack::received, callBack::writable, callBack::lost, callBack::close);
    }

    /** Passes conversations on to who answers them. */
    private final class Listener implements CallListener {
        private @Nullable CallBack callBack;

        @Override
        public void opened(Conversation conversation) {
            CallBack end = callBack;
            if (end == null) {
                conversation.reset();
            } else {
                answers.opened(end, conversation);
            }
        }

        @Override
        public void ended(String reason) {
            callBack = null;
        }
    }
}
