package org.ringback.nat;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A stream of which all that is read is written elsewhere too. Used by one thread. */
final class Copied extends FilterInputStream {
    private final OutputStream copy;

    Copied(InputStream stream, OutputStream copy) {
        super(stream);
        this.copy = copy;
    }

    @Override
    public int read() throws IOException {
        int one = super.read();
        if (one >= 0) {
            copy.write(one);
        }
        return one;
    }

    @Override
    public int read(byte[] bytes, int from, int most) throws IOException {
        int count = super.read(bytes, from, most);
        if (count > 0) {
            copy.write(bytes, from, count);
        }
        return count;
    }
}
