package org.ringback.call.internal;

import java.util.ArrayList;
import java.util.List;

/** Notes what a port needs. */
final class HeardPort implements ForwardedPort.Owner {
    final List<String> ended = new ArrayList<>();
    int wanted;

    @Override
    public void callWanted() {
        wanted++;
    }

    @Override
    public void callEnded(String why) {
        ended.add(why);
    }
}
