package org.ringback.crypto.internal;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Every way to change one byte of something, and every way to cut it. */
final class Mutations {
    private Mutations() {}

    /** Each byte once with its lowest, once with its highest bit changed. */
    static Stream<byte[]> changed(byte[] original) {
        return IntStream.range(0, original.length).boxed().flatMap(index -> Stream.of(0x01, 0x80)
                .map(bit -> {
                    byte[] copy = original.clone();
                    copy[index] ^= (byte) (int) bit;
                    return copy;
                }));
    }

    /** Each proper beginning, the empty one too, and the original with one byte more. */
    static Stream<byte[]> cutOrLonger(byte[] original) {
        return IntStream.rangeClosed(0, original.length + 1)
                .filter(length -> length != original.length)
                .mapToObj(length -> Arrays.copyOf(original, length));
    }

    static Stream<byte[]> all(byte[] original) {
        return Stream.concat(changed(original), cutOrLonger(original));
    }
}
