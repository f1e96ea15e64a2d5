package org.ringback.shell.internal;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The fields that a form of a {@link Command} prints with {@code --json}, beside {@code format}. Each is a path and what
 * it has, as {@code bundles[].since: when it came}; a path that ends with {@code *} stands for all that begin so.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Fields {
    /** {@return one text for each field} */
    String[] value();
}
