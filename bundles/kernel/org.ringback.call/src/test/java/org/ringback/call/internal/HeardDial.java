package org.ringback.call.internal;

import java.util.ArrayList;
import java.util.List;

/** Keeps how dials of local addresses went. */
final class HeardDial implements LocalDial {
    final List<String> unreachable = new ArrayList<>();
    int stands;

    @Override
    public void stands() {
        stands++;
    }

    @Override
    public void unreachable(String why) {
        unreachable.add(why);
    }
}
