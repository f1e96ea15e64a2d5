package org.ringback.updater.internal;

import java.util.regex.Pattern;

/** Makes a line of text for a person out of what others named. Stateless. */
final class Plain {
    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\p{L}\\p{M}\\p{N}\\p{P}\\p{S}\\p{Zs}]");

    private Plain() {}

    /** What a terminal and a log take as letters of one line: files and bundles may be named whatever somebody likes. */
    static String text(String text) {
        return UNPRINTABLE.matcher(text).replaceAll("?");
    }
}
