package org.ringback.kit;

import java.lang.reflect.Proxy;

/** Some methods of an interface, as much of it as a test needs. */
public interface Stub {
    /** {@return what the method of this name returns} */
    Object call(String name, Object[] arguments);

    /** {@return the interface, all of whose methods are answered so} */
    static <T> T of(Class<T> type, Stub stub) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> stub.call(method.getName(), arguments)));
    }
}
