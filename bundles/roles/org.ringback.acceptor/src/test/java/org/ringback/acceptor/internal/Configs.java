package org.ringback.acceptor.internal;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;

/** Configurations of other bundles as the container makes them: the defaults of the annotation. */
final class Configs {
    private Configs() {}

    static <T extends Annotation> T defaults(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> method.getDefaultValue()));
    }
}
