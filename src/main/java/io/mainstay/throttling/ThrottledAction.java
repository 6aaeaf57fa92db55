package io.mainstay.throttling;

/// Something that can be tried in vain. Each has counters of its own.
///
/// @param name stable, 1 to 40 characters, e.g. `sign-in`
public record ThrottledAction(String name) {

    private static final int MAX_LENGTH = 40;

    public ThrottledAction {
        if (name.isBlank() || name.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("an action's name has 1 to 40 characters");
        }
    }
}
