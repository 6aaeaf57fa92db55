package io.mainstay.messaging;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/// A component that does background work: queue consumers and timed jobs. It exists only where
/// `mainstay.worker.enabled` is true, which is the default; instances that only answer HTTP switch it off.
@Component
@ConditionalOnBooleanProperty(name = "mainstay.worker.enabled", matchIfMissing = true)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Worker {
}
