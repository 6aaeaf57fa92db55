package io.mainstay.authorization;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether something may be done, and why.
public sealed interface Decision {

    /// What was looked at, in its order; the last step decided.
    List<Step> trail();

    record Permitted(List<Step> trail) implements Decision {

        public Permitted {
            trail = List.copyOf(trail);
        }
    }

    record Denied(List<Step> trail) implements Decision {

        public Denied {
            trail = List.copyOf(trail);
        }
    }

    /// @param what it was about: a role or a permission; null if the reason says it all
    record Step(Reason reason, @Nullable String what) {}

    default boolean isPermitted() {
        return this instanceof Permitted;
    }

    default Reason because() {
        return trail().getLast().reason();
    }

    static Decision permitted(Reason reason, @Nullable String what) {
        return new Permitted(List.of(new Step(reason, what)));
    }

    static Decision denied(Reason reason, @Nullable String what) {
        return new Denied(List.of(new Step(reason, what)));
    }
}
