package io.mainstay.caller;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// This endpoint concerns nothing but the caller's own account: being signed in is enough, an anonymous request is a
/// 401.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface ForCallerThemselves {
}
