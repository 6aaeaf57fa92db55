package io.mainstay.authorization;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// The permission that a caller of this endpoint must hold: 401 for an anonymous one, 403 for one without it.
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface RequiresPermission {

    Permission value();

    /// The path variable that names the organization in which it must be held: 404 for a caller who has no role there.
    /// Empty if it must be held in the installation.
    String organization() default "";
}
