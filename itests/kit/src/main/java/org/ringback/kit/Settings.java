package org.ringback.kit;

import java.lang.annotation.Annotation;
import java.lang.reflect.Proxy;
import java.util.Map;

/** Configurations as the container makes them. Stateless. */
public final class Settings {
    private Settings() {}

    /**
     * One configuration.
     *
     * @param <A> whose
     * @param type its keys
     * @param set what was set, by the name of the key's method
     * @return what was set, else the annotation's defaults
     */
    public static <A extends Annotation> A of(Class<A> type, Map<String, Object> set) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> set.getOrDefault(method.getName(), method.getDefaultValue())));
    }
}
